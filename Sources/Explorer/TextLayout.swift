import Analysis
import UnicodeText

/// The shown window cut into atoms and lines: what stays the same while the cursor moves.
///
/// Lines end where all rows cut, so that no token spans two lines; where no such place fits, after any atom. In a list they end at every cut of
/// any row, so that tokens which start together stand on one line. Building is linear in the bytes of the window; drawing reads only the
/// visible lines.
package struct TextLayout: Sendable {
  /// What a layout depends on.
  struct Key: Equatable, Sendable {
    let generation: Int
    /// Columns that have a segmentation, in order: the rows of the alignment.
    let rows: [String]
    let width: Int
    let isColumns: Bool
    let isHex: Bool
    let options: VisibleOptions
    var isList = false
  }

  /// One line of the text.
  package struct Line: Hashable, Sendable {
    /// Indices of its atoms.
    package let atoms: Range<Int>
    /// True when the line ends inside a token of some row and not at a line feed.
    package let isBroken: Bool
  }

  let key: Key
  package let summary: TextSummary
  package let alignment: Alignment
  /// One for each row of the alignment.
  let markers: [MarkerTable]
  let atoms: AtomTable
  /// In order; together they hold every atom.
  package let lines: [Line]

  init(key: Key, page: Page, reusing old: TextLayout?) {
    self.key = key
    let bytes = page.window.bytes
    let isSamePage = old?.key.generation == key.generation
    if let old, isSamePage { summary = old.summary } else { summary = TextSummary(bytes) }
    if let old, isSamePage, old.key.rows == key.rows {
      alignment = old.alignment
      markers = old.markers
      if old.key.options == key.options {
        var table = old.atoms
        table.isHex = key.isHex
        atoms = table
      } else {
        atoms = AtomTable(bytes, cuts: alignment.cuts, isHex: key.isHex, options: key.options)
      }
    } else {
      alignment = Alignment(key.rows.compactMap { page.segmentations[$0] })
      markers = alignment.segmentations.map { MarkerTable($0) }
      atoms = AtomTable(bytes, cuts: alignment.cuts, isHex: key.isHex, options: key.options)
    }
    lines =
      key.isList
      ? TextLayout.list(atoms: atoms, cuts: alignment.cuts)
      : TextLayout.lines(
        atoms: atoms, alignment: alignment, markers: markers, width: max(1, key.width), isColumns: key.isColumns)
  }

  /// A line for each stretch between neighbouring cuts.
  private static func list(atoms: AtomTable, cuts: [Int]) -> [Line] {
    var lines: [Line] = []
    lines.reserveCapacity(cuts.count + 1)
    var start = 0
    var cut = 0
    for index in 0..<atoms.count {
      let isCut = cut < cuts.count && cuts[cut] == atoms.end(index)
      guard isCut || index == atoms.count - 1 else { continue }
      lines.append(Line(atoms: start..<index + 1, isBroken: false))
      start = index + 1
      cut += 1
    }
    return lines
  }

  /// Greedy: the longest line that fits and ends where all rows cut; in columns every cut inside a line and every marker takes one cell
  /// of its row.
  private static func lines(
    atoms: AtomTable, alignment: Alignment, markers: [MarkerTable], width: Int, isColumns: Bool
  ) -> [Line] {
    // A marker's cell comes before the atom that its offset begins.
    var ghosts: [(offset: Int, row: Int)] = []
    if isColumns {
      for (row, table) in markers.enumerated() {
        ghosts += table.indices.map { (alignment.segmentations[row].tokens[$0].start, row) }
      }
      ghosts.sort { $0 < $1 }
    }
    var lines: [Line] = []
    var start = 0
    var cut = 0
    var ghost = 0
    var separators = [Int](repeating: 0, count: alignment.rowCount)
    while start < atoms.count {
      for row in separators.indices { separators[row] = 0 }
      var widest = 0
      var used = 0
      var index = start
      // The best end so far, with the cuts and markers passed before it.
      var shared: (end: Int, cut: Int, ghost: Int)?
      var fitting: (end: Int, cut: Int, ghost: Int)?
      var end: (end: Int, cut: Int, ghost: Int)?
      while index < atoms.count {
        while ghost < ghosts.count, ghosts[ghost].offset <= atoms.start(index) {
          separators[ghosts[ghost].row] += 1
          widest = max(widest, separators[ghosts[ghost].row])
          ghost += 1
        }
        let needed = used + atoms.width(index) + widest
        if needed > width && index > start { break }
        used += atoms.width(index)
        let offset = atoms.end(index)
        var rows: UInt64 = 0
        if cut < alignment.cuts.count, alignment.cuts[cut] == offset {
          rows = alignment.cutRows[cut]
          cut += 1
        }
        index += 1
        if atoms.endsLine(index - 1) || index == atoms.count {
          end = (index, cut, ghost)
          break
        }
        if rows != 0, rows.nonzeroBitCount == alignment.rowCount { shared = (index, cut, ghost) }
        if needed < width || fitting == nil { fitting = (index, cut, ghost) }
        if isColumns {
          var left = rows
          while left != 0 {
            let row = left.trailingZeroBitCount
            separators[row] += 1
            widest = max(widest, separators[row])
            left &= left - 1
          }
        }
      }
      if let found = end ?? shared {
        lines.append(Line(atoms: start..<found.end, isBroken: false))
        start = found.end
        cut = found.cut
        ghost = found.ghost
      } else if let found = fitting {
        lines.append(Line(atoms: start..<found.end, isBroken: true))
        start = found.end
        cut = found.cut
        ghost = found.ghost
      }
    }
    return lines
  }

  /// The alignment's row of a tokenizer.
  func row(of id: String) -> Int? { key.rows.firstIndex(of: id) }

  /// Bytes of a line, counted from the start of the window.
  package func range(_ line: Int) -> Range<Int> {
    atoms.start(lines[line].atoms.lowerBound)..<atoms.end(lines[line].atoms.upperBound - 1)
  }

  /// The line that holds byte `offset` of the window; the last line past the end; nil without lines.
  package func line(at offset: Int) -> Int? {
    guard !lines.isEmpty else { return nil }
    return lines.dropLast().partitionPoint { atoms.end($0.atoms.upperBound - 1) > offset }
  }

  /// Cells before byte `offset` on its line, without separators.
  func cell(of offset: Int) -> Int {
    guard let line = line(at: offset) else { return 0 }
    var cell = 0
    for index in lines[line].atoms {
      if atoms.end(index) > offset { break }
      cell += atoms.width(index)
    }
    return cell
  }

  /// The byte whose atom stands at cell `wanted` of a line, or the line's last atom.
  func offset(onLine line: Int, atCell wanted: Int) -> Int {
    var cell = 0
    for index in lines[line].atoms {
      cell += atoms.width(index)
      if cell > wanted { return atoms.start(index) }
    }
    return atoms.start(lines[line].atoms.upperBound - 1)
  }
}
