import Analysis
import Screen
import UnicodeText

/// A correct and a damaged text set in the same cells: equal characters under each other, and what differs in as many cells as the longer
/// of the two takes.
struct DamageCells: Sendable {
  /// Characters that stand under each other.
  struct Group: Sendable {
    let correct: Side
    let damaged: Side
    let width: Int
    let isEqual: Bool
    /// Whether a line may end after it, or has to.
    let isBlank: Bool
    let endsLine: Bool
  }

  /// One text's part of a group.
  struct Side: Sendable {
    let bytes: Range<Int>
    let glyphs: [Glyph]
    /// Ends of its characters with the cells before them.
    let ends: [(offset: Int, cells: Int)]
  }

  let groups: [Group]
  /// Indices of the groups of each line.
  let lines: [Range<Int>]

  init(_ text: DamagedText, cuts: DamagedCuts?, width: Int, options: VisibleOptions) {
    // Cuts and stretches both ascend.
    var correctCuts = (cuts?.correct.cuts ?? [])[...]
    var damagedCuts = (cuts?.damaged.cuts ?? [])[...]
    func taken(_ cuts: inout ArraySlice<Int>, below end: Int) -> [Int] {
      let inside = cuts.prefix { $0 < end }
      cuts = cuts.dropFirst(inside.count)
      return Array(inside)
    }
    var groups: [Group] = []
    for (stretch, isEqual) in text.map.stretches {
      let correctInside = taken(&correctCuts, below: stretch.correct.upperBound)
      let damagedInside = taken(&damagedCuts, below: stretch.damaged.upperBound)
      if isEqual {
        let shift = stretch.damaged.lowerBound - stretch.correct.lowerBound
        let inside = correctInside + damagedInside.map { $0 - shift }
        let map = AtomMap(text.correct[stretch.correct], cuts: inside.sorted(), options: options)
        for atom in map.atoms {
          let glyphs = Array(map.glyphs(of: atom))
          func side(_ shift: Int) -> Side {
            Side(bytes: atom.start + shift..<atom.end + shift, glyphs: glyphs, ends: [(atom.end + shift, atom.width)])
          }
          groups.append(
            Group(
              correct: side(0), damaged: side(shift), width: atom.width, isEqual: true,
              isBlank: atom.kind.contains(.whiteSpace), endsLine: atom.isLineFeed))
        }
      } else {
        let left = AtomMap(text.correct[stretch.correct], cuts: correctInside, options: options)
        let right = AtomMap(text.damaged[stretch.damaged], cuts: damagedInside, options: options)
        let cells = max(left.atoms.reduce(0) { $0 + $1.width }, right.atoms.reduce(0) { $0 + $1.width })
        groups.append(
          Group(
            correct: DamageCells.side(left, stretch.correct, width: cells),
            damaged: DamageCells.side(right, stretch.damaged, width: cells), width: cells, isEqual: false,
            isBlank: false, endsLine: (left.atoms + right.atoms).contains(where: \.isLineFeed)))
      }
    }
    self.groups = groups
    lines = DamageCells.lines(groups, width: width)
  }

  /// The last character ends where the group does.
  private static func side(_ map: AtomMap, _ bytes: Range<Int>, width: Int) -> Side {
    var ends: [(offset: Int, cells: Int)] = []
    var cells = 0
    for atom in map.atoms {
      cells += atom.width
      ends.append((atom.end, atom.end == bytes.upperBound ? width : cells))
    }
    return Side(bytes: bytes, glyphs: map.glyphs, ends: ends)
  }

  /// Greedy: as much as fits, ended after the last blank where there is one.
  private static func lines(_ groups: [Group], width: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var used = 0
    var blank: Int?
    var index = 0
    while index < groups.count {
      if used + groups[index].width > width, index > start {
        let end = blank ?? index
        lines.append(start..<end)
        start = end
        index = end
        used = 0
        blank = nil
        continue
      }
      used += groups[index].width
      index += 1
      if groups[index - 1].isBlank { blank = index }
      if groups[index - 1].endsLine {
        lines.append(start..<index)
        start = index
        used = 0
        blank = nil
      }
    }
    if start < groups.count { lines.append(start..<groups.count) }
    return lines
  }

  /// The line that holds byte `offset` of one of the texts; the last past the end.
  func line(at offset: Int, isDamaged: Bool) -> Int {
    let group = groups.firstIndex { (isDamaged ? $0.damaged : $0.correct).bytes.contains(offset) } ?? groups.count
    return lines.firstIndex { $0.contains(group) } ?? max(0, lines.count - 1)
  }
}
