/// The line being typed at the bottom of the screen.
package struct Prompt: Hashable, Sendable {
  /// What the line is for.
  package enum Kind: Hashable, Sendable {
    /// Run, after `:`.
    case command
    /// Looked for, after `/`.
    case search
    /// The name of a sample that the edited text is saved as.
    case sampleName
  }

  /// Most characters of the line.
  package static let limit = 512

  /// Most lines that are remembered of each kind.
  package static let historyLimit = 500

  package let kind: Kind
  package private(set) var text: [Unicode.Scalar] = []
  /// Place in `text` before which characters come in.
  package private(set) var cursor = 0
  /// Names that fit what was typed when completion was last asked for; empty after any other key.
  package var choices: [String] = []
  /// Index into the history of the line that is shown; nil for the user's own.
  private var recalled: Int?
  /// The user's own line while another is shown.
  private var draft: [Unicode.Scalar] = []

  package init(_ kind: Kind = .command) { self.kind = kind }

  /// What can be typed of a line from elsewhere; nil where that is nothing.
  package static func typeable(_ line: String) -> String? {
    var prompt = Prompt()
    prompt.insert(line.unicodeScalars)
    return prompt.text.isEmpty ? nil : prompt.string
  }

  package var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return String(view)
  }

  /// Inserts what is printable; the rest of what is too long is dropped.
  mutating func insert(_ scalars: some Sequence<Unicode.Scalar>) {
    for scalar in scalars where text.count < Prompt.limit {
      guard scalar.value >= 0x20, scalar.value != 0x7F, !(0x80..<0xA0).contains(scalar.value) else { continue }
      text.insert(scalar, at: cursor)
      cursor += 1
    }
  }

  /// Inserts the first line of pasted bytes; those that are not UTF-8 are dropped.
  mutating func paste(_ bytes: [UInt8]) {
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }.prefix(4 * Prompt.limit)
    insert(String(decoding: line, as: UTF8.self).unicodeScalars.filter { $0 != "\u{FFFD}" })
  }

  /// Replaces the line; the cursor comes to its end.
  mutating func replace(_ string: String) {
    text = Array(string.unicodeScalars.prefix(Prompt.limit))
    cursor = text.count
  }

  /// Moves the cursor and deletes.
  mutating func edit(_ action: Action) {
    switch action {
    case .promptLeft: cursor = max(0, cursor - 1)
    case .promptRight: cursor = min(text.count, cursor + 1)
    case .promptStart: cursor = 0
    case .promptEnd: cursor = text.count
    case .promptBackspace: delete(max(0, cursor - 1)..<cursor)
    case .promptDelete: delete(cursor..<min(text.count, cursor + 1))
    case .promptDeleteWord:
      var start = cursor
      while start > 0, text[start - 1] == " " { start -= 1 }
      while start > 0, text[start - 1] != " " { start -= 1 }
      delete(start..<cursor)
    case .promptDeleteBefore: delete(0..<cursor)
    case .promptDeleteAfter: delete(cursor..<text.count)
    default: break
    }
  }

  private mutating func delete(_ range: Range<Int>) {
    text.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// Shows the line given before (`step` -1) or after it (1); after the last comes the user's own.
  mutating func recall(_ step: Int, from history: [String]) {
    let place = (recalled ?? history.count) + step
    guard place >= 0, place <= history.count else { return }
    if recalled == nil { draft = text }
    recalled = place == history.count ? nil : place
    text = recalled.map { Array(history[$0].unicodeScalars) } ?? draft
    cursor = text.count
  }
}
