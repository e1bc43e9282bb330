import Analysis
import Inference
import Screen
import UnicodeText

/// What the views of the model share: cells of heat, numbers, names of tokens, legends.
extension Painter {
  /// Whether cells of attention are digits: on words the text itself carries the weight.
  var showsDigits: Bool { state.heat.showsDigits && state.view != .words }

  /// One cell of heat for a place between dark and bright; nil is no number. With colours the background carries it, else a shade;
  /// `asDigit` writes its tenth, with or without colours.
  func heatCell(_ position: Double?, asDigit: Bool = false) -> (glyph: Glyph, style: Style) {
    guard let position else { return (look.theme.notANumber, look[.dim]) }
    let style = look.theme.heatStyle(position)
    if asDigit { return (VisibleText("\(min(9, max(0, Int(position * 10))))").glyphs[0], style ?? look[.text]) }
    if let style { return (.space, style) }
    let shades = look.theme.shades
    return (shades[min(shades.count - 1, max(0, Int(position * Double(shades.count))))], look[.text])
  }

  /// The cell of one weight of `plane` under the chosen scale.
  func heatCell(of plane: AttentionPlane, query: Int, key: Int) -> (glyph: Glyph, style: Style) {
    guard let weight = plane[query: query, key: key] else { return (.space, look[.text]) }
    if plane.isMasked(key) { return (look.theme.notANumber, look[.dim]) }
    return heatCell(state.heat.scale.position(weight, maximum: plane.maximum), asDigit: showsDigits)
  }

  /// Steps of heat that can be told apart.
  var heatLevelCount: Int {
    showsDigits ? 10 : look.theme.heat.isEmpty ? look.theme.shades.count : look.theme.heat.count
  }

  /// Digits, shades or colours with the weights at which they begin, then the sinks and the scale.
  func heatLegend(maximum: Double) -> [(VisibleText, Style)] {
    let count = heatLevelCount
    // Of many colours some are named.
    let levels = count <= 6 ? Array(0..<count) : [0, count / 4, count / 2, 3 * count / 4, count - 1]
    // The logarithm tells thousandths apart.
    let places = maximum < 0.2 || state.heat.scale == .logarithm ? 3 : 2
    var out: [(VisibleText, Style)] = [("heat", look[.dim])]
    for level in levels {
      let position = (Double(level) + 0.5) / Double(count)
      let cell = heatCell(position, asDigit: showsDigits)
      let edge = state.heat.scale.weight(at: Double(level) / Double(count), maximum: maximum)
      out.append((VisibleText(glyphs: [cell.glyph]), cell.style))
      out.append((VisibleText(level == 0 ? "0" : decimal(edge, places: places)), look[.dim]))
    }
    return out
  }

  /// The settings that a heat legend names.
  var heatWords: VisibleText {
    let sink =
      switch state.heat.sink {
      case .raw: "sink shown"
      case .masked: "sink masked"
      case .renormalized: "sink left out, rest = 1"
      }
    return VisibleText("\(state.heat.scale.rawValue)  \(sink)")
  }

  /// Writes the parts of a legend from column 1, a blank after each.
  mutating func putLegend(_ parts: [(VisibleText, Style)], then words: [VisibleText], y: Int) {
    var x = 1
    let width = geometry.size.width
    for (text, style) in parts where x + text.width < width {
      x = frame.put(text, x: x, y: y, style: style) + 1
    }
    x += 1
    for word in words where x + word.width < width { x = put(word, x: x, y: y, .dim) + 3 }
  }

  /// A token of the trace as a label: its text, or a name for those that have none.
  func tokenName(_ index: Int, of trace: PieceTrace) -> VisibleText {
    guard let window = state.page?.window, let bytes = trace.trace.tokens[index].bytes else {
      return look.isASCII ? "<s>" : "⟨s⟩"
    }
    guard bytes.upperBound <= window.bytes.count else { return "?" }
    return look.visible(window.bytes[bytes.lowerBound..<min(bytes.upperBound, bytes.lowerBound + 64)])
  }

  /// Which part of the text the model read; nil for all of it. In ids where the whole text is in memory, else in bytes.
  func readPart(of trace: PieceTrace) -> (range: VisibleText, whole: VisibleText)? {
    guard let page = state.page, let document = state.document else { return nil }
    if page.window.bytes.count < document.byteCount {
      let start = page.window.start + trace.bytes.lowerBound
      let end = page.window.start + trace.bytes.upperBound
      return (
        VisibleText("bytes \(grouped(start))..\(grouped(end))"), VisibleText(" of \(grouped(document.byteCount))")
      )
    }
    guard trace.window.count < trace.idCount else { return nil }
    return (
      VisibleText("window \(grouped(trace.window.lowerBound))..\(grouped(trace.window.upperBound))"),
      VisibleText(" of \(grouped(trace.idCount))")
    )
  }

  /// What the active column is called, with its number.
  var activeTitle: VisibleText {
    VisibleText("\(state.active + 1) ") + look.label(state.title(state.active))
  }

  /// `L2H1`, or `L2 mean` for the mean of the heads.
  func headName(_ place: (layer: Int, head: Int?)) -> String {
    place.head.map { "L\(place.layer)H\($0)" } ?? "L\(place.layer) mean"
  }

  /// Why there is nothing of the model to show; nil while there is.
  var heatNotice: VisibleText? {
    if let notice = emptyNotice { return notice }
    guard state.trace == nil else { return nil }
    if state.segmentation(state.active)?.tokens.isEmpty == true {
      return "nothing to read: the vocabulary has no token for any of this text (next tokenizer: j)"
    }
    if let failure = state.modelFailure { return failure }
    return "the model is reading ..."
  }
}

/// A number with `places` decimals, rounded half away from zero, without a 0 before the point; `nan` and `inf` by name.
func decimal(_ value: Double, places: Int = 2) -> String {
  if value.isNaN { return "nan" }
  guard value.magnitude < 1e15 else { return value < 0 ? "-inf" : "inf" }
  var power = 1
  for _ in 0..<places { power *= 10 }
  let scaled = Int((value.magnitude * Double(power)).rounded())
  let digits = String(scaled % power)
  let fraction = String(repeating: "0", count: places - (places == 0 ? 0 : digits.utf8.count)) + digits
  let whole = scaled / power
  let sign = value < 0 && scaled != 0 ? "-" : ""
  if places == 0 { return sign + "\(whole)" }
  return sign + (whole == 0 ? "" : "\(whole)") + "." + fraction
}

extension State.View {
  /// As the tabs call it.
  var title: String {
    switch self {
    case .compare: "Compare"
    case .attention: "Attn"
    case .words: "Words"
    case .routing: "Routing"
    case .metrics: "Metrics"
    case .terms: "Terms"
    case .damage: "Damage"
    case .seam: "Seam"
    case .explain: "Explain"
    case .vocabulary: "Vocabulary"
    }
  }
}

extension Painter {
  /// What is set in a view of the model, most important first.
  var heatSettings: [VisibleText] {
    var title = state.view.title.uppercased()
    switch state.view {
    case .attention: title += " \(state.heat.form.rawValue)"
    case .words: title += " \(state.heat.direction.rawValue)"
    case .compare, .routing, .metrics, .terms, .damage, .vocabulary, .seam, .explain: break
    }
    var out = [VisibleText(title)]
    out.append(activeTitle)
    if state.view == .routing { out += routingSettings }
    return out
  }
}
