import Tokenization

/// The open editor: what belongs to the time that it is open. Text, caret and history are in the `Draft`.
package struct Editor: Sendable {
  /// What stands below the compared tokenizers.
  package enum Pane: CaseIterable, Hashable, Sendable {
    /// The model's panel, where there is a model and it is on.
    case model
    /// Counts while typing, and warnings.
    case typing
    /// The text before and after the caret, encoded apart and together.
    case seam
  }

  /// Tokens after each change that was shown, newest last.
  static let historyLimit = 256

  package internal(set) var pane: Pane
  /// The text when the editor was opened.
  let start: [UInt8]
  /// The cell that the caret keeps to while it goes up and down.
  var goal: Int?
  /// Tokens of the whole text by tokenizer id, each time they were known.
  package private(set) var counts: [String: [Int]] = [:]
  /// How many tokens the last change gave or took.
  package private(set) var change: [String: Int] = [:]
  /// Changes that `change` is about.
  package private(set) var changedKeys = 0
  /// Changes that were not asked to be shown yet, and those that are on their way.
  var pendingKeys = 0
  var sentKeys = 0
  /// False while keys follow each other: the model waits.
  var isIdle = true

  init(_ text: [UInt8], pane: Pane) {
    start = text
    self.pane = pane
  }

  /// Takes in the counts of the text that is shown now; nil where they are not known yet.
  mutating func note(_ counted: [String: Int]?) {
    change = [:]
    guard let counted else { return }
    changedKeys = sentKeys
    sentKeys = 0
    for (id, count) in counted {
      if let before = counts[id]?.last { change[id] = count - before }
      counts[id, default: []].append(count)
      if let extra = counts[id].map({ $0.count - Editor.historyLimit }), extra > 0 { counts[id]?.removeFirst(extra) }
    }
  }
}

/// What was asked for to show drafts, and is on its way.
struct DraftRequests: Sendable {
  /// Generation of the document that is being read to be edited.
  var reading: Int?
  /// Whether the text changed after it was last asked to be shown.
  var isStale = false
  /// Names the last pause in typing that was asked for.
  var lastWait = 0
  /// The place of the draft that is being saved, and its text.
  var saving: (position: Int, text: [UInt8])?
  /// Whether leaving was answered once by what would be lost.
  var hasWarned = false
}

/// A text that becomes a sample of the user.
package struct NewSample: Hashable, Sendable {
  /// Where it comes among the samples.
  package let place: Int
  /// The number before its name.
  package let number: Int
  package let title: String
  package let language: String
  package let domain: String
  package let note: String
  package let body: [UInt8]

  package init(place: Int, number: Int, title: String, language: String, domain: String, note: String, body: [UInt8]) {
    self.place = place
    self.number = number
    self.title = title
    self.language = language
    self.domain = domain
    self.note = note
    self.body = body
  }

  /// The file's name without number and extension: small letters and digits of the title, joined by `-`.
  package var slug: String {
    var out = ""
    for scalar in title.unicodeScalars {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      if isPlain { out += scalar.properties.lowercaseMapping } else if out.last != "-", !out.isEmpty { out += "-" }
      if out.utf8.count >= 40 { break }
    }
    while out.last == "-" { out.removeLast() }
    return out.isEmpty ? "text" : out
  }

  /// `07-slug`.
  package var name: String { (number < 10 ? "0" : "") + "\(number)-" + slug }
}
