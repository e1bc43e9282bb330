import TestSupport
import Testing
import UnicodeText

@Suite struct AtomMapTests {
  /// Each atom as its text, in brackets.
  private func drawn(_ text: String, cuts: [Int] = [], options: VisibleOptions = VisibleOptions()) -> String {
    drawn(Array(text.utf8), cuts: cuts, options: options)
  }

  private func drawn(_ bytes: [UInt8], cuts: [Int] = [], options: VisibleOptions = VisibleOptions()) -> String {
    let map = AtomMap(bytes[...], cuts: cuts, options: options)
    return map.atoms.map { "[\(VisibleText(glyphs: Array(map.glyphs(of: $0))).string)]" }.joined()
  }

  /// The definition, with the standard library's clusters: whole clusters, else scalars, else bytes.
  private func slowRanges(_ bytes: [UInt8], cuts: Set<Int>) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var valid = String.UnicodeScalarView()
    var start = 0
    func flush() {
      for character in String(valid) {
        let end = start + character.utf8.count
        if (start + 1..<max(end, start + 1)).contains(where: cuts.contains) {
          for scalar in character.unicodeScalars {
            let scalarEnd = start + String(Character(scalar)).utf8.count
            if (start + 1..<scalarEnd).contains(where: cuts.contains) {
              for place in start..<scalarEnd { out.append(place..<place + 1) }
            } else {
              out.append(start..<scalarEnd)
            }
            start = scalarEnd
          }
        } else {
          out.append(start..<end)
          start = end
        }
      }
      valid = .init()
    }
    var offset = 0
    bytes.withUnsafeBufferPointer { buffer in
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        if let scalar = Unicode.Scalar(step.value), !step.isInvalid {
          valid.append(scalar)
        } else {
          flush()
          out.append(offset..<offset + 1)
          start = offset + 1
        }
        offset += step.length
      }
      flush()
    }
    return out
  }

  @Test func workedExample() {
    #expect(drawn("e\u{301}") == "[e\u{301}]")
    #expect(drawn("e\u{301}", cuts: [1]) == "[e][\u{25CC}\u{301}]")
    #expect(drawn("e\u{301}", cuts: [1, 2]) == "[e][CC][81]")
  }

  @Test func mixedScripts() {
    let text = "Merhaba 世界!\t👩\u{200D}👩\u{200D}👧 naïve 🇹🇷\r\n"
    #expect(drawn(text) == "[M][e][r][h][a][b][a][·][世][界][!][→ ][‹👩+4›][·][n][a][ï][v][e][·][‹TR›][␍↵]")
    #expect(drawn("日👩\u{200D}👧", cuts: [0, 3, 7, 99]) == "[日][👩][‹ZWJ›][👧]")
    #expect(drawn("日本", cuts: [1, 3]) == "[E6][97][A5][本]")
  }

  @Test func tokensMayEndInsideACharacter() {
    #expect(drawn("我", cuts: [1]) == "[E6][88][91]")
    #expect(drawn("👩", cuts: [2, 2, 2]) == "[F0][9F][91][A9]")
    #expect(drawn("\u{B95}\u{BBF}", cuts: [3]) == "[\u{B95}][\u{BBF}]")
    #expect(drawn("\u{B95}\u{BCD}", cuts: [4]) == "[\u{B95}][E0][AF][8D]")
    #expect(drawn("🇹🇷", cuts: [4]) == "[‹T›][‹R›]")
    #expect(drawn("\r\n", cuts: [1]) == "[␍][↵]")
  }

  @Test func kinds() {
    let map = AtomMap([0x61, 0x20, 0x0A, 0xFF, 0xE2, 0x80, 0xAE, 0xC3, 0xA9], cuts: [8])
    let kinds: [Atom.Kind] = [
      [], [.whiteSpace, .standIn], [.lineFeed, .whiteSpace, .standIn], [.invalid, .standIn],
      [.bidirectional, .standIn], [.fragment, .standIn], [.fragment, .standIn],
    ]
    #expect(map.atoms.map(\.kind) == kinds)
  }

  @Test func onlyLineFeedsEndALine() {
    let text = "a\rb\u{8}c\u{B}d\u{C}e\u{85}f\u{2028}g\u{2029}h\r\ni\n"
    let map = AtomMap(Array(text.utf8)[...], cuts: [])
    #expect(map.atoms.filter(\.isLineFeed).count == 2)
    #expect(drawn(text) == "[a][␍][b][␈][c][␋][d][␌][e][<85>][f][‹LSEP›][g][‹PSEP›][h][␍↵][i][↵]")
  }

  @Test func slicesKeepTheirOffsets() {
    let bytes = Array("日本語".utf8)
    let map = AtomMap(bytes[3...], cuts: [3, 7])
    #expect(map.atoms.map(\.range) == [3..<6, 6..<7, 7..<8, 8..<9])
    #expect(map.index(at: 2) == nil)
    #expect(map.index(at: 5) == 0)
    #expect(map.index(at: 8) == 3)
    #expect(map.index(at: 9) == nil)
    #expect(AtomMap([], cuts: [0]).atoms.isEmpty)
  }

  @Test func asciiAtoms() {
    let options = VisibleOptions(ascii: true, tabWidth: 4)
    #expect(drawn("é 世\t\n", options: options) == #"[<e9>][~][<4e16>][\t  ][\n]"#)
    #expect(drawn("世", cuts: [1], options: options) == "[E4][B8][96]")
  }

  /// Whatever the size, one atom keeps to a few cells, so a cluster cannot push the rest of a line away.
  @Test func largeInputsStaySmall() {
    let marks = AtomMap(Array(("e" + String(repeating: "\u{301}", count: 10_000)).utf8)[...], cuts: [])
    #expect(marks.atoms.map(\.width) == [8])
    let spacing = AtomMap(Array(String(repeating: "\u{903}", count: 300_000).utf8)[...], cuts: [])
    #expect(spacing.atoms.count == 1)
    #expect(spacing.atoms[0].width <= 20)
    let lines = AtomMap([UInt8](repeating: 0x0A, count: 1 << 20)[...], cuts: Array(0...1 << 20))
    #expect(lines.atoms.count == 1 << 20)
    let cutMarks = AtomMap(
      Array(("e" + String(repeating: "\u{301}", count: 10_000)).utf8)[...], cuts: Array(0...20_001))
    #expect(cutMarks.atoms.count == 20_001)
  }

  @Test func equalsTheDefinitionOnRandomBytes() {
    var generator = SeededGenerator(seed: 99)
    for round in 0..<6_000 {
      let bytes = RandomScalars.bytes(upTo: 12, using: &generator)
      let cuts = (0...bytes.count).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 && round % 3 > 0 }
      let map = AtomMap(bytes[...], cuts: cuts)
      #expect(map.atoms.map(\.range) == slowRanges(bytes, cuts: Set(cuts)), "seed 99, \(bytes), \(cuts)")
      #expect(map.atoms.flatMap { Array($0.range) } == Array(bytes.indices), "seed 99, \(bytes), \(cuts)")
      #expect(map.atoms.flatMap { Array($0.glyphs) } == Array(map.glyphs.indices), "seed 99, \(bytes), \(cuts)")
      for atom in map.atoms {
        #expect(atom.width == map.glyphs(of: atom).reduce(0) { $0 + Int($1.width) } && atom.width > 0)
      }
      let unsafe = map.glyphs.filter { !isSafe($0) }
      #expect(unsafe.isEmpty, "seed 99, \(bytes), \(cuts)")
    }
  }
}
