import Analysis
import UnicodeText

/// Bytes of a text as the screen shows them.
extension Look {
  /// How the text under study is made visible.
  var options: VisibleOptions {
    var options = VisibleOptions(ascii: isASCII)
    options.space = VisibleText(glyphs: [glyphs.space])
    options.lineFeed = VisibleText(glyphs: [glyphs.newline])
    options.tab = VisibleText(glyphs: [glyphs.tab])
    return options
  }

  /// Bytes as glyphs, spaces and line ends marked.
  func visible(_ bytes: ArraySlice<UInt8>) -> VisibleText { VisibleText(bytes: bytes, options: options) }

  /// The same in quotation marks; only the beginning of what is long.
  func quoted(_ bytes: ArraySlice<UInt8>) -> VisibleText { "\"" + visible(bytes.prefix(256)) + "\"" }

  /// A label from outside, such as a title.
  func label(_ string: String) -> VisibleText { VisibleText(string, options: isASCII ? .asciiInterface : .interface) }

  /// A label that was made visible without regard to `isASCII`.
  func label(_ text: VisibleText) -> VisibleText { isASCII ? label(text.string) : text }

  /// Between tokens in columns where some, but not all, cut.
  var separatorSome: Glyph { VisibleText(isASCII ? "]" : "┤").glyphs[0] }
  /// Between tokens in columns where only this tokenizer cuts.
  var separatorOnly: Glyph { VisibleText(isASCII ? "!" : "╢").glyphs[0] }
  /// Between tokens in columns where a suffix follows.
  func suffixSeparator(_ share: CutShare) -> Glyph {
    switch share {
    case .all: VisibleText(isASCII ? ":" : "├").glyphs[0]
    case .some: VisibleText(isASCII ? "}" : "┼").glyphs[0]
    case .only: VisibleText(isASCII ? ";" : "╫").glyphs[0]
    }
  }

  /// The form of a marker or a morpheme, which has angle brackets in some.
  func form(_ text: String) -> VisibleText {
    guard isASCII, text.hasPrefix("⟨"), text.hasSuffix("⟩") else { return label(text) }
    return label("<" + text.dropFirst().dropLast() + ">")
  }

  /// Between columns; without colour it must not look like a cut.
  var columnEdge: Glyph { VisibleText(isASCII ? "#" : hasColor ? "│" : "║").glyphs[0] }
}

extension VisibleText {
  /// The text, or its beginning and an ellipsis when it takes more than `limit` cells.
  func clipped(to limit: Int, look: Look) -> VisibleText {
    if width <= limit { return self }
    let ellipsis: VisibleText = look.isASCII ? ".." : "…"
    guard limit > ellipsis.width else { return VisibleText() }
    var out: [Glyph] = []
    var room = limit - ellipsis.width
    for glyph in glyphs {
      room -= Int(glyph.width)
      if room < 0 { break }
      out.append(glyph)
    }
    return VisibleText(glyphs: out) + ellipsis
  }

  /// The text with blanks after it up to `width` cells, clipped when it is wider.
  func padded(to width: Int, look: Look) -> VisibleText {
    let text = clipped(to: width, look: look)
    return text + VisibleText(glyphs: Array(repeating: .space, count: max(0, width - text.width)))
  }
}
