@testable import Tokenization

/// One token a byte, and a marker before every capital.
struct MarkingTokenizer: MorphologicalTokenizer {
  private static let marker: TokenID = 256
  let vocabulary: Vocabulary

  init() throws {
    let entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    let base = try Vocabulary(name: "marking", entries: entries, merges: [], pattern: .tokview)
    vocabulary = Vocabulary(extending: base, name: "marking", kinds: [.marker], byteCount: 5) { arena, endName in
      arena += "Title".utf8
      endName(arena.count)
    }
  }

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    for byte in text {
      if (0x41...0x5A).contains(byte) { ids.append(Self.marker) }
      ids.append(TokenID(byte))
    }
  }

  func segmentation(of text: [UInt8]) -> Segmentation {
    var tokens: [Token] = []
    for (offset, byte) in text.enumerated() {
      if (0x41...0x5A).contains(byte) {
        tokens.append(Token(id: Self.marker, start: offset, end: offset, kind: .marker))
      }
      tokens.append(Token(id: TokenID(byte), start: offset, end: offset + 1, kind: .byte))
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  func derivation(at offset: Int, of text: [UInt8]) -> Derivation { Derivation(steps: []) }

  func readings(at offset: Int, of text: [UInt8], count: Int) -> [WordReading] {
    [WordReading(parts: [.init(kind: .root, id: nil, range: offset..<offset + 1)], cost: 7)]
  }

  func description(of id: TokenID) -> MorphemeDescription? {
    id == Self.marker ? MorphemeDescription(form: "⟨Title⟩", gloss: "a capital", allomorphs: []) : nil
  }
}
