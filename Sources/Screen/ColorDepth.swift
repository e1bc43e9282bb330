/// How many colours a terminal shows.
package enum ColorDepth: Int, Comparable, Sendable {
  /// Bold, underline and reverse only.
  case mono = 2
  case eight = 8
  case sixteen = 16
  /// The 256-colour palette: 16 named colours, a 6×6×6 cube, 24 greys.
  case palette = 256

  /// The deepest level that `colors` colours allow; terminfo says -1 for none.
  package init(colors: Int) {
    switch colors {
    case 256...: self = .palette
    case 16...: self = .sixteen
    case 8...: self = .eight
    default: self = .mono
    }
  }

  package var colors: Int { rawValue }

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}
