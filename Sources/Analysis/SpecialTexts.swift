/// Spellings of special tokens: the usual ones, any `<|name|>`, and those of tokenizers' files.
struct SpecialTexts {
  private static let usual: [[UInt8]] = [
    "<s>", "</s>", "<unk>", "<pad>", "<mask>", "<bos>", "<eos>", "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[INST]",
    "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>",
  ].map { Array($0.utf8) }

  private static let beginnings: Set<[UInt8]> = Set(
    ["<s>", "<bos>", "[CLS]", "<|begin_of_text|>", "<|startoftext|>", "<|bos|>", "<|begin▁of▁sentence|>"].map {
      Array($0.utf8)
    })

  private let spellings: Set<[UInt8]>
  /// Lengths of the spellings, the longest first.
  private let lengths: [Int]
  private let firstBytes: Set<UInt8>

  init(_ own: [[UInt8]]) {
    // A space or a letter that some file calls special would be found everywhere.
    spellings = Set(SpecialTexts.usual + own.filter { $0.count > 1 && $0.contains { $0 > 0x20 } })
    lengths = Set(spellings.map(\.count)).sorted(by: >)
    firstBytes = Set(spellings.compactMap(\.first)).union([0x3C])
  }

  /// Bytes of the longest spelling at `offset`; nil where there is none.
  func length(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard firstBytes.contains(bytes[offset]) else { return nil }
    let own = lengths.first { length in
      offset + length <= bytes.count && spellings.contains(Array(bytes[offset..<offset + length]))
    }
    guard let marked = SpecialTexts.marked(at: offset, in: bytes) else { return own }
    return max(marked, own ?? 0)
  }

  /// Bytes of `<|`, letters, digits and underscores, `|>`.
  private static func marked(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard offset + 4 < bytes.count, bytes[offset] == 0x3C, bytes[offset + 1] == 0x7C else { return nil }
    var end = offset + 2
    while end < bytes.count, end - offset < 64, bytes[end] == 0x5F || isAlphanumeric(bytes[end]) { end += 1 }
    guard end > offset + 2, end + 1 < bytes.count, bytes[end] == 0x7C, bytes[end + 1] == 0x3E else { return nil }
    return end + 2 - offset
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Whether a spelling is that of a token that begins a text.
  static func begins(_ spelling: Slice<UnsafeBufferPointer<UInt8>>) -> Bool { beginnings.contains(Array(spelling)) }
}
