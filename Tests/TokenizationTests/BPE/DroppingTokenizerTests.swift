import TestSupport
import Testing
import UnicodeText

@testable import Tokenization

@Suite struct DroppingTokenizerTests {
  /// Byte-pair encoding of characters or bytes by the definition: each is looked up, what is not there is left out, then
  /// the neighbours of lowest rank join until none can be joined.
  private struct Twin {
    let vocabulary: Vocabulary
    let unit: Alphabet.Unit
    let known: Set<[UInt8]>

    func ids(of text: [UInt8]) -> [TokenID] {
      let ranges =
        vocabulary.pattern == .whole
        ? [0..<text.count]
        : text.withUnsafeBufferPointer { PretokenScanner(pattern: vocabulary.pattern).pretokens(of: $0) }
      return ranges.flatMap { merged(units(of: Array(text[$0])).compactMap { known.contains($0) ? $0 : nil }) }
    }

    func kept(of text: [UInt8]) -> [UInt8] { units(of: text).flatMap { known.contains($0) ? $0 : [] } }

    private func units(of text: [UInt8]) -> [[UInt8]] {
      if unit == .byte { return text.map { [$0] } }
      return text.withUnsafeBufferPointer { text in
        var units: [[UInt8]] = []
        var position = 0
        while position < text.count {
          let length = UTF8Scanner.decode(at: position, in: text).length
          units.append(Array(text[position..<position + length]))
          position += length
        }
        return units
      }
    }

    private func merged(_ units: [[UInt8]]) -> [TokenID] {
      var tokens = units.compactMap { vocabulary.id(of: $0[...]) }
      while true {
        var best: (rank: Int, index: Int)?
        for index in tokens.indices.dropLast() {
          let rank = vocabulary.merges.firstIndex { $0.left == tokens[index] && $0.right == tokens[index + 1] }
          if let rank, rank < best?.rank ?? .max { best = (rank, index) }
        }
        guard let best else { return tokens }
        tokens[best.index] = vocabulary.merges[best.rank].result
        tokens.remove(at: best.index + 1)
      }
    }
  }

  private static let known = ["a", "b", "c", " ", ".", "é", "\u{2014}", "\u{2026}", "\u{65E5}", "\u{1F600}", "1"].map {
    Array($0.utf8)
  }
  /// The last ones share their first bytes with known characters; one is no text.
  private static let unknown = ["x", "\n", "è", "\u{2603}", "\u{2013}", "\u{65E6}", "\u{1F601}"].map { Array($0.utf8) }
  private static let broken: [[UInt8]] = [[0xFF], [0xE2, 0x80], [0x80], [0xF0, 0x9F, 0x98]]

  private static func tokenizer(
    _ unit: Alphabet.Unit, _ pattern: PretokenPattern, using random: inout SeededGenerator
  ) throws -> (tokenizer: any Tokenizer, twin: Twin) {
    let first = unit == .byte ? Array(Set(known.joined())).sorted().map { [$0] } : known
    var pieces = first
    var merges: [Merge] = []
    for _ in 0..<60 {
      let left = Int.random(in: pieces.indices, using: &random)
      let right = Int.random(in: pieces.indices, using: &random)
      guard pieces[left].count + pieces[right].count < 24, !pieces.contains(pieces[left] + pieces[right]) else {
        continue
      }
      merges.append(Merge(left: TokenID(3 * left), right: TokenID(3 * right), result: TokenID(3 * pieces.count)))
      pieces.append(pieces[left] + pieces[right])
    }
    let members = first.map {
      unit == .byte ? UInt32($0[0]) : String(decoding: $0, as: UTF8.self).unicodeScalars.first!.value
    }
    let alphabet = Alphabet(unit, members)
    // An added token whose character the model has, and one whose character it lacks.
    let added = [("é", pieces.firstIndex(of: Array("é".utf8))), ("\u{2603}", nil)].map { text, index in
      Vocabulary.AddedToken(
        id: index.map { TokenID(3 * $0) } ?? TokenID(3 * pieces.count + (text == "é" ? 0 : 1)),
        content: Array(text.utf8), special: true)
    }
    var entries = pieces.enumerated().map { (id: TokenID(3 * $0), bytes: $1) }
    entries += added.filter { token in !entries.contains { $0.id == token.id } }.map { ($0.id, $0.content) }
    let vocabulary = try Vocabulary(
      name: "test", entries: entries, merges: merges, pattern: pattern, addedTokens: added, alphabet: alphabet)
    let tokenizer = DroppingTokenizer(base: BPETokenizer(vocabulary: vocabulary), alphabet: alphabet)
    #expect(PreparedTokenizer.isNeeded(for: vocabulary))
    return (PreparedTokenizer(tokenizer), Twin(vocabulary: vocabulary, unit: unit, known: Set(first)))
  }

