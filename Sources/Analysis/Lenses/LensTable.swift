/// The numbers of a lens as rows and named columns.
package struct LensTable: Hashable, Sendable {
  /// What the rows stand for.
  package enum Rows: Hashable, Sendable {
    /// One row per token of the trace, in order.
    case tokens
    case heads([Head])
    case experts([Expert])
  }

  package struct Head: Hashable, Sendable {
    package let layer: Int
    package let head: Int
  }

  package struct Expert: Hashable, Sendable {
    package let layer: Int
    package let expert: Int
  }

  package let rows: Rows
  package let columns: [String]
  /// [row][column]; nil where a value is unknown or not defined.
  package let values: [[Double?]]
  /// Tokens of the model's vocabulary that the values speak of, [row][column]; nil in tables of numbers alone.
  package let tokenIDs: [[UInt32?]]?

  /// - Parameter values: one row per row of `rows`, each with as many values as there are columns.
  init(rows: Rows, columns: [String], values: [[Double?]], tokenIDs: [[UInt32?]]? = nil) {
    self.rows = rows
    self.columns = columns
    self.values = values
    self.tokenIDs = tokenIDs
  }

  /// A table of tokens from its columns, [column][token].
  init(tokenColumns: [(name: String, values: [Double?])], tokenCount: Int) {
    self.init(
      rows: .tokens, columns: tokenColumns.map(\.name),
      values: (0..<tokenCount).map { token in tokenColumns.map { $0.values[token] } })
  }
}
