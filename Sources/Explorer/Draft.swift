import UnicodeText

/// An edited text: what it was made from stays as it is.
package struct Draft: Sendable {
  /// Most bytes of a text that is edited.
  package static let limit = 1 << 20

  /// What it was made from, as it was opened.
  let source: Document
  package private(set) var original: [UInt8]
  package private(set) var text: [UInt8]
  /// Byte of `text` before which characters come in.
  package private(set) var caret: Int
  private(set) var history = EditHistory()

  init(_ text: [UInt8], of source: Document, caret: Int) {
    self.source = source
    original = text
    self.text = text
    self.caret = max(0, min(caret, text.count))
  }

  /// Whether it differs from what it was made from.
  package var isEdited: Bool { text != original }

  /// As it is shown.
  var document: Document {
    Document(
      source: source.source, name: source.name, note: source.note, byteCount: text.count,
      digest: nil, pair: isEdited ? nil : source.pair, isEdited: isEdited, part: source.part)
  }

  /// The byte that stands for the caret where a token is looked for: that of the character before it.
  var anchor: Int { Graphemes.start(before: caret, in: text) }

  // MARK: Caret

  mutating func move(to offset: Int) {
    caret = max(0, min(offset, text.count))
    history.seal()
  }

  /// The start of the caret's line.
  var lineStart: Int {
    var start = caret
    while start > 0, text[start - 1] != 0x0A { start -= 1 }
    return start
  }

  /// The end of the caret's line, before its line feed.
  var lineEnd: Int { text[caret...].firstIndex(of: 0x0A) ?? text.count }

  /// The start of the word that ends before the caret, spaces after it included.
  var wordStart: Int {
    var start = caret
    while start > 0, Draft.isBlank(text[start - 1]) { start -= 1 }
    while start > 0, !Draft.isBlank(text[start - 1]) { start -= 1 }
    return start
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  // MARK: Changes

  /// Replaces `range` and puts the caret behind what comes in.
  mutating func replace(_ range: Range<Int>, with bytes: [UInt8], _ kind: EditHistory.Kind, number: Int) {
    let edit = TextEdit(offset: range.lowerBound, removed: Array(text[range]), inserted: bytes)
    guard edit.removed != edit.inserted else { return }
    history.record(edit, kind, caret: caret, number: number)
    edit.apply(to: &text)
    caret = range.lowerBound + bytes.count
  }

  /// Takes the last step back and says what it was.
  mutating func undo(number: Int) -> EditHistory.Step? {
    guard let step = history.undo(number: number) else { return nil }
    step.edit.inverse.apply(to: &text)
    caret = step.caret
    return step
  }

  mutating func redo(number: Int) -> EditHistory.Step? {
    guard let step = history.redo(number: number) else { return nil }
    step.edit.apply(to: &text)
    caret = step.edit.offset + step.edit.inserted.count
    return step
  }

  /// The same text and history, made from `source`, whose text is `saved`.
  func saved(_ saved: [UInt8], as source: Document) -> Draft {
    var draft = Draft(text, of: source, caret: caret)
    draft.original = saved
    draft.history = history
    return draft
  }
}
