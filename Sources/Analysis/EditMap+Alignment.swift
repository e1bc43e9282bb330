import UnicodeText

extension EditMap {
  /// Most cells of the table of an alignment: one for each pair of characters that are left after equal beginnings and ends.
  package static let cellLimit = 16 << 20

  /// The fewest characters to replace, drop and insert that make one text of the other (Levenshtein distance over scalars; each byte that is
  /// not UTF-8 is a character). Of equally good alignments, read from the end, replacing comes before dropping and that before inserting.
  ///
  /// O(n × m) in time, as many bytes of memory.
  ///
  /// Example: `S tates 5enate` against `States Senate` has two edits: 1..<1 → 1..<2 and 7..<8 → 8..<9.
  ///
  /// Returns nil where the texts are too long for `cellLimit`.
  package init?(aligning correct: [UInt8], with damaged: [UInt8]) {
    let (left, right) = (EditMap.characters(correct), EditMap.characters(damaged))
    var first = 0
    while first < min(left.count, right.count), left[first].value == right[first].value { first += 1 }
    var last = 0
    while last < min(left.count, right.count) - first,
      left[left.count - 1 - last].value == right[right.count - 1 - last].value
    { last += 1 }
    let (rows, columns) = (left.count - first - last, right.count - first - last)
    guard (rows + 1) * (columns + 1) <= EditMap.cellLimit else { return nil }

    // 0 both, 1 dropped from the correct text, 2 inserted into the damaged one.
    var steps = [UInt8](repeating: 0, count: (rows + 1) * (columns + 1))
    var costs = Array(0...columns)
    for column in 0...columns { steps[column] = 2 }
    for row in 0..<rows {
      let value = left[first + row].value
      var diagonal = costs[0]
      costs[0] = row + 1
      steps[(row + 1) * (columns + 1)] = 1
      for column in 0..<columns {
        let both = diagonal + (value == right[first + column].value ? 0 : 1)
        let dropped = costs[column + 1] + 1
        let inserted = costs[column] + 1
        diagonal = costs[column + 1]
        let best = min(both, dropped, inserted)
        costs[column + 1] = best
        steps[(row + 1) * (columns + 1) + column + 1] = best == both ? 0 : best == dropped ? 1 : 2
      }
    }

    var edits: [Edit] = []
    var (row, column) = (rows, columns)
    func start(_ characters: [Character], _ index: Int, _ count: Int) -> Int {
      index < characters.count ? characters[index].start : count
    }
    while row > 0 || column > 0 {
      let step = steps[row * (columns + 1) + column]
      let (oldRow, oldColumn) = (row, column)
      if step != 2 { row -= 1 }
      if step != 1 { column -= 1 }
      if step == 0, left[first + row].value == right[first + column].value { continue }
      edits.append(
        Edit(
          correct: start(left, first + row, correct.count)..<start(left, first + oldRow, correct.count),
          damaged: start(right, first + column, damaged.count)..<start(right, first + oldColumn, damaged.count)))
    }
    self.init(edits: edits.reversed(), correctCount: correct.count, damagedCount: damaged.count)
  }

  private typealias Character = (value: UInt32, start: Int)

  /// Scalars with the byte that each begins at; bytes that are not UTF-8 have values of their own.
  private static func characters(_ bytes: [UInt8]) -> [Character] {
    bytes.withUnsafeBufferPointer { buffer in
      var out: [Character] = []
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        out.append((step.isInvalid ? 0x8000_0000 | UInt32(buffer[offset]) : step.value, offset))
        offset += step.length
      }
      return out
    }
  }
}
