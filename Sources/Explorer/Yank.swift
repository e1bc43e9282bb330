import UnicodeText

/// What a key copies.
package enum Yank: Hashable, Sendable {
  case bytes([UInt8], name: VisibleText)
  /// What an export of this format would write of what is visible.
  case export(ExportFormat)

  /// As the status calls it.
  package var name: VisibleText {
    switch self {
    case .bytes(_, let name): name
    case .export(let format): VisibleText(format == .txt ? "the screen" : format.rawValue.uppercased())
    }
  }

  /// Base64 digits that terminals take in one sequence, as xterm does.
  package static let clipboardLimit = 74_994

  /// Whether so many bytes fit into a clipboard.
  static func fits(_ count: Int) -> Bool { (count + 2) / 3 * 4 <= clipboardLimit }
}
