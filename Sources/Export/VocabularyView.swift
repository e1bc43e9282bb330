import Analysis
import Explorer
import Formats
import UnicodeText

/// `tokview/vocabulary/1`: the entries that the vocabulary view lists, in its order.
struct VocabularyView: ViewReport {
  let listed: VocabularyBrowser.Request
  let answer: VocabularyBrowser.Answer
  let show: VocabularyBrowser.Show
  /// Name of the text whose uses are counted.
  let document: String

  private var listing: VocabularyListing { answer.facts.listing }

  var objects: [JSONValue] {
    let query = listed.query
    return [
      [
        "schema": "tokview/vocabulary/1", "document": .string(document), "tokenizer": .string(listed.tokenizer),
        "beside": listed.other.map { .string($0) } ?? .null, "vocabulary": .string(listing.vocabulary.name),
        "size": .integer(listing.count), "order": .string(query.order.rawValue), "show": .string(show.rawValue),
        "kind": query.kind.map { .string($0.rawValue) } ?? .null,
        "find": query.text.isEmpty ? .null : .hex(query.text), "entries": .array(answer.rows.map(json)),
      ]
    ]
  }

  private func json(_ entry: Int) -> JSONValue {
    let bytes = listing.bytes(entry)
    let facts = answer.facts
    var members: [String: JSONValue] = [
      "id": listing.id(entry).map { .integer(Int($0)) } ?? .null, "kind": .string(listing.kind(entry).rawValue),
      "bytes": .integer(listing.byteCount(entry)), "rank": listing.rank(entry).map { .integer($0) } ?? .null,
      "joins": .array(listing.parts(entry).map { .integer(Int(listing.innerID($0))) }),
      "uses": facts.uses.map { .integer($0[entry]) } ?? .null,
      "reach": facts.reach[entry].map { .string("\($0)") } ?? .null,
    ]
    if isMorpheme(entry) {
      members["form"] = .string(form(entry))
    } else {
      members["text"] = .text(bytes)
      members["hex"] = .hex(bytes)
    }
    if listing.id(entry) != listing.innerID(entry) { members["internal"] = .integer(Int(listing.innerID(entry))) }
    return .object(members)
  }

  var tsv: String {
    let heading = ["id", "internal", "entry", "hex", "bytes", "kind", "rank", "joins", "uses", "reach"]
    return TabSeparated.line(heading) + answer.rows.lazy.map(line).joined()
  }

  private func line(_ entry: Int) -> String {
    let bytes = listing.bytes(entry)
    let facts = answer.facts
    return TabSeparated.line([
      listing.id(entry).map { "\($0)" } ?? "", "\(listing.innerID(entry))",
      isMorpheme(entry) ? form(entry) : VisibleText(bytes: bytes).string,
      isMorpheme(entry) ? "" : Hexadecimal.string(bytes), "\(listing.byteCount(entry))", listing.kind(entry).rawValue,
      listing.rank(entry).map { "\($0)" } ?? "",
      listing.parts(entry).map { "\(listing.innerID($0))" }.joined(separator: " "),
      facts.uses.map { "\($0[entry])" } ?? "", facts.reach[entry].map { "\($0)" } ?? "",
    ])
  }

  /// The name of a morpheme without the hyphen that suffixes begin with: the kind says it.
  private func form(_ entry: Int) -> String {
    let name = String(decoding: listing.bytes(entry), as: UTF8.self)
    return name.hasPrefix("-") ? String(name.dropFirst()) : name
  }

  /// Whether an entry's bytes are its name, not what it stands for.
  private func isMorpheme(_ entry: Int) -> Bool {
    switch listing.kind(entry) {
    case .root, .suffix, .marker: true
    case .byte, .merge, .digits, .scaffold, .added, .special: false
    }
  }
}