  @Test(arguments: [Alphabet.Unit.byte, .character], [PretokenPattern.whole, .gpt2, .cl100k])
  func equalsTheSlowTwin(unit: Alphabet.Unit, pattern: PretokenPattern) throws {
    var random = SeededGenerator(seed: 2025)
    var emptyTexts = 0
    var safePlaces = 0
    for round in 0..<60 {
      let (tokenizer, twin) = try Self.tokenizer(unit, pattern, using: &random)
      for _ in 0..<30 {
        let share = Double.random(in: 0...1, using: &random)
        let text = (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in
          let list =
            Double.random(in: 0...1, using: &random) < share
            ? Self.known : Bool.random(using: &random) ? Self.unknown : Self.broken
          return list.randomElement(using: &random)!
        }
        let ids = twin.ids(of: text)
        #expect(tokenizer.ids(of: text) == ids, "round \(round): \(text)")
        let cut = tokenizer.segmentation(of: text)
        #expect(cut.tokens.map(\.id) == ids)
        #expect(ids.isEmpty || cut.tokens.last?.end == text.count)
        if ids.isEmpty, !text.isEmpty { emptyTexts += 1 }
        let read = cut.tokens.indices.flatMap { Array(cut.normalized[$0] ?? text[cut.tokens[$0].range]) }
        #expect(read == twin.kept(of: text))
        #expect(try tokenizer.decode(ids) == read)
        let ends = Set(cut.tokens.map(\.end))
        // The last token also has what is left out in later pretokens.
        let last = cut.tokens.last?.start ?? 0
        for offset in text.indices {
          let derivation = tokenizer.derivation(at: offset, of: text)
          #expect(
            derivation.steps.last?.pieces.allSatisfy { ends.contains($0.upperBound) || $0.upperBound > last } ?? true)
        }
        try text.withUnsafeBufferPointer { buffer in
          for place in text.indices.dropFirst() where tokenizer.boundary.isSafe(place, in: buffer) {
            safePlaces += 1
            let (left, right) = (Array(text[..<place]), Array(text[place...]))
            let (first, second) = (tokenizer.segmentation(of: left).tokens, tokenizer.segmentation(of: right).tokens)
            try #require(first.map(\.id) + second.map(\.id) == ids, "\(place) in \(text)")
            #expect(first.map(\.end) + second.map { $0.end + place } == cut.tokens.map(\.end))
          }
        }
      }
    }
    #expect(emptyTexts > 0 && safePlaces > 100)
  }

  @Test(.timeLimit(.minutes(1)), arguments: [Alphabet.Unit.byte, .character])
  func longTextsTakeLinearTime(unit: Alphabet.Unit) throws {
    var random = SeededGenerator(seed: 7)
    let (tokenizer, _) = try Self.tokenizer(unit, .whole, using: &random)
    for piece in ["a", "\u{2603}", "a\u{2603}", "\u{65E5}\u{1F600}", " \u{2603} "] {
      let text = [[UInt8]](repeating: Array(piece.utf8), count: 1_000_000).flatMap { $0 }
      #expect(tokenizer.ids(of: text).count == tokenizer.segmentation(of: text).tokens.count)
    }
  }

  /// Ranks in a derivation are those of the vocabulary, and characters come together unseen.
  @Test func derivationsShowCharacters() throws {
    let alphabet = Alphabet(.character, [0x61, 0x2014])
    let dash = Array("\u{2014}".utf8)
    let vocabulary = try Vocabulary(
      name: "test", entries: [(0, [0x61]), (1, dash), (2, [0x61] + dash)],
      merges: [Merge(left: 0, right: 1, result: 2)],
      pattern: .whole, alphabet: alphabet)
    let tokenizer = DroppingTokenizer(base: BPETokenizer(vocabulary: vocabulary), alphabet: alphabet)
    let steps = tokenizer.derivation(at: 0, of: Array("ax\u{2014}".utf8)).steps
    #expect(steps.count == 2)
    #expect(steps.last?.operation == .merge(rank: 0) && steps.last?.range == 0..<5 && steps.last?.token == 2)
  }
}
