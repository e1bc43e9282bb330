import Analysis
import Screen
import TerminalTestSupport
import TestSupport
import Testing

@testable import Explorer

@Suite struct DamageViewTests {
  static let sentence = "The United States Senate is responsible for the lazy dogs; over 1234567 evlerimizdekilerden"
  static let scanned = Document.Pair(
    name: "35-ocr-damaged", bytes: Array("Thc Vnited S tates 5enate is nesp0nslbe for the".utf8), isOwnDamaged: false)
  static let printed = Document.Pair(
    name: "34-ocr-correct", bytes: Array("The United States Senate is responsible for the".utf8), isOwnDamaged: true)

  private static func engine(
    _ keys: String, text: [UInt8] = Array(sentence.utf8), size: Size = Size(width: 80, height: 24),
    isASCII: Bool = false, hasColor: Bool = false, pair: Document.Pair? = nil, windowLimit: Int = 65536
  ) -> TestEngine {
    var engine = TestEngine(
      texts: [text, Array("other".utf8)], themes: [hasColor ? GoldenScreenTests.theme : .mono],
      depth: hasColor ? .palette : .mono, isASCII: isASCII, size: size, windowLimit: windowLimit, pair: pair)
    engine.type(":damage<Enter>" + keys)
    return engine
  }

  @Test(arguments: [
    "damage-80x24", "damage-80x24-ascii", "damage-80x24-typo", "damage-120x40-look-alike", "damage-200x60",
    "damage-60x16",
    "damage-80x24-pair", "damage-80x24-pair-damaged", "damage-80x24-empty",
  ])
  func screen(name: String) {
    let engine =
      switch name {
      case "damage-80x24": Self.engine("))gg")
      case "damage-80x24-ascii": Self.engine(")Sgg", isASCII: true)
      case "damage-80x24-typo": Self.engine("v))ggj")
      case "damage-120x40-look-alike": Self.engine("vv)))))jjgg", size: GoldenScreenTests.wide)
      case "damage-200x60":
        Self.engine("))))gg", text: GoldenScreenTests.many, size: Size(width: 200, height: 60), windowLimit: 8192)
      case "damage-60x16": Self.engine("))Gll", size: Size(width: 60, height: 16))
      case "damage-80x24-pair": Self.engine("gglll", text: Self.printed.bytes, pair: Self.scanned)
      case "damage-80x24-pair-damaged": Self.engine("ggllllj", text: Self.scanned.bytes, pair: Self.printed)
      default: Self.engine(")))", text: [])
      }
    let text = engine.frame.text
    #expect(Golden.mismatch("explorer/\(name).txt", text) == nil)
    if name.hasSuffix("ascii") { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
  }

  @Test(arguments: [false, true]) func styles(hasColor: Bool) {
    let engine = Self.engine("))gg", hasColor: hasColor)
    let name = "damage-80x24-\(hasColor ? "256" : "mono-styles")"
    #expect(Golden.mismatch("explorer/\(name).txt", engine.frame.styledText) == nil)
  }

  @Test func keysChangeTheDamage() {
    var engine = Self.engine("")
    func damaged() -> [UInt8] { engine.state.damage.answer?.text.damaged ?? [] }
    #expect(engine.state.damage.rate == 5)
    engine.type("((((((")
    #expect(engine.state.damage.rate == 0 && damaged() == Array(Self.sentence.utf8))
    engine.type("))))))")
    #expect(engine.state.damage.rate == 20 && damaged() != Array(Self.sentence.utf8))
    let before = damaged()
    engine.type("S")
    #expect(damaged() != before && engine.state.damage.seed == 2)
    engine.type("v")
    #expect(engine.state.damage.kind == .typo)
    for _ in 0..<20 { engine.type(")") }
    #expect(engine.state.damage.rate == 100 && engine.state.damage.answer?.text.changes ?? 0 > 40)
    // A pair has its own damage.
    var pair = Self.engine("v", text: Self.printed.bytes, pair: Self.scanned)
    #expect(pair.state.message?.string.contains("its own damaged twin") == true && pair.state.damage.kind == .ocr)
    #expect(pair.state.damage.answer?.text.damaged == Self.scanned.bytes)
    pair.type("]")
    #expect(pair.state.damage.answer?.text.correct == Array("other".utf8))
  }

  @Test func exportsWithItsSettings() {
    let engine = Self.engine("vxt")
    guard let export = engine.exports.last else {
      Issue.record("no export")
      return
    }
    #expect(export.name == "00-sample-damage-80x24.txt")
    #expect(export.text.contains("view damage, 80x24, kind typo, rate 5 %, seed 1, tokenizer bpe, tokenizers bpe lbpe"))
  }

  /// The numbers of the table are those of the cuts.
  @Test func countsWhatTheCutsSay() throws {
    let engine = Self.engine(")))")
    let answer = try #require(engine.state.damage.answer)
    for id in engine.state.shownIDs {
      let cuts = try #require(answer.cuts[id])
      #expect(cuts.correct == engine.tokenizer(id).segmentation(of: Array(Self.sentence.utf8)))
      #expect(cuts.damaged == engine.tokenizer(id).segmentation(of: answer.text.damaged))
      #expect(cuts.stability.kept.count + cuts.stability.lost.count == cuts.correct.cuts.count)
    }
    #expect(engine.frame.text.contains("kept %"))
  }

  /// Whatever the text, a part of bounded length is damaged, and it holds the cursor.
  @Test(arguments: ["a", "lines", "binary", "wide", "invalid"]) func damagesAPart(name: String) throws {
    let text: [UInt8] =
      switch name {
      case "a": [UInt8](repeating: 0x61, count: 1 << 20)
      case "lines": [UInt8](repeating: 0x0A, count: 50_000)
      case "binary": (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 97 >> 3) }
      case "wide": Array(String(repeating: "é 中", count: 9_000).utf8)
      default: [UInt8](repeating: 0x80, count: 12_000)
      }
    var engine = Self.engine("", text: text)
    for keys in ["", "G", "gg", "   ", "llll", "^d^d^d", "G---", "$"] {
      engine.type(keys)
      let answer = try #require(engine.state.damage.answer)
      let range = answer.request.start..<answer.request.start + answer.request.bytes.count
      #expect(range.contains(engine.state.cursor) && range.count <= Damage.limit, "\(keys)")
      let isThere = answer.request.bytes[...] == text[range]
      #expect(isThere, "\(name) \(keys)")
      #expect(engine.frame.lines[1].contains(" of \(grouped(text.count))"), "\(engine.frame.lines[1])")
    }
  }

