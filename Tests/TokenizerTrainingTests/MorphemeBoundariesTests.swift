import TestSupport
import Testing
import Tokenization

@testable import TokenizerTraining

@Suite struct MorphemeBoundariesTests {
  private static let roots = ["ev", "kitap", "göz", "araba", "masa", "yol", "deniz", "okul", "çocuk", "kapı"]

  private static let analyzer: MorphologicalAnalyzer = {
    var lexicon = TurkishLexicon()
    do {
      try lexicon.add(Array(roots.map { $0 + "\tn\t5\n" }.joined().utf8))
      return MorphologicalAnalyzer(
        lexicon: lexicon, inventory: try SuffixInventory(Repository.read("Sources/CBundle/Turkish/suffixes.tsv") ?? []))
    } catch { fatalError("\(error)") }
  }()

  private func divided(_ words: [(bytes: [UInt8], count: Int)]) throws -> PretokenTable {
    try MorphemeBoundaries(Self.analyzer).divide(PretokenTable(words), bytes: 0)
  }

  @Test func workedExample() throws {
    let table = try divided(words([" evlerde": 3, "Kitaplar": 2, "'ler": 1, " 12": 4, "\n": 5, " kitabı": 1]))
    let parts = Dictionary(
      uniqueKeysWithValues: table.contents.map { (String(decoding: $0.key, as: UTF8.self), $0.value) })
    #expect(
      parts == [
        " ev": 3, "ler": 3, "de": 3, "Kitap": 2, "lar": 2, "'ler": 1, " 12": 4, "\n": 5, " kitab": 1, "ı": 1,
      ])
  }

  @Test func stopsWhenTold() {
    let many = (0..<5_000).map { (bytes: Array("w\($0)".utf8), count: 1) }
    #expect(throws: TrainingError.cancelled) {
      try MorphemeBoundaries(Self.analyzer).divide(PretokenTable(many), bytes: 0) { _ in false }
    }
  }

  /// On text made of known roots and suffixes no token reaches from one part of a word into the next, and what is learned is what a slow
  /// trainer learns from the parts; without boundaries tokens do reach across.
  @Test(arguments: [41, 42, 43] as [UInt64]) func noMergeJoinsAcrossACut(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let suffixes = Self.analyzer.inventory.morphemes.indices.filter {
      ["PL", "LOC", "ABL", "ACC", "GEN", "P1SG", "LI", "SIZ"].contains(Self.analyzer.inventory.morphemes[$0].id)
    }.map { Self.analyzer.inventory.surfaces(of: $0) }
    var text: [[UInt8]: Int] = [:]
    for _ in 0..<400 {
      var word = [0x20] + Array(Self.roots.randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        word += suffixes.randomElement(using: &generator)!.randomElement(using: &generator)!
      }
      text[word, default: 0] += Int.random(in: 1...5, using: &generator)
    }
    // The parts, by the plain way to ask for a reading.
    var parts: [[UInt8]: Int] = [:]
    for (word, count) in text {
      let reading = Self.analyzer.analyses(of: Array(word.dropFirst()))[0]
      for (index, morpheme) in reading.morphemes.enumerated() {
        parts[
          (index == 0 ? [0x20] : [])
            + word.dropFirst()[(morpheme.range.lowerBound + 1)..<morpheme.range.upperBound + 1], default: 0] += count
      }
    }
    let list = text.map { (bytes: $0.key, count: $0.value) }
    let table = try divided(list)
    #expect(table.contents == parts, "seed \(seed)")

    func reachesAcross(_ token: [UInt8]) -> Bool {
      !parts.keys.contains { part in
        part.count >= token.count && (0...part.count - token.count).contains { part[$0...].starts(with: token) }
      }
    }
    let trainer = try BPETrainer(size: 256 + 200)
    let result = try trainer.train(table)
    #expect(result.tokens.count > 256 + 30)
    for token in result.tokens.dropFirst(256) { #expect(!reachesAcross(token), "\(token), seed \(seed)") }
    let slow = slowBPE(parts.map { (bytes: $0.key, count: $0.value) }, size: 256 + 200)
    #expect(result.merges == slow.merges, "seed \(seed)")
    let plain = try trainer.train(PretokenTable(list))
    #expect(plain.tokens.dropFirst(256).contains(where: reachesAcross))
  }
}
