import UnicodeText

/// Rows of texts in columns that are as wide as their widest text, two blanks between them, no blanks at line ends.
package struct TextTable: Sendable {
  private let rows: [[VisibleText]]
  private let rightAligned: Set<Int>

  /// - Parameter rightAligned: columns whose texts end at the same place.
  package init(_ rows: [[String]], rightAligned: Set<Int> = []) {
    self.rows = rows.map { $0.map { VisibleText($0) } }
    self.rightAligned = rightAligned
  }

  package var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.width)
        if column > 0 { line += "  " }
        line += rightAligned.contains(column) ? blanks + cell.string : cell.string + blanks
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
