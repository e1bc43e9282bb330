import Screen
import UnicodeText

extension State {
  /// Most cells of a picture: some 150 MB while it is drawn.
  package static let pictureLimit = 5_000_000

  /// The screen as an export of `format` shows it: without messages, prompts and lists; as plain text without colour. The same state and size
  /// give the same picture.
  ///
  /// - Parameter isFull: as large as it takes to show all that could be scrolled to, and no smaller than `size`.
  /// - Returns: nil where all of it has more than `pictureLimit` cells.
  package func picture(_ format: ExportFormat, size: Size, isFull: Bool = false) -> Picture? {
    let look = format == .txt ? Look.mono(isASCII: self.look.isASCII) : self.look
    var plain = self
    plain.message = nil
    plain.prompt = nil
    plain.pendingKeys = []
    plain.list = nil
    plain.tour = nil
    plain.panes = Panes()
    plain.selection = nil
    plain.export.isOpen = false
    if format == .txt, case .rows = plain.chosenArrangement { plain.chosenArrangement = .rows(.ruler) }
    var size = size
    var painter = plain.painted(size, look)
    // Each size has other lines and places, so that what lacks is asked again; a few times are enough.
    var round = 0
    while isFull, painter.lacking != Size(width: 0, height: 0), round < 12 {
      size.width += painter.lacking.width
      size.height += painter.lacking.height
      round += 1
      guard size.width.multipliedReportingOverflow(by: size.height).partialValue <= State.pictureLimit else {
        return nil
      }
      painter = plain.painted(size, look)
    }
    plain = painter.state
    let marks = plain.view == .compare ? plain.legendLines(look: look) : []
    return Picture(
      header: plain.header(size: size, look: look), frame: painter.frame, legend: format == .txt ? marks : [],
      ground: look[.text], isLight: look.theme.base == .light)
  }

  private func painted(_ size: Size, _ look: Look) -> Painter {
    var painter = Painter(state: fitted(to: size, look: look), size: size, look: look)
    painter.paint()
    return painter
  }

  /// What an export says above the screen.
  private func header(size: Size, look: Look) -> [VisibleText] {
    let name = look.label(document?.name ?? "no text")
    let digest = document?.digest.map { " sha256 \($0)" } ?? ""
    let edited = document?.isEdited == true ? ", edited" : ""
    let ids = shownIDs.map { look.label($0).string }.joined(separator: " ")
    let base = columns.indices.contains(base) ? look.label(columns[base].id).string : "none"
    return [
      VisibleText("tokview \(version)"),
      "text " + name + VisibleText("\(edited), \(document?.byteCount ?? 0) bytes\(digest)"),
      VisibleText(
        "view \(view.fileName), \(size.width)x\(size.height), \(settingsLine(base: base, ids: ids, look: look))"),
    ]
  }

  /// File name of an export: the last part of the text's name, the view with its layer and head, of a picture what is particular about it and
  /// the size of the screen. From letters, digits, `-`, `_` and `.` only.
  package func exportName(_ format: ExportFormat, isFull: Bool) -> String {
    let name = (document?.name ?? "empty").string.split(separator: "/").last ?? ""
    let plain = name.unicodeScalars.map { scalar -> Character in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-_.".unicodeScalars.contains(scalar))
        ? Character(scalar) : "-"
    }
    let stem = String(plain.drop { $0 == "." || $0 == "-" }.prefix(60))
    var parts = [stem.isEmpty ? "text" : stem, view.fileName + placeName]
    if format.isPicture {
      if format != .txt, view == .compare, Geometry(self, size: size, look: look).arrangement == .rows(.tint) {
        parts.append(Skin.tint.rawValue)
      }
      if isFull { parts.append("full") }
      parts.append("\(size.width)x\(size.height)")
    }
    return parts.joined(separator: "-") + "." + format.rawValue
  }

  /// `-L2H3` where a view shows one layer and head, `-L2` for the mean of its heads and for routing; empty for others.
  private var placeName: String {
    switch view {
    case .compare, .terms, .damage, .vocabulary, .seam, .explain: return ""
    case .metrics: return metrics.scope == .corpus ? "-corpus" : ""
    case .attention, .words: return attentionPlace.map { "-L\($0.layer)" + ($0.head.map { "H\($0)" } ?? "") } ?? ""
    case .routing: return routingLayer.map { "-L\($0)" } ?? ""
    }
  }

  /// What the header of an export says of the settings.
  private func settingsLine(base: String, ids: String, look: Look) -> String {
    guard view != .compare, columns.indices.contains(active) else {
      let arrangement =
        switch Geometry(self, size: size, look: look).arrangement {
        case .columns: "columns"
        case .rows: "rows"
        case .list: "list"
        }
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
    if view == .vocabulary {
      let kind = vocabulary.kind?.rawValue ?? "all"
      let order = "order \(vocabulary.order.rawValue), kind \(kind), show \(vocabulary.show.rawValue)"
      return "\(order), base \(base), tokenizer \(look.label(columns[active].id).string)"
    }
    if view == .explain {
      let place = "byte \(cursor), step \(stepper.step + 1) of \(stepper.answer?.count ?? 1)"
      return "\(place), base \(base), tokenizer \(look.label(columns[active].id).string)"
    }
    if view == .seam { return "seam at byte \(cursor), tokenizers \(ids)" }
    if view == .damage {
      let source = document?.pair.map { "pair \(look.label($0.name).string)" }
      let noise = "kind \(damage.kind.rawValue), rate \(damage.rate) %, seed \(damage.seed)"
      return "\(source ?? noise), tokenizer \(look.label(columns[active].id).string), tokenizers \(ids)"
    }
    var parts = ["tokenizer \(look.label(columns[active].id).string)"]
    if view == .routing {
      if let layer = routingLayer { parts.append("layer \(layer)") }
      parts.append("policy \(heat.policy.rawValue)")
    } else if let place = attentionPlace {
      parts.append("layer \(place.layer), head \(place.head.map(String.init) ?? "mean")")
      parts.append("scale \(heat.scale.rawValue), sink \(heat.sink.rawValue), direction \(heat.direction.rawValue)")
      if heat.showsDigits, view == .attention { parts.append("digits") }
    }
    if let trace { parts.append(trace.summary) }
    return parts.joined(separator: ", ")
  }
}

extension State.View {
  /// As file names, headers and the export command call it.
  package var fileName: String { self == .attention ? "attn" : rawValue }

  /// Whether data and pictures of all are of the whole text, not of the part that the view reads at once.
  package var exportsWholeText: Bool { self == .compare }
}
