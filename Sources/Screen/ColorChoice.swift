/// What the user said about colours.
package enum ColorChoice: Hashable, Sendable {
  /// As many as the terminal has, none if NO_COLOR is set.
  case automatic
  /// As many as the terminal has, even if NO_COLOR is set.
  case always
  case never
  /// At most this many.
  case atMost(ColorDepth)

  /// Reads `auto`, `always`, `never`, `8`, `16` or `256`.
  package init?(_ text: String) {
    switch text {
    case "auto": self = .automatic
    case "always": self = .always
    case "never": self = .never
    case "8": self = .atMost(.eight)
    case "16": self = .atMost(.sixteen)
    case "256": self = .atMost(.palette)
    default: return nil
    }
  }

  /// The depth to draw with, given the value of NO_COLOR and the terminal's number of colours.
  package func depth(noColor: String?, colors: Int) -> ColorDepth {
    let available = ColorDepth(colors: colors)
    switch self {
    case .never: return .mono
    case .always: return available
    case .atMost(let depth): return min(depth, available)
    case .automatic: return noColor.map { $0.isEmpty } ?? true ? available : .mono
    }
  }
}
