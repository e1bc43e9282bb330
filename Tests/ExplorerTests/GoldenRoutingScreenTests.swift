import Screen
import TerminalTestSupport
import TestSupport
import Testing

@testable import Explorer

/// The routing view as it should look: in each form at three sizes, without colour and with 256 of them.
@Suite struct GoldenRoutingScreenTests {
  typealias Screen = GoldenScreenTests.Screen

  static let sizes = [Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60)]
  static let forms = [("matrix", "r>lllll"), ("text", "rvlllll"), ("classes", "rClllll")]

  static let mono: [Screen] =
    sizes.flatMap { size in
      forms.map { name, keys in
        Screen(name: "routing-\(name)-\(size.width)x\(size.height)", size: size, keys: keys, hasModel: true)
      }
    } + [
      Screen(name: "routing-60x16", size: Size(width: 60, height: 16), keys: "rlllll", hasModel: true),
      Screen(name: "routing-60x16-text", size: Size(width: 60, height: 16), keys: "rvlllll", hasModel: true),
      Screen(name: "routing-60x16-classes", size: Size(width: 60, height: 16), keys: "rClllll", hasModel: true),
      Screen(name: "routing-80x24-ascii", keys: "rlllllP))))))", isASCII: true, hasModel: true),
      Screen(name: "routing-80x24-text-ascii", keys: "rvlllll", isASCII: true, hasModel: true),
      Screen(name: "routing-80x24-classes-ascii", keys: "rClllll", isASCII: true, hasModel: true),
      Screen(name: "routing-80x24-drop", keys: "rP,llllll", hasModel: true),
      Screen(name: "routing-80x24-reroute", keys: "rPP,llllll", hasModel: true),
      Screen(name: "routing-120x40-reroute", size: sizes[1], keys: "rPP,llllll", hasModel: true),
      Screen(name: "routing-120x40-grouped", size: sizes[1], keys: "rPPPllllll", hasModel: true),
      Screen(name: "routing-80x24-followed", keys: "r))))))s", hasModel: true),
      Screen(name: "routing-80x24-followed-text", keys: "rv))))))", hasModel: true),
      Screen(
        name: "routing-80x24-window", keys: "rG", texts: [GoldenScreenTests.many], windowLimit: 8192, hasModel: true),
      Screen(
        name: "routing-120x40-many", size: sizes[1], keys: "rjjj", texts: [GoldenScreenTests.many], windowLimit: 8192,
        hasModel: true),
    ]

  @Test(arguments: mono) func screen(_ screen: Screen) {
    let text = screen.engine.frame.text
    if screen.isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
  }

  static let colored: [Screen] = sizes.flatMap { size in
    forms.map { name, keys in
      Screen(
        name: "routing-\(name)-\(size.width)x\(size.height)-256", size: size, keys: keys, hasColor: true, hasModel: true
      )
    }
  }

  @Test(arguments: colored) func styles(_ screen: Screen) {
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.styledText) == nil)
  }
}
