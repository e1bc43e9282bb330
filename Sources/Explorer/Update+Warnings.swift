import Analysis
import UnicodeText

/// What the shown text is warned about.
package struct ShownWarnings: Sendable {
  /// What the warnings depend on.
  struct Key: Hashable, Sendable {
    let generation: Int
    let byteCount: Int
    /// Columns whose files have special tokens.
    let tokenizers: [String]
  }

  var key: Key?
  package var all = TextWarnings([])
}

extension State {
  /// Looks for warnings where the window or the special tokens of its columns are others than before.
  mutating func refreshWarnings() {
    guard let page, let document else { return }
    let ids = shownIDs.filter { specials[$0]?.isEmpty == false }
    let key = ShownWarnings.Key(generation: page.generation, byteCount: document.byteCount, tokenizers: ids)
    guard warnings.key != key else { return }
    warnings.key = key
    warnings.all = TextWarnings(
      page.window.bytes, specials: ids.flatMap { specials[$0] ?? [] }, isStart: page.window.start == 0,
      isEnd: page.window.end == document.byteCount)
  }

  /// Where each warning is first, and what it says.
  func warningLines(look: Look) -> [(head: VisibleText, tail: VisibleText)] {
    guard let page else { return [] }
    return warnings.all.all.map { warning in
      let place = grouped(page.window.start + warning.first.lowerBound)
      let bytes = page.window.bytes[warning.first]
      return (
        head: VisibleText("\(warning.count > 1 ? "first at byte" : "byte") \(place)  ")
          + look.quoted(bytes.prefix(12)),
        tail: warning.kind.line(count: warning.count)
      )
    }
  }

  /// The same in a word or two, for the border; empty for what every text in the making has.
  func warningBadges(look: Look) -> [VisibleText] {
    warnings.all.all.compactMap { $0.kind.badge(count: $0.count, isASCII: look.isASCII) }
  }
}

extension TextWarning.Kind {
  fileprivate func badge(count: Int, isASCII: Bool) -> VisibleText? {
    switch self {
    case .bidirectional: VisibleText(counted(count, "bidi mark"))
    case .invisible: VisibleText(counted(count, "invisible character"))
    case .invalid: VisibleText(counted(count, "byte") + " not UTF-8")
    case .special: "specials: text"
    case .begin: count < 2 ? nil : VisibleText("\(count)\(isASCII ? "x" : "×")BOS")
    case .loneMark: VisibleText(counted(count, "lone mark"))
    case .notComposed: "not NFC"
    case .trailingSpace: "ends with a space"
    case .trailingWord: nil
    }
  }

  fileprivate func line(count: Int) -> VisibleText {
    switch self {
    case .bidirectional:
      VisibleText(counted(count, "bidi mark") + ": other programs may show the text in another order than it is read")
    case .invisible: VisibleText(counted(count, "invisible character") + ": tokens that nobody sees")
    case .invalid: VisibleText(counted(count, "byte") + " not UTF-8: kept, and cut byte by byte")
    case .special:
      VisibleText(
        counted(count, "spelling") + " of special tokens: cut as ordinary text here, as one token by a careless program"
      )
    case .begin:
      count < 2
        ? "begins with the start of a text: with the one that a program adds there are two"
        : VisibleText("\(count) starts of a text at the start")
    case .loneMark: VisibleText(counted(count, "combining mark") + " with nothing to combine with")
    case .notComposed: "not in normal form C: the same text composed has other bytes, and so other tokens"
    case .trailingSpace:
      "ends with a space: most vocabularies join a space to the word after it, so a model seldom saw this end"
    case .trailingWord: "ends in a word: the last cuts may move with the next character (:seam)"
    }
  }
}
