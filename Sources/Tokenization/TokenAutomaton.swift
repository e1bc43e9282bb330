/// Finds, at every byte, the longest token that ends there or, reading backwards, the longest that starts there.
///
/// Method: Aho and Corasick, "Efficient string matching", 1975, over the tokens' bytes (reversed for `.backward`). A
/// state stands for a path in the trie of all tokens; a fall-back link leads to the longest proper suffix of the path
/// that is a path too. Reading a text of n bytes takes O(n) steps whatever the tokens are, also where every position
/// begins long tokens; each further match at a position is one step along `shorter`.
///
/// Tokens that ordinary text never becomes (added, special and scaffold tokens) are left out.
///
/// Example: tokens `a b c ab abc` forward over `abc`: longest endings `a`, `ab`, `abc`; shorter than `abc`: `c`.
struct TokenAutomaton: Sendable {
  enum Direction: Sendable {
    /// From the left; matches are those that end at a byte.
    case forward
    /// From the right; matches are those that start at a byte.
    case backward
  }

  /// An entry of the vocabulary; `none` where there is no token.
  typealias Entry = UInt32
  static let none = Entry.max

  /// The state before the first byte.
  static let start: UInt32 = 0

  let ids: [TokenID]
  /// Bytes of each entry.
  let lengths: [UInt32]
  /// The longest token at a state; for a vocabulary never `none` after a byte, because all single bytes are tokens.
  private let longest: [Entry]
  /// The next shorter match at the same place, for each entry: its longest proper suffix (backward: prefix) that is a token.
  let shorter: [Entry]
  private let fallBack: [UInt32]
  private let trie: ByteTrie

  init(vocabulary: Vocabulary, direction: Direction) {
    // The part of each token that is read first; 0 for none, otherwise its entry + 1.
    var firstParts = [Entry](repeating: 0, count: vocabulary.count)
    for merge in vocabulary.merges {
      guard let result = vocabulary.entry(of: merge.result),
        let part = vocabulary.entry(of: direction == .forward ? merge.left : merge.right)
      else { continue }
      firstParts[result] = Entry(part) + 1
    }
    self.init(
      ids: vocabulary.ids, arena: vocabulary.arena, offsets: vocabulary.offsets, direction: direction,
      firstParts: firstParts,
      isIncluded: { entry in
        switch vocabulary.kinds[entry] {
        // A byte that is an added token too is still what is left of a text.
        case .added, .special: vocabulary.byteTokens.contains(vocabulary.ids[entry])
        case .scaffold, .root, .suffix, .marker: false
        case .byte, .merge, .digits: true
        }
      })
  }

  /// For `contents`, not empty and no two alike, whose entries are their indices; other bytes give `none`.
  init(contents: [[UInt8]], direction: Direction) {
    var offsets: [UInt32] = [0]
    for content in contents { offsets.append(offsets[offsets.count - 1] + UInt32(content.count)) }
    self.init(
      ids: contents.indices.map(TokenID.init), arena: Array(contents.joined()), offsets: offsets, direction: direction,
      firstParts: [], isIncluded: { _ in true })
  }

  private init(
    ids: [TokenID], arena: [UInt8], offsets: [UInt32], direction: Direction, firstParts: [Entry],
    isIncluded: (Int) -> Bool
  ) {
    self.ids = ids
    lengths = ids.indices.map { offsets[$0 + 1] - offsets[$0] }
    // Tokens share prefixes: the bundled vocabularies have 2.5 nodes a token.
    var trie = ByteTrie(expectedCount: min(arena.count, 3 * ids.count))
    var terminal: [Entry] = [TokenAutomaton.none]
    var nodes = [UInt32](repeating: TokenAutomaton.start, count: ids.count)
    for entry in ids.indices where isIncluded(entry) {
      var range = Int(offsets[entry])..<Int(offsets[entry + 1])
      var node = TokenAutomaton.start
      // Tried: reading on where the first part of a merge ended makes the trie in half of the time.
      if entry < firstParts.count, firstParts[entry] > 0 {
        let part = Int(firstParts[entry]) - 1
        node = nodes[part]
        if node != TokenAutomaton.start {
          let count = Int(lengths[part])
          range = direction == .forward ? range.dropFirst(count) : range.dropLast(count)
        }
      }
      switch direction {
      case .forward: for index in range { node = trie.insert(arena[index], below: node) }
      case .backward: for index in range.reversed() { node = trie.insert(arena[index], below: node) }
      }
      while terminal.count < trie.count { terminal.append(TokenAutomaton.none) }
      terminal[Int(node)] = Entry(entry)
      nodes[entry] = node
    }
    var fallBack = [UInt32](repeating: TokenAutomaton.start, count: trie.count)
    var shorter = [Entry](repeating: TokenAutomaton.none, count: ids.count)
    for node in trie.nodesByDepth() {
      let (parent, byte, depth) = trie.parents[node]
      if depth > 1 {
        var state = fallBack[Int(parent)]
        while true {
          if let child = trie.child(of: state, at: byte) {
            fallBack[node] = child
            break
          }
          if state == TokenAutomaton.start { break }
          state = fallBack[Int(state)]
        }
      }
      let inherited = terminal[Int(fallBack[node])]
      if terminal[node] == TokenAutomaton.none {
        terminal[node] = inherited
      } else {
        shorter[Int(terminal[node])] = inherited
      }
    }
    trie.dropParents()
    self.trie = trie
    self.fallBack = fallBack
    self.shorter = shorter
    longest = terminal
  }

  /// The state after `byte`.
  func step(_ state: UInt32, _ byte: UInt8) -> UInt32 {
    var state = state
    while true {
      if let child = trie.child(of: state, at: byte) { return child }
      if state == TokenAutomaton.start { return state }
      state = fallBack[Int(state)]
    }
  }

  /// The longest token at `state`, a state that `step` gave.
  func longest(at state: UInt32) -> Entry { longest[Int(state)] }

  func length(of entry: Entry) -> Int { Int(lengths[Int(entry)]) }

  /// The longest match at the place of `entry` that has at most `limit` bytes, `limit` at least 1.
  func longest(from entry: Entry, atMost limit: Int) -> Entry {
    var entry = entry
    while length(of: entry) > limit { entry = shorter[Int(entry)] }
    return entry
  }
}
