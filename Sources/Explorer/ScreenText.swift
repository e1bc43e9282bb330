import Screen
import UnicodeText

/// File name of a text export: the last part of the text's name, the view with its layer and head, and the size, from letters, digits, `-`,
/// `_` and `.` only.
package func screenTextName(_ state: State, size: Size) -> String {
  let name = (state.document?.name ?? "empty").string.split(separator: "/").last ?? ""
  let plain = name.unicodeScalars.map { scalar -> Character in
    scalar.isASCII
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_.".unicodeScalars.contains(scalar))
      ? Character(scalar) : "-"
  }
  let stem = String(plain.drop { $0 == "." || $0 == "-" }.prefix(60))
  return "\(stem.isEmpty ? "text" : stem)-\(state.viewName)\(state.placeName)-\(size.width)x\(size.height).txt"
}

/// The screen as plain text: three lines of header, the screen drawn without colour, and a legend. Lines end with a line feed and have no
/// trailing blanks. The same state and size give the same text.
package func screenText(_ state: State, size: Size) -> String {
  let look = Look.mono(isASCII: state.look.isASCII)
  var plain = state
  plain.message = nil
  plain.prompt = nil
  if case .rows = plain.chosenArrangement { plain.chosenArrangement = .rows(.ruler) }
  plain = plain.fitted(to: size, look: look)
  let frame = view(plain, size: size, look: look)
  let name = look.label(state.document?.name ?? "no text").string
  let digest = state.document?.digest.map { " sha256 \($0)" } ?? ""
  let ids = state.shownIDs.map { look.label($0).string }.joined(separator: " ")
  let base = state.columns.indices.contains(state.base) ? look.label(state.columns[state.base].id).string : "none"
  let header = """
    tokview \(state.version)
    text \(name), \(state.document?.byteCount ?? 0) bytes\(digest)
    view \(state.viewName), \(size.width)x\(size.height), \(plain.settingsLine(base: base, ids: ids, look: look))

    """
  let marks = state.list == nil && state.view == .compare ? plain.legendLines(look: look) : []
  let legend = marks.map { trimmed($0.string) + "\n" }.joined()
  return header + "\n" + frame.text + (legend.isEmpty ? "" : "\n" + legend)
}

extension State {
  /// `-L2H3` where a view shows one layer and head, `-L2` for the mean of its heads and for routing; empty for others.
  fileprivate var placeName: String {
    guard list == nil else { return "" }
    switch view {
    case .compare, .terms, .damage, .explain: return ""
    case .metrics: return metrics.scope == .corpus ? "-corpus" : ""
    case .attention, .words: return attentionPlace.map { "-L\($0.layer)" + ($0.head.map { "H\($0)" } ?? "") } ?? ""
    case .routing: return routingLayer.map { "-L\($0)" } ?? ""
    }
  }

  /// What the header of an export says of the settings.
  fileprivate func settingsLine(base: String, ids: String, look: Look) -> String {
    guard list == nil, view != .compare, columns.indices.contains(active) else {
      let arrangement = Geometry(self, size: size, look: look).arrangement == .columns ? "columns" : "rows"
      return "layout \(arrangement), base \(base), tokenizers \(ids)"
    }
    if view == .metrics {
      let scope = metrics.scope == .corpus ? "\(counted(metrics.corpus.texts.count, "text"))" : "this text"
      let sort = metrics.sort.map { ", sorted by \($0.rawValue)" } ?? ""
      return "\(scope)\(sort), base \(base), tokenizer \(look.label(columns[active].id).string), tokenizers \(ids)"
    }
    if view == .terms {
      return "\(terms.list.count) terms: \(look.label(terms.name).string), base \(base), tokenizers \(ids)"
    }
    if view == .damage {
      let source = document?.pair.map { "pair \(look.label($0.name).string)" }
      let noise = "kind \(damage.kind.rawValue), rate \(damage.rate) %, seed \(damage.seed)"
      return "\(source ?? noise), tokenizer \(look.label(columns[active].id).string), tokenizers \(ids)"
    }
    if view == .explain {
      let place = "byte \(cursor), step \(stepper.step + 1) of \(stepper.answer?.count ?? 1)"
      return "\(place), base \(base), tokenizer \(look.label(columns[active].id).string)"
    }
    var parts = ["tokenizer \(look.label(columns[active].id).string)"]
    if view == .routing {
      if let layer = routingLayer { parts.append("layer \(layer)") }
      parts.append("policy \(heat.policy.rawValue)")
    } else if let place = attentionPlace {
      parts.append("layer \(place.layer), head \(place.head.map(String.init) ?? "mean")")
      parts.append("scale \(heat.scale.rawValue), sink \(heat.sink.rawValue), direction \(heat.direction.rawValue)")
    }
    if let trace { parts.append(trace.summary) }
    return parts.joined(separator: ", ")
  }

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
