/// Longest-match baseline: takes the longest token at one end of what is left of the pretoken, again and again.
///
/// From the left the longest prefix, from the right the longest suffix; merges play no part. One pass over the pretoken
/// finds the longest token at every byte (`TokenAutomaton`), so a pretoken of n bytes takes O(n).
///
/// Example: tokens `ab abc cde` on `abcde`: from the left `abc|d|e`, from the right `ab|cde`.
package struct GreedyTokenizer: Tokenizer {
  /// The end from which the pretoken is eaten.
  package enum Side: Sendable, Hashable, CaseIterable {
    case left
    case right
  }

  package let vocabulary: Vocabulary
  package let side: Side
  private let pretokens: CachedPretokens<GreedyModel>

  package init(vocabulary: Vocabulary, from side: Side = .left) {
    self.vocabulary = vocabulary
    self.side = side
    pretokens = CachedPretokens(model: GreedyModel(vocabulary: vocabulary, side: side), vocabulary: vocabulary)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    pretokens.encode(text, into: &ids)
  }

  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    pretokens.derivation(at: offset, of: text, in: vocabulary) { _, pretoken, ids, steps in
      switch side {
      case .left:
        var start = 0
        for id in ids {
          let end = start + vocabulary.byteCount(of: id)
          steps.take(start..<end, as: id) { .longestPrefix(length: $0) }
          start = end
        }
      case .right:
        var end = pretoken.count
        for id in ids.reversed() {
          let start = end - vocabulary.byteCount(of: id)
          steps.take(start..<end, as: id) { .longestSuffix(length: $0) }
          end = start
        }
      }
    }
  }
}

/// What `GreedyTokenizer` does with one pretoken.
struct GreedyModel: PretokenModel {
  private let automaton: TokenAutomaton
  private let side: GreedyTokenizer.Side
  /// The longest token that starts (from the left) or ends (from the right) at each byte.
  private var longest: [TokenAutomaton.Entry] = []

  init(vocabulary: Vocabulary, side: GreedyTokenizer.Side) {
    self.side = side
    automaton = TokenAutomaton(vocabulary: vocabulary, direction: side == .left ? .backward : .forward)
  }

  mutating func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let count = pretoken.count
    if longest.count < count { longest = [TokenAutomaton.Entry](repeating: TokenAutomaton.none, count: count) }
    var state = TokenAutomaton.start
    switch side {
    case .left:
      for index in stride(from: count - 1, through: 0, by: -1) {
        state = automaton.step(state, pretoken[index])
        longest[index] = automaton.longest(at: state)
      }
      var start = 0
      while start < count {
        let entry = longest[start]
        ids.append(automaton.ids[Int(entry)])
        start += automaton.length(of: entry)
      }
    case .right:
      for index in 0..<count {
        state = automaton.step(state, pretoken[index])
        longest[index] = automaton.longest(at: state)
      }
      let first = ids.count
      var end = count
      while end > 0 {
        let entry = longest[end - 1]
        ids.append(automaton.ids[Int(entry)])
        end -= automaton.length(of: entry)
      }
      ids[first...].reverse()
    }
  }
}
