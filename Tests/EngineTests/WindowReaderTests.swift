import Engine
import TestSupport
import Testing
import Tokenization

@Suite struct WindowReaderTests {
  /// The tokens of an exact window are those that the whole text has there.
  @Test(arguments: PretokenPattern.allCases.filter { $0 != .whole })
  func windowHasTheTokensOfTheWhole(pattern: PretokenPattern) throws {
    let tokenizer = try smallTokenizer(pattern)
    var exact = 0
    for seed in UInt64(1)...80 {
      var generator = SeededGenerator(seed: seed)
      let text = randomText(Int.random(in: 1...2_000, using: &generator), using: &generator)
      let reader = WindowReader(size: Int.random(in: 20...200, using: &generator), margin: 120)
      let offset = Int.random(in: 0...text.count, using: &generator)
      let window = try reader.window(of: ByteSource(name: "test", bytes: text), around: offset)
      #expect(window.bytes == Array(text[window.start..<window.end]), "seed \(seed)")
      #expect(window.start <= offset && offset <= window.end, "seed \(seed)")
      guard window.isExact else { continue }
      exact += 1
      let whole = tokenizer.segmentation(of: text).tokens.filter { $0.end > window.start && $0.start < window.end }
      let own = tokenizer.segmentation(of: window.bytes).tokens
      #expect(own.map(\.id) == whole.map(\.id), "seed \(seed)")
      #expect(own.map { $0.start + window.start } == whole.map(\.start), "seed \(seed)")
    }
    #expect(exact > 60)
  }

  @Test func takesAShortTextWhole() throws {
    let text = Array("one two".utf8)
    let window = try WindowReader().window(of: ByteSource(name: "test", bytes: text), around: 3)
    #expect(window.bytes == text && window.start == 0 && window.isExact)
  }

  /// No safe place anywhere: the window says so and does not begin inside a character.
  @Test func saysWhenItIsNotExact() throws {
    let text = Array(String(repeating: "漢", count: 1_000).utf8)
    let window = try WindowReader(size: 100, margin: 50).window(
      of: ByteSource(name: "test", bytes: text), around: 1_500)
    #expect(!window.isExact)
    #expect(window.start % 3 == 0 && window.end % 3 == 0)
  }
}

/// A vocabulary whose added tokens and normalization reach across places where patterns cut.
@Suite struct PreparedWindowTests {
  private static func tokenizer(_ pattern: PretokenPattern) throws -> PreparedTokenizer {
    let base = try smallTokenizer(pattern).vocabulary
    let added = ["b a", "c\n", "\nab", " 12 ", "(a)"].enumerated().map { index, content in
      Vocabulary.AddedToken(
        id: TokenID(400 + index), content: Array(content.utf8), special: false, stripsLeft: index == 4, normalized: true
      )
    }
    let entries =
      base.ids.map { (id: $0, bytes: Array(base.bytes(of: $0))) } + added.map { (id: $0.id, bytes: $0.content) }
    return PreparedTokenizer(
      BPETokenizer(
        vocabulary: try Vocabulary(
          name: "prepared", entries: entries, merges: base.merges, pattern: pattern, addedTokens: added,
          normalForm: .nfkc)))
  }

  @Test(arguments: [PretokenPattern.tokview, .gpt2, .o200k, .whole])
  func windowsAndPiecesHaveTheTokensOfTheWhole(pattern: PretokenPattern) throws {
    let tokenizer = try Self.tokenizer(pattern)
    for seed in UInt64(1)...60 {
      var generator = SeededGenerator(seed: seed)
      let text = randomText(Int.random(in: 1...1_500, using: &generator), using: &generator)
      let source = ByteSource(name: "test", bytes: text)
      let whole = tokenizer.segmentation(of: text)
      let reader = WindowReader(size: Int.random(in: 20...200, using: &generator), margin: 400)
      let window = try reader.window(of: source, around: Int.random(in: 0...text.count, using: &generator))
      let cut = try reader.segmentation(of: window, in: source, by: tokenizer)
      #expect(cut == whole.part(window.start..<window.end), "seed \(seed)")
      var pieces = PieceReader(
        source, pieceSize: Int.random(in: 1...120, using: &generator), boundary: tokenizer.boundary)
      var ids: [TokenID] = []
      while let piece = try pieces.next() { piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) } }
      #expect(ids == whole.tokens.map(\.id), "seed \(seed)")
    }
  }
}
