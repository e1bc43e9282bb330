import Screen
import UnicodeText

/// File name of a text export: the last part of the text's name, the view and the size, from letters, digits, `-`, `_` and `.` only.
package func screenTextName(_ state: State, size: Size) -> String {
  let name = (state.document?.name ?? "empty").string.split(separator: "/").last ?? ""
  let plain = name.unicodeScalars.map { scalar -> Character in
    scalar.isASCII
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_.".unicodeScalars.contains(scalar))
      ? Character(scalar) : "-"
  }
  let stem = String(plain.drop { $0 == "." || $0 == "-" }.prefix(60))
  return "\(stem.isEmpty ? "text" : stem)-\(state.viewName)-\(size.width)x\(size.height).txt"
}

/// The screen as plain text: three lines of header, the screen drawn without colour, and a legend. Lines end with a line feed and have no
/// trailing blanks. The same state and size give the same text.
package func screenText(_ state: State, size: Size) -> String {
  let look = Look.mono(isASCII: state.look.isASCII)
  var plain = state
  plain.message = nil
  if case .rows = plain.chosenArrangement { plain.chosenArrangement = .rows(.ruler) }
  plain = plain.fitted(to: size, look: look)
  let frame = view(plain, size: size, look: look)
  let name = look.label(state.document?.name ?? "no text").string
  let digest = state.document?.digest.map { " sha256 \($0)" } ?? ""
  let ids = state.shownIDs.map { look.label($0).string }.joined(separator: " ")
  let base = state.columns.indices.contains(state.base) ? look.label(state.columns[state.base].id).string : "none"
  let arrangement = Geometry(plain, size: size, look: look).arrangement == .columns ? "columns" : "rows"
  let header = """
    tokview \(state.version)
    text \(name), \(state.document?.byteCount ?? 0) bytes\(digest)
    view \(state.viewName), \(size.width)x\(size.height), layout \(arrangement), base \(base), tokenizers \(ids)

    """
  let marks = state.list == nil && state.view == .compare ? plain.legendLines(look: look) : []
  let legend = marks.map { trimmed($0.string) + "\n" }.joined()
  return header + "\n" + frame.text + (legend.isEmpty ? "" : "\n" + legend)
}

extension State {
  /// What fills the body, as file names and headers call it.
  fileprivate var viewName: String {
    switch list {
    case nil: view == .attention ? "attn" : view.rawValue
    case .help: "help"
    case .picker: "tokenizers"
    case .browser: "texts"
    }
  }
}

private func trimmed(_ line: String) -> String {
  var line = line
  while line.last == " " { line.removeLast() }
  return line
}
