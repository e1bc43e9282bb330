import Analysis
import Tokenization

/// The vocabulary view: which entries of the active column's vocabulary it lists, and which one the cursor is on.
package struct VocabularyBrowser: Sendable {
  /// What is listed, beside a kind and a text.
  package enum Show: String, Hashable, Sendable, CaseIterable {
    case all, unreachable, inside, unused, used
    /// With the base column: in both vocabularies, in the active column's alone, in the base's alone.
    case shared, only
    case baseOnly = "base-only"

    /// Whether it needs another column to compare with.
    var compares: Bool { self == .shared || self == .only || self == .baseOnly }
  }

  /// What the engine is asked to list.
  package struct Request: Hashable, Sendable {
    /// Whose entries are listed.
    package let tokenizer: String
    /// With which it is compared; nil for none.
    package let other: String?
    package let query: VocabularyQuery
    /// The document whose uses are counted, and its bytes.
    package let generation: Int
    package let byteCount: Int

    package init(tokenizer: String, other: String?, query: VocabularyQuery, generation: Int, byteCount: Int) {
      self.tokenizer = tokenizer
      self.other = other
      self.query = query
      self.generation = generation
      self.byteCount = byteCount
    }
  }

  /// What the engine answers, each time more is known.
  package struct Answer: Sendable {
    package let facts: VocabularyFacts
    /// Entries in the order in which they are listed.
    package let rows: [Int]
    /// Bytes of the document in which uses are counted so far.
    package let countedBytes: Int

    package init(facts: VocabularyFacts, rows: [Int], countedBytes: Int) {
      self.facts = facts
      self.rows = rows
      self.countedBytes = countedBytes
    }
  }

  /// An entry that the engine is asked about.
  package struct Place: Hashable, Sendable {
    package let tokenizer: String
    package let entry: Int
    package let others: [String]

    package init(tokenizer: String, entry: Int, others: [String]) {
      self.tokenizer = tokenizer
      self.entry = entry
      self.others = others
    }
  }

  package internal(set) var order = VocabularyQuery.Order.id
  package internal(set) var show = Show.all
  package internal(set) var kind: TokenKind?
  /// Bytes that the listed entries contain.
  package internal(set) var text: [UInt8] = []
  /// Row at the cursor.
  package internal(set) var selected = 0
  package internal(set) var showsDetails = false
  /// What `answer` answers.
  package private(set) var listed: Request?
  package private(set) var answer: Answer?
  /// Whether the tokenizer that was asked for has no vocabulary.
  package private(set) var isMissing = false
  package private(set) var details: EntryDetails?
  private(set) var described: Place?
  var question = Question<Request>()
  var placeQuestion = Question<Place>()

  package init(
    order: VocabularyQuery.Order = .id, show: Show = .all, kind: TokenKind? = nil, text: [UInt8] = [],
    showsDetails: Bool = false
  ) {
    self.order = order
    self.show = show
    self.kind = kind
    self.text = text
    self.showsDetails = showsDetails
  }

  var rows: [Int] { answer?.rows ?? [] }
  /// The entry at the cursor.
  var entry: Int? { rows.indices.contains(selected) ? rows[selected] : nil }
  /// True while what is shown is not what was asked for last.
  var isWaiting: Bool { question.isWaiting && !isMissing }

  mutating func ask(_ request: Request) -> Int? {
    // What has no vocabulary has none in another order either.
    isMissing = isMissing && question.request?.tokenizer == request.tokenizer
    return question.ask(request)
  }

  /// Lets be asked once more what is not known: of every entry, and of `byteCount` bytes of the document.
  mutating func askAgain(byteCount: Int) {
    let isPart = answer.map { !$0.facts.reach.isComplete || $0.countedBytes < byteCount } ?? false
    question.askAgain(isPart: isPart)
    placeQuestion.askAgain()
  }

  mutating func receive(_ answer: Answer?, number: Int) {
    guard let asked = question.answer(number) else { return }
    guard let answer else {
      isMissing = true
      listed = asked
      self.answer = nil
      selected = 0
      return
    }
    // Another text changes the uses alone.
    let isSame = listed?.tokenizer == asked.tokenizer && listed?.query == asked.query
    let entry = self.entry
    self.answer = answer
    listed = asked
    if !isSame {
      selected = 0
    } else if selected > 0, let entry, let row = answer.rows.firstIndex(of: entry) {
      selected = row
    }
    selected = max(0, min(selected, answer.rows.count - 1))
  }

  mutating func receive(_ details: EntryDetails?, number: Int) {
    guard let place = placeQuestion.answer(number) else { return }
    self.details = details
    described = place
  }

  /// Moves the cursor to the entry with this id in the vocabulary; false where it is not listed.
  mutating func move(to id: TokenID) -> Bool {
    guard let listing = answer?.facts.listing, let row = rows.firstIndex(where: { listing.innerID($0) == id }) else {
      return false
    }
    selected = row
    return true
  }

  /// Moves the cursor, kept inside the list.
  mutating func move(by step: Int) { selected = max(0, min(selected + step, rows.count - 1)) }
}
