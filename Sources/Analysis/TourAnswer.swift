import Tokenization

/// The answer to a sample's question: words with places for what the tokenizers do, which are filled from their segmentations.
///
/// Places, with ids as after `-t` and TEXT as it first stands in the sample:
/// - `{tokens:ID}`: tokens of the whole sample;
/// - `{count:ID:TEXT}`: tokens that have a byte of TEXT;
/// - `{pieces:ID:TEXT}`: TEXT with its cuts.
///
/// Example: `{count:bpe:ab} tokens: {pieces:bpe:ab}` over the text `ab`, cut into single bytes, says `2 tokens: a│b`.
package struct TourAnswer: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case words(String)
    case tokens(String)
    case count(String, [UInt8])
    case pieces(String, [UInt8])
  }

  /// What takes the place of a part.
  package enum Value: Hashable, Sendable {
    case words(String)
    case number(Int)
    /// Pieces of the text, in order.
    case pieces([Range<Int>])
  }

  package let parts: [Part]

  /// Reads a template; nil where a brace is not closed or holds something else.
  package init?(_ template: String) {
    var parts: [Part] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { parts.append(.words(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}"),
        let part = TourAnswer.part(rest[rest.index(after: open)..<close])
      else { return nil }
      parts.append(part)
      rest = rest[rest.index(after: close)...]
    }
    if rest.contains("}") { return nil }
    if !rest.isEmpty { parts.append(.words(String(rest))) }
    self.parts = parts
  }

  private static func part(_ text: Substring) -> Part? {
    let words = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, !words[1].isEmpty else { return nil }
    let id = String(words[1])
    if words.count == 2 { return words[0] == "tokens" ? .tokens(id) : nil }
    let wanted = Array(words[2].utf8)
    if wanted.isEmpty { return nil }
    switch words[0] {
    case "count": return .count(id, wanted)
    case "pieces": return .pieces(id, wanted)
    default: return nil
    }
  }

  /// Ids of the tokenizers that the places need, each once.
  package var tokenizers: [String] {
    var ids: [String] = []
    for part in parts {
      switch part {
      case .words: continue
      case .tokens(let id), .count(let id, _), .pieces(let id, _): if !ids.contains(id) { ids.append(id) }
      }
    }
    return ids
  }

  /// One value for each part; nil where the segmentation is not there or the text does not hold what the place names.
  package func values(in text: [UInt8], segmentation: (String) throws -> Segmentation?) rethrows -> [Value?] {
    try parts.map { part in
      switch part {
      case .words(let words): return .words(words)
      case .tokens(let id): return try segmentation(id).map { .number($0.tokenCount) }
      case .count(let id, let wanted):
        guard let cut = try segmentation(id), let range = Expectation.range(of: wanted, in: text) else { return nil }
        return .number(cut.tokens(overlapping: range).count { !$0.isVirtual })
      case .pieces(let id, let wanted):
        guard let cut = try segmentation(id), let range = Expectation.range(of: wanted, in: text) else { return nil }
        var pieces: [Range<Int>] = []
        for token in cut.tokens(overlapping: range) where !token.isVirtual {
          pieces.append(max(token.start, range.lowerBound)..<min(token.end, range.upperBound))
        }
        return .pieces(pieces)
      }
    }
  }
}
