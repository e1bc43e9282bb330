import Analysis

/// A matrix made smaller: each cell is the greatest of the weights under it.
///
/// Linear in the weights. Example, rows (.1) (.2 .8) (.3 .4 .3) to 2 × 2: (.8 nothing) (.4 .3).
struct PooledMatrix {
  private let columns: Int
  private let rows: Int
  // Below 0 where there is no weight.
  private let cells: [Float]

  init(_ plane: AttentionPlane, _ direction: HeatSettings.Direction, rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    let count = plane.tokenCount
    let isFrom = direction == .from
    // Where a query and a key add to the index of their cell.
    let queries = (0..<count).map { isFrom ? $0 * rows / count * columns : $0 * columns / count }
    let keys = (0..<count).map { isFrom ? $0 * columns / count : $0 * rows / count * columns }
    let isMasked = (0..<count).map { plane.isMasked($0) }
    var cells = [Float](repeating: -1, count: rows * columns)
    cells.withUnsafeMutableBufferPointer { cells in
      keys.withUnsafeBufferPointer { keys in
        isMasked.withUnsafeBufferPointer { isMasked in
          for query in 0..<count {
            let start = queries[query]
            plane.withRow(query) { row in
              for key in 0...query {
                // What is not a number stays in sight.
                let place = start + keys[key]
                if !(row[key] <= cells[place]), !isMasked[key], !cells[place].isNaN { cells[place] = row[key] }
              }
            }
          }
        }
      }
    }
    self.cells = cells
  }

  /// Nil where there is no weight.
  subscript(row: Int, column: Int) -> Float? {
    guard row < rows else { return nil }
    let value = cells[row * columns + column]
    return value < 0 ? nil : value
  }
}
