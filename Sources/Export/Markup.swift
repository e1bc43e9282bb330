/// Text inside HTML and XML.
enum Markup {
  /// Monospaced fonts that are there, for an attribute in double quotes.
  static let fonts = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono',monospace"

  /// `text` between tags or in quotes: what would end either is written by name.
  ///
  /// - Parameter text: visible glyphs only, so no control and no character that XML forbids.
  static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
