import Analysis
import TestSupport
import Testing

@Suite struct NoiseTests {
  static let text = Array(
    String(
      repeating: "The modern attorney recalls 1,048 clauses; İstanbul'da çeşitli şirketler «Öz» 中文 e\u{301}.\n",
      count: 120
    ).utf8)

  @Test(arguments: NoiseKind.allCases) func sameSeedSameText(kind: NoiseKind) {
    let noise = Noise(kind: kind, rate: 20, seed: 7)
    #expect(noise.damage(Self.text) == noise.damage(Self.text))
    #expect(noise.damage(Self.text) != Noise(kind: kind, rate: 20, seed: 8).damage(Self.text))
    let none = Noise(kind: kind, rate: 0, seed: 7).damage(Self.text)
    #expect(none.damaged == Self.text && none.changes == 0 && none.map.edits.isEmpty && none.places != 0)
    #expect(Noise(kind: kind, rate: .nan, seed: 1).rate == 0 && Noise(kind: kind, rate: 1e9, seed: 1).rate == 100)
  }

  /// The share of damage is what was asked for, within five standard deviations; a swap takes a second letter, which then is not counted.
  @Test(arguments: NoiseKind.allCases, [1.0, 5, 20, 50]) func damagesTheShareAskedFor(kind: NoiseKind, rate: Double) {
    for seed in 1...4 as ClosedRange<UInt64> {
      let text = Noise(kind: kind, rate: rate, seed: seed).damage(Self.text)
      let places = Double(text.places ?? 0)
      let deviation = (places * rate / 100 * (1 - rate / 100)).squareRoot()
      #expect(places > 2_000)
      #expect(abs(Double(text.changes) - places * rate / 100) < 5 * deviation + 1, "\(kind) \(rate) % seed \(seed)")
    }
    let all = Noise(kind: kind, rate: 100, seed: 3).damage(Self.text)
    #expect(all.changes == all.places)
  }

  /// What the map says of equal stretches holds byte for byte, on any bytes, and images never go back.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6]) func mapsWhatItDid(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let pool = Array("rnclvvriABeo01 \n".utf8) + [0xFF, 0xC3, 0xA9, 0xE4, 0xB8, 0xAD, 0x00]
      let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in pool.randomElement(using: &generator)! }
      let noise = Noise(
        kind: NoiseKind.allCases.randomElement(using: &generator)!,
        rate: Double(Int.random(in: 0...100, using: &generator)), seed: .random(in: 0...99, using: &generator))
      let text = noise.damage(bytes)
      #expect(
        text.correct == bytes && text.map.correctCount == bytes.count && text.map.damagedCount == text.damaged.count)
      var last = 0
      for offset in 0...bytes.count {
        guard let image = text.map.image(of: offset) else { continue }
        #expect(image.lowerBound >= last, "seed \(seed) round \(round)")
        last = image.lowerBound
      }
      for (stretch, isEqual) in text.map.stretches {
        if isEqual {
          #expect(bytes[stretch.correct] == text.damaged[stretch.damaged], "seed \(seed) round \(round)")
        } else {
          #expect(!stretch.correct.isEmpty || !stretch.damaged.isEmpty)
        }
      }
      #expect(text.map.stretches.last?.edit.correct.upperBound ?? 0 == bytes.count)
      // Bytes that are not UTF-8 are all still there, in order.
      let invalid = { (bytes: [UInt8]) in bytes.filter { $0 == 0xFF || $0 == 0x00 } }
      #expect(invalid(bytes) == invalid(text.damaged))
    }
  }

  /// More damage damages what less did.
  @Test func aHigherRateAddsErrors() {
    let words = Array(String(repeating: "see also ", count: 60).utf8)
    func changed(_ rate: Double) -> Set<Int> {
      Set(Noise(kind: .lookAlike, rate: rate, seed: 5).damage(words).map.edits.map(\.correct.lowerBound))
    }
    #expect(changed(10).isSubset(of: changed(30)) && changed(30).isSubset(of: changed(100)))
    #expect(changed(10).count < changed(30).count)
  }

  /// Each kind makes its own errors.
  @Test func makesTheErrorsOfItsKind() {
    func results(_ kind: NoiseKind, _ text: String) -> Set<String> {
      Set(
        (0..<400).map {
          String(decoding: Noise(kind: kind, rate: 100, seed: $0).damage(Array(text.utf8)).damaged, as: UTF8.self)
        })
    }
    #expect(results(.ocr, "rn").isSuperset(of: ["m"]) && results(.ocr, "cl").contains("d"))
    #expect(results(.ocr, "S") == ["5"] && results(.ocr, "U") == ["V"] && results(.ocr, "z") == ["z"])
    // A blank comes inside a word only.
    #expect(results(.ocr, "ez").contains("e z") && !results(.ocr, "e").contains("e "))
    #expect(results(.lookAlike, "a") == ["\u{430}"] && results(.lookAlike, "0") == ["O"])
    #expect(results(.lookAlike, "1") == ["l", "I"] && results(.lookAlike, "q7") == ["q7"])
    #expect(results(.typo, "a").isSuperset(of: ["", "aa"]) && results(.typo, "ab").contains("ba"))
    #expect(results(.typo, "S").contains("SS") && results(.typo, "7 .") == ["7 ."])
    #expect(results(.typo, "ğ") == ["", "ğğ"])
  }
}
