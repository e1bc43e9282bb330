import Analysis
import Screen
import TestSupport
import Testing
import Tokenization
import UnicodeText

@testable import Explorer

@Suite struct TextLayoutTests {
  private func layout(
    _ text: [UInt8], rows: [Segmentation], width: Int, isColumns: Bool, isHex: Bool = false,
    isList: Bool = false
  ) -> TextLayout {
    var page = Page(window: TextWindow(bytes: text, start: 0, isExact: true), generation: 1)
    for (index, row) in rows.enumerated() { page.segmentations["\(index)"] = row }
    let key = TextLayout.Key(
      generation: 1, rows: rows.indices.map { "\($0)" }, width: width, isColumns: isColumns, isHex: isHex,
      options: VisibleOptions(), isList: isList)
    return TextLayout(key: key, page: page, reusing: nil)
  }

  private func randomText(_ generator: inout SeededGenerator) -> [UInt8] {
    let alphabet = ["a", "b", "the", " lazy", " ", "\n", "é", "中", "👩‍👩‍👧", "\t", "123", "\u{202E}"]
    return (0..<Int.random(in: 1...60, using: &generator)).flatMap { _ in
      Array(alphabet.randomElement(using: &generator)!.utf8)
    }
  }

  private func randomCut(_ text: [UInt8], _ shared: Set<Int>, _ generator: inout SeededGenerator) -> Segmentation {
    var tokens: [Token] = []
    var start = 0
    for end in 1...text.count
    where end == text.count || shared.contains(end) != (Int.random(in: 0..<9, using: &generator) == 0) {
      for _ in 0..<max(0, Int.random(in: -4...2, using: &generator)) {
        tokens.append(Token(id: 0, start: start, end: start, kind: .marker))
      }
      tokens.append(Token(id: 0, start: start, end: end, kind: .merge))
      start = end
    }
    return try! Segmentation(tokens: tokens, byteCount: text.count)
  }

  /// The longest line from `start` by the rule, tried from long to short.
  private func slowEnd(_ layout: TextLayout, from start: Int, width: Int, isColumns: Bool) -> (end: Int, isBroken: Bool)
  {
    let atoms = layout.atoms
    let alignment = layout.alignment
    func cells(_ end: Int) -> Int {
      let text = (start..<end).reduce(0) { $0 + atoms.width($1) }
      guard isColumns else { return text }
      let separators = (0..<alignment.rowCount).map { row in
        let cuts = (start..<end - 1).filter { alignment.share(of: row, at: atoms.end($0)) != nil }.count
        let shown = atoms.start(start)...atoms.start(end - 1)
        return cuts + alignment.segmentations[row].tokens.count { $0.isVirtual && shown.contains($0.start) }
      }
      return text + (separators.max() ?? 0)
    }
    var limit = start + 1
    while limit < atoms.count, !atoms.endsLine(limit - 1) { limit += 1 }
    if cells(limit) <= width || limit == start + 1 { return (limit, false) }
    for end in stride(from: limit - 1, to: start, by: -1) where cells(end) <= width || end == start + 1 {
      if alignment.count(at: atoms.end(end - 1)) == alignment.rowCount { return (end, false) }
    }
    // One cell is left for the mark of the break.
    for end in stride(from: limit - 1, to: start, by: -1) where cells(end) < width { return (end, true) }
    return (start + 1, true)
  }

  /// In a list every token of every row starts a line, and every line is started by one.
  @Test func listHasALineForEachStart() {
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<200 {
      let text = randomText(&generator)
      let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in randomCut(text, [], &generator) }
      let layout = layout(text, rows: rows, width: 0, isColumns: false, isList: true)
      let starts = Set(rows.flatMap { $0.tokens.filter { !$0.isVirtual }.map(\.start) }).sorted()
      #expect(layout.lines.indices.map { layout.range($0).lowerBound } == starts)
      #expect(layout.range(layout.lines.count - 1).upperBound == text.count)
    }
  }

  @Test func linesFollowTheRule() {
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<300 {
      let text = randomText(&generator)
      let shared = Set((0...text.count).filter { _ in Int.random(in: 0..<3, using: &generator) == 0 })
      let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in randomCut(text, shared, &generator) }
      let width = Int.random(in: 1...30, using: &generator)
      let isColumns = Bool.random(using: &generator)
      let layout = layout(text, rows: rows, width: width, isColumns: isColumns)
      var start = 0
      for line in layout.lines {
        let expected = slowEnd(layout, from: start, width: width, isColumns: isColumns)
        #expect(line == TextLayout.Line(atoms: start..<expected.end, isBroken: expected.isBroken))
        start = line.atoms.upperBound
      }
      #expect(start == layout.atoms.count)
    }
  }

  @Test func offsetsLinesAndCellsBelongTogether() {
    var generator = SeededGenerator(seed: 22)
    for _ in 0..<100 {
      let text = randomText(&generator)
      let layout = layout(text, rows: [randomCut(text, [], &generator)], width: 12, isColumns: false)
      for offset in text.indices {
        guard let line = layout.line(at: offset) else {
          Issue.record("no line for \(offset)")
          return
        }
        #expect(layout.range(line).contains(offset))
        let found = layout.offset(onLine: line, atCell: layout.cell(of: offset))
        #expect(found <= offset)
        #expect(layout.cell(of: found) == layout.cell(of: offset))
      }
    }
  }

  @Test func hexGivesEveryByteTwoCells() {
    let text = Array("aé中\n".utf8)
    let cut = try! Segmentation(tokens: [Token(id: 0, start: 0, end: text.count, kind: .merge)], byteCount: text.count)
    let layout = layout(text, rows: [cut], width: 40, isColumns: false, isHex: true)
    #expect((0..<layout.atoms.count).map(layout.atoms.width) == [2, 4, 6, 2])
    #expect(layout.atoms.hex(2).string == "e4b8ad")
  }

  @Test func noTokenIsSplitWhereASharedCutFits() {
    let text = Array("one two three".utf8)
    let cut = try! Segmentation(
      tokens: [
        Token(id: 0, start: 0, end: 3, kind: .merge), Token(id: 1, start: 3, end: 7, kind: .merge),
        Token(id: 2, start: 7, end: 13, kind: .merge),
      ], byteCount: 13)
    let wide = layout(text, rows: [cut, cut], width: 8, isColumns: false)
    #expect(wide.lines.indices.map(wide.range) == [0..<7, 7..<13])
    let narrow = layout(text, rows: [cut, cut], width: 4, isColumns: false)
    #expect(narrow.lines.indices.map(narrow.range) == [0..<3, 3..<7, 7..<10, 10..<13])
    #expect(narrow.lines.map(\.isBroken) == [false, false, true, false])
  }
}
