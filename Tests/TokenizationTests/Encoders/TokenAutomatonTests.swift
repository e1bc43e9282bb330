import TestSupport
import Testing

@testable import Tokenization

@Suite struct TokenAutomatonTests {
  /// All tokens at each place of `text`, the longest first.
  static func matches(_ automaton: TokenAutomaton, _ text: [UInt8]) -> [[TokenID]] {
    var state = TokenAutomaton.start
    return text.map { byte in
      state = automaton.step(state, byte)
      var out: [TokenID] = []
      var entry = automaton.longest(at: state)
      while entry != TokenAutomaton.none {
        out.append(automaton.ids[Int(entry)])
        entry = automaton.shorter[Int(entry)]
      }
      return out
    }
  }

  @Test func findsTheLongestEndings() {
    let vocabulary = Vocabulary.tokens(["ab", "abc"])
    let forward = TokenAutomaton(vocabulary: vocabulary, direction: .forward)
    #expect(Self.matches(forward, Array("abc".utf8)) == [[0x61], [256, 0x62], [257, 0x63]])
    let backward = TokenAutomaton(vocabulary: vocabulary, direction: .backward)
    #expect(Self.matches(backward, Array("cba".utf8)) == [[0x63], [0x62], [257, 256, 0x61]])
    #expect(backward.longest(from: 257, atMost: 2) == 256)
    #expect(backward.longest(from: 257, atMost: 1) == 0x61)
  }

  @Test func findsAllTokensEverywhere() {
    let seed: UInt64 = 1975
    var random = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let vocabulary = Vocabulary.random(
        alphabet: [[0x61], [0x62], [0x63]], merges: Int.random(in: 1...80, using: &random), longest: 12, using: &random)
      let tokens = vocabulary.ids.map { (id: $0, bytes: Array(vocabulary.bytes(of: $0))) }.sorted {
        $0.bytes.count > $1.bytes.count
      }
      let text = (0..<80).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
      let endings = text.indices.map { end in tokens.filter { text[...end].ends(with: $0.bytes) }.map(\.id) }
      let forward = TokenAutomaton(vocabulary: vocabulary, direction: .forward)
      #expect(Self.matches(forward, text) == endings, "seed \(seed), round \(round)")
      let beginnings = text.indices.map { start in tokens.filter { text[start...].starts(with: $0.bytes) }.map(\.id) }
      let backward = TokenAutomaton(vocabulary: vocabulary, direction: .backward)
      #expect(Self.matches(backward, text.reversed()) == beginnings.reversed(), "seed \(seed), round \(round)")
    }
  }

  @Test func leavesOutWhatTextNeverBecomes() throws {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    entries += [(256, Array("ab".utf8)), (257, Array("cd".utf8)), (258, Array("ef".utf8)), (259, Array("gh".utf8))]
    let vocabulary = try Vocabulary(
      name: "v", entries: entries, merges: [Merge(left: 0x65, right: 0x66, result: 258)], pattern: .tokview,
      addedTokens: [
        .init(id: 256, content: Array("ab".utf8), special: true),
        .init(id: 257, content: Array("cd".utf8), special: false),
      ], scaffoldTokens: [258])
    #expect(GreedyTokenizer(vocabulary: vocabulary).pieces("abcdefgh") == "a|b|c|d|e|f|gh")
  }

  @Test func theTrieGrowsWithItsNodes() {
    var trie = ByteTrie()
    var random = SeededGenerator(seed: 3)
    var nodes: [[UInt8]: UInt32] = [[]: 0]
    for _ in 0..<20_000 {
      var node: UInt32 = 0
      var path: [UInt8] = []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        path.append(UInt8.random(in: 0...9, using: &random))
        node = trie.insert(path[path.count - 1], below: node)
        #expect(nodes[path, default: node] == node)
        nodes[path] = node
      }
    }
    #expect(trie.count == nodes.count)
    #expect(
      nodes.allSatisfy { path, node in
        path.isEmpty || nodes[path.dropLast()].map { trie.child(of: $0, at: path[path.count - 1]) } == node
      })
    var depth: UInt32 = 0
    for node in trie.nodesByDepth() {
      #expect(trie.parents[node].depth >= depth)
      depth = trie.parents[node].depth
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count) == other[...] }
}
