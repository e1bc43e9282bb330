import TestSupport
import Tokenization

/// A byte-pair encoder over a few merges of letters and blanks, so that cuts depend on their surroundings.
func smallTokenizer(_ pattern: PretokenPattern = .tokview) throws -> BPETokenizer {
  var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
  var merges: [Merge] = []
  for pair in ["ab", "bc", "abc", " a", " ab", "12", "123", "\n\n", "  ", ". ", "aba", "abab"] {
    let bytes = Array(pair.utf8)
    let split = (1..<bytes.count).first { split in
      entries.contains { $0.bytes == Array(bytes[..<split]) } && entries.contains { $0.bytes == Array(bytes[split...]) }
    }
    guard let split else { preconditionFailure("\(pair) is not made of tokens") }
    func id(_ bytes: ArraySlice<UInt8>) -> TokenID { entries.first { $0.bytes == Array(bytes) }?.id ?? 0 }
    merges.append(Merge(left: id(bytes[..<split]), right: id(bytes[split...]), result: TokenID(entries.count)))
    entries.append((id: TokenID(entries.count), bytes: bytes))
  }
  return BPETokenizer(vocabulary: try Vocabulary(name: "small", entries: entries, merges: merges, pattern: pattern))
}

/// Text in which words, numbers, blanks, line ends, other scripts and broken UTF-8 meet in every way.
func randomText(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
  let parts: [[UInt8]] =
    [
      "ab", "abc", "a", "b", "12", "1234567", " ", "  ", "\n", "\n\n", "\r\n", "\t", ". ", ",", "/", "'s", "é", "ş",
      "漢字", "\u{A0}", "\u{2028}",
      "👩‍👩‍👧", "e\u{301}", "1.25", "٣٤",
    ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x82], [0]]
  var text: [UInt8] = []
  while text.count < count { text += parts.randomElement(using: &generator)! }
  return text
}