  @Test func aLongPairIsComparedAtItsStart() throws {
    let long = Array(String(repeating: "one two ", count: 2_000).utf8)
    let engine = Self.engine("G", text: long, pair: .init(name: "p", bytes: long, isOwnDamaged: false))
    let text = try #require(engine.state.damage.answer).text
    #expect(text.correct.count == Damage.limit && text.changes == 0)
    #expect(engine.frame.lines[1].contains("damaged text: p, first 4,000 bytes, 0 characters"))
  }

  /// Late answers to what is no longer asked are dropped.
  @Test func dropsLateAnswers() throws {
    var engine = Self.engine("")
    engine.isPaused = true
    engine.type("))))")
    engine.isPaused = false
    let asked = engine.waiting
    for effect in asked.reversed() { engine.answer(effect) }
    let answer = try #require(engine.state.damage.answer)
    guard case .noise(let noise) = answer.request.source else {
      Issue.record("no noise")
      return
    }
    #expect(noise.rate == Double(engine.state.damage.rate) && asked.count == 4)
  }

  @Test(arguments: [20, 47, 70, 200]) func linesHoldEveryCharacterOnce(width: Int) {
    let text = Noise(kind: .ocr, rate: 30, seed: 4).damage(Array((Self.sentence + "\n👩‍👩‍👧 中文\t\u{301}").utf8))
    let cuts = DamagedCuts(text) { WordListTokenizer("The| Uni|ted\u{F0}").segmentation(of: $0) }
    let cells = DamageCells(text, cuts: cuts, width: width, options: Look.mono(isASCII: false).options)
    #expect(cells.lines.flatMap { Array($0) } == Array(cells.groups.indices))
    #expect(cells.groups.reduce(0) { $0 + $1.correct.bytes.count } == text.correct.count)
    #expect(cells.groups.reduce(0) { $0 + $1.damaged.bytes.count } == text.damaged.count)
    for line in cells.lines where line.count > 1 {
      #expect(cells.groups[line].reduce(0) { $0 + $1.width } <= width)
    }
    // Every cut has its cell.
    let ends = Set(cells.groups.flatMap { $0.correct.ends.map(\.offset) })
    #expect(cuts.correct.cuts.allSatisfy(ends.contains))
    let damagedEnds = Set(cells.groups.flatMap { $0.damaged.ends.map(\.offset) })
    #expect(cuts.damaged.cuts.allSatisfy(damagedEnds.contains))
  }
}
