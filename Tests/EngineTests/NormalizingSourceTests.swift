import Engine
import TestSupport
import Testing
import TokenizerTraining
import UnicodeText

@Suite struct NormalizingSourceTests {
  /// Chunks of any size give the text that normalising it whole gives.
  @Test(arguments: 0..<40) func chunksHaveNoInfluence(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces: [[UInt8]] =
      [
        "a", "ﬁ", "e\u{301}", "\u{301}\u{323}", "한", "\u{1112}\u{1161}\u{11AB}", "½", "\u{FDFA}", " ", "日本", "Ⅳ",
        "\u{345}",
      ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x80, 0x80], [0xE2, 0x80]]
    let text = (0..<200).flatMap { _ in pieces.randomElement(using: &generator)! }
    for form in NormalForm.allCases {
      let size = Int.random(in: 1...40, using: &generator)
      var source = NormalizingSource(ByteArraySource(text, chunkSize: size), form: form)
      var joined: [UInt8] = []
      while let chunk = try source.nextChunk() { joined += chunk }
      #expect(joined == NormalizedText.bytes(of: text, form: form), "seed \(seed), chunks of \(size)")
    }
  }
}
