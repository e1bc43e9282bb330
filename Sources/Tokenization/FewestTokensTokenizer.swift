/// Fewest-tokens baseline: cuts each pretoken into as few tokens as its vocabulary allows.
///
/// Dynamic programming from the left: the least number of tokens for each prefix is one more than the least over all
/// tokens that end there; of several the one with the longest last token is taken, and so on from the end to the start.
/// Merges play no part. A pretoken of n bytes takes O(n + m), m being the places where a token occurs in it.
///
/// Example: tokens `ab abc bcde ef` on `abcdef`: `abc|d|ef` and `a|bcde|f` have three tokens, no cut has two; the longest
/// last token decides for `abc|d|ef`.
package struct FewestTokensTokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  private let pretokens: CachedPretokens<FewestTokensModel>

  package init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    pretokens = CachedPretokens(model: FewestTokensModel(vocabulary: vocabulary), vocabulary: vocabulary)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    pretokens.encode(text, into: &ids)
  }

  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    pretokens.derivation(at: offset, of: text, in: vocabulary) { _, _, ids, steps in
      var start = 0
      for id in ids {
        let end = start + vocabulary.byteCount(of: id)
        steps.take(start..<end, as: id) { _ in .shortestPath(total: ids.count) }
        start = end
      }
    }
  }
}

/// What `FewestTokensTokenizer` does with one pretoken.
struct FewestTokensModel: PretokenModel {
  private let automaton: TokenAutomaton
  /// The least number of tokens for each prefix, the empty one first.
  private var totals: [UInt32] = []
  /// The last token of each prefix but the empty one.
  private var lasts: [TokenAutomaton.Entry] = []

  init(vocabulary: Vocabulary) { automaton = TokenAutomaton(vocabulary: vocabulary, direction: .forward) }

  mutating func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let count = pretoken.count
    if lasts.count < count {
      lasts = [TokenAutomaton.Entry](repeating: TokenAutomaton.none, count: count)
      totals = [UInt32](repeating: 0, count: count + 1)
    }
    var state = TokenAutomaton.start
    for end in 1...count {
      state = automaton.step(state, pretoken[end - 1])
      var entry = automaton.longest(at: state)
      var least = UInt32.max
      // Longest first, and only a strictly smaller total replaces: ties stay with the longest last token.
      while entry != TokenAutomaton.none {
        let total = totals[end - automaton.length(of: entry)] + 1
        if total < least {
          least = total
          lasts[end - 1] = entry
        }
        entry = automaton.shorter[Int(entry)]
      }
      totals[end] = least
    }
    let first = ids.count
    var end = count
    while end > 0 {
      let entry = lasts[end - 1]
      ids.append(automaton.ids[Int(entry)])
      end -= automaton.length(of: entry)
    }
    ids[first...].reverse()
  }
}
