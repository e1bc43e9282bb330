import Explorer
import Screen
import TerminalTestSupport
import TestSupport
import Testing

/// The views of the model as they should look, without colour and in 256.
@Suite struct GoldenHeatScreenTests {
  static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  /// A phrase said twice, so that a head that copies has something to do.
  static let text = Array("The lazy dogs jumped over 1234567, the lazy dogs jumped over the lazy dog.".utf8)
  static let long = Array(
    (1...40).map { "line \($0): the lazy dogs jumped over 1234567, evlerimizdekilerden\n" }.joined().utf8)

  /// A view by its name and the keys that lead to it.
  static let forms: [(name: String, keys: String)] = [
    ("attn-labelled", "aGkkkk>..."), ("attn-dense", "aGkkkk>...z"), ("attn-grid", "aGkkkkzz>..."),
    ("attn-to", "aGkkkk>..d"), ("attn-masked", "aG.hhs"),
    ("words-from", "wGkkkk>.s"), ("words-to", "wggjjjjj..d"), ("words-budget", "wGkkkk>..K"),
  ]

  static let screens: [GoldenScreenTests.Screen] =
    forms.flatMap { form in
      sizes.flatMap { size in
        [false, true].map { hasColor in
          GoldenScreenTests.Screen(
            name: "\(form.name)-\(size.width)x\(size.height)\(hasColor ? "-256" : "")", size: size, keys: form.keys,
            hasColor: hasColor, texts: [text], hasModel: true)
        }
      }
    } + [
      GoldenScreenTests.Screen(
        name: "attn-labelled-80x24-ascii", keys: "aGkkkk>..sd", isASCII: true, texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-dense-80x24-ascii", keys: "aGkkkk>..sz", isASCII: true, texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-grid-80x24-ascii", keys: "aGzzss", isASCII: true, texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "words-80x24-ascii", keys: "wGkkkk>..sK", isASCII: true, texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-labelled-80x24-digits", keys: "aGkkkk>...:digits<Enter>l", texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-dense-120x40-digits-256", size: sizes[1], keys: "aGkkkk>...z:digits<Enter>l", hasColor: true,
        texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-grid-80x24-digits-ascii", keys: "aGzz:digits<Enter>l", isASCII: true, texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "panel-80x24-digits", keys: ":digits<Enter>l", texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "panel-120x40-digits-256", size: sizes[1], keys: ":digits<Enter>l", hasColor: true, texts: [text],
        hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-labelled-120x40-long", size: sizes[1], keys: "aG_", texts: [long], hasModel: true),
      GoldenScreenTests.Screen(name: "attn-dense-80x24-long", keys: "aG..z", texts: [long], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-grid-120x40-long", size: sizes[1], keys: "aGzz", texts: [long],
        hasModel: true),
      GoldenScreenTests.Screen(name: "words-80x24-long", keys: "wG..K", texts: [long], hasModel: true),
      GoldenScreenTests.Screen(
        name: "attn-labelled-60x16", size: Size(width: 60, height: 16), keys: "aG..", texts: [text], hasModel: true),
      GoldenScreenTests.Screen(
        name: "words-60x16", size: Size(width: 60, height: 16), keys: "wG..K", texts: [text], hasModel: true),
    ]

  @Test(arguments: screens) func screen(_ screen: GoldenScreenTests.Screen) {
    let frame = screen.engine.frame
    let text = screen.hasColor ? frame.styledText : frame.text
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
  }

  @Test func asciiScreensAreASCII() {
    for screen in Self.screens where screen.isASCII {
      #expect(screen.engine.frame.text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "\(screen.name)")
    }
  }

  /// A digit is the tenth of the scale that its weight lies in, in every form and with or without colours.
  @Test(arguments: ["a", "az", "azz", "c"], [false, true]) func digitsAreTenths(form: String, hasColor: Bool) throws {
    var engine = GoldenScreenTests.Screen(
      name: "", keys: "G" + form, hasColor: hasColor, texts: [Self.text], hasModel: true
    ).engine
    let plain = engine.frame
    engine.type(":digits<Enter>")
    #expect(engine.state.message?.string == "weights as digits")
    let legend = engine.frame.lines[engine.state.size.height - 2]
    let marks = legend.split(separator: " ").dropFirst().prefix(10)
    #expect(marks.enumerated().allSatisfy { $0.offset % 2 == 1 || ["0", "2", "5", "7", "9"].contains($0.element) })
    if form == "a" {
      let plane = try #require(engine.state.attentionPlane)
      // The cell of the cursor's own key: the axis has its number in brackets.
      let row = try #require(engine.frame.lines.first { $0.hasPrefix("▸") })
      let key = try #require(engine.state.keyIndex)
      let query = plane.tokenCount - 1
      let weight = try #require(plane[query: query, key: key])
      let position = try #require(engine.state.heat.scale.position(weight, maximum: plane.maximum))
      #expect(row.contains("[ \(min(9, Int(position * 10)))]"), "\(row)")
    }
    #expect(engine.frame.lines != plain.lines)
    engine.type(":digits<Enter>")
    #expect(engine.frame.lines.dropLast() == plain.lines.dropLast())
  }

  /// On words the text carries the weight: nothing changes there, and it says where it does.
  @Test func digitsAreNotOfWords() {
    var engine = GoldenScreenTests.Screen(name: "", keys: "wG", texts: [Self.text], hasModel: true).engine
    let plain = engine.frame.lines.dropLast()
    engine.type(":digits<Enter>")
    #expect(engine.state.message?.string == "weights as digits in attention (a) and compare (c)")
    #expect(engine.frame.lines.dropLast() == plain)
  }
}
