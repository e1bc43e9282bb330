import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct BoundaryStabilityTests {
  private static let correct = "The United States Senate is responsible for the"
  private static let damaged = "Thc Vnited S tates 5enate is nesp0nslbe for the"

  @Test func alignsTheScannedSentence() throws {
    let text = try #require(DamagedText(correct: Array(Self.correct.utf8), damaged: Array(Self.damaged.utf8)))
    // e→c, U→V, a blank, S→5, r→n, o→0, and two of `ible` against `lbe`.
    #expect(text.changes == 8 && text.places == nil)
    #expect(text.map.edits[0] == EditMap.Edit(correct: 2..<3, damaged: 2..<3))
    #expect(text.map.edits[2] == EditMap.Edit(correct: 12..<12, damaged: 12..<13))
    #expect(text.map.image(of: 12) == 12...13 && text.map.image(of: 13) == 14...14)
    #expect(text.map.image(of: 47) == 47...47 && text.map.inverse.image(of: 13) == 12...12)
  }

  @Test func countsWhatStayed() {
    // The example of the type.
    let map = EditMap(aligning: Array("The Senate".utf8), with: Array("Thc S enate".utf8))!
    let stability = BoundaryStability(correct: [3, 7], damaged: [2, 3, 5, 8], map: map)
    #expect(stability.kept.map(\.correct) == [3, 7] && stability.kept.map(\.damaged) == [3, 8])
    #expect(stability.lost == [] && stability.new == [2, 5] && stability.keptShare == 1 && stability.jaccard == 0.5)
    // Inside a replaced stretch there is no place to stay.
    let merged = EditMap(edits: [EditMap.Edit(correct: 4..<6, damaged: 4..<5)], correctCount: 6, damagedCount: 5)
    #expect(merged.image(of: 5) == nil && merged.image(of: 4) == 4...4 && merged.image(of: 6) == 5...5)
    #expect(BoundaryStability(correct: [4, 5], damaged: [4], map: merged).lost == [5])
    // A cut of the damaged text counts once, though the letter between two cuts is gone.
    let gone = EditMap(edits: [EditMap.Edit(correct: 2..<3, damaged: 2..<2)], correctCount: 4, damagedCount: 3)
    #expect(BoundaryStability(correct: [2, 3], damaged: [2], map: gone).kept.count == 1)
    let none = BoundaryStability(correct: [], damaged: [], map: gone)
    #expect(none.keptShare == nil && none.jaccard == 1)
  }

  /// The greedy walk keeps as many cuts as the best of all one-to-one assignments.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func keepsAsManyAsAnyAssignment(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let bytes = (0..<Int.random(in: 1...14, using: &generator)).map { _ in
        "rnmcld e".utf8.randomElement(using: &generator)!
      }
      let noise = Noise(kind: NoiseKind.allCases.randomElement(using: &generator)!, rate: 50, seed: UInt64(round))
      let text = noise.damage(bytes)
      func cuts(_ count: Int) -> [Int] {
        (0..<max(1, count)).dropFirst().filter { _ in Bool.random(using: &generator) }
      }
      let (correct, damaged) = (cuts(bytes.count), cuts(text.damaged.count))
      let stability = BoundaryStability(correct: correct, damaged: damaged, map: text.map)
      #expect(stability.kept.count == most(correct, damaged, text.map), "seed \(seed) round \(round)")
      #expect(stability.kept.count + stability.lost.count == correct.count)
      #expect(stability.kept.count + stability.new.count == damaged.count)
      for (place, cut) in stability.kept { #expect(text.map.image(of: place)!.contains(cut)) }
    }
  }

  /// Tries every assignment.
  private func most(_ correct: [Int], _ damaged: [Int], _ map: EditMap) -> Int {
    guard let first = correct.first else { return 0 }
    let rest = Array(correct.dropFirst())
    var best = most(rest, damaged, map)
    for cut in damaged where map.image(of: first)?.contains(cut) == true {
      best = max(best, 1 + most(rest, damaged.filter { $0 != cut }, map))
    }
    return best
  }

  /// As few characters as the recursive distance, and the edits make one text of the other.
  @Test(arguments: [UInt64(1), 2, 3]) func alignsWithTheFewestEdits(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      func random() -> [UInt8] {
        (0..<Int.random(in: 0...7, using: &generator)).flatMap { _ in
          [[0x61], [0x62], [0xC3, 0xA9], [0xFF]].randomElement(using: &generator)! as [UInt8]
        }
      }
      let (a, b) = (random(), random())
      let map = EditMap(aligning: a, with: b)!
      #expect(
        map.edits.count == distance(characters(a)[...], characters(b)[...]), "seed \(seed) round \(round): \(a) \(b)")
      for (stretch, isEqual) in map.stretches where isEqual { #expect(a[stretch.correct] == b[stretch.damaged]) }
      // Back and forth, a place comes to itself.
      for offset in 0...a.count {
        guard let image = map.image(of: offset), let back = map.inverse.image(of: image.lowerBound) else { continue }
        #expect(back.contains(offset), "seed \(seed) round \(round)")
      }
    }
  }

  private func characters(_ bytes: [UInt8]) -> [[UInt8]] {
    var out: [[UInt8]] = []
    for byte in bytes { if byte == 0xA9 { out[out.count - 1].append(byte) } else { out.append([byte]) } }
    return out
  }

  private func distance(_ a: ArraySlice<[UInt8]>, _ b: ArraySlice<[UInt8]>) -> Int {
    guard let left = a.first, let right = b.first else { return a.count + b.count }
    if left == right { return distance(a.dropFirst(), b.dropFirst()) }
    return 1
      + min(
        distance(a.dropFirst(), b.dropFirst()), distance(a.dropFirst(), b), distance(a, b.dropFirst()))
  }

  @Test func longTextsAreNotAligned() {
    let long = [UInt8](repeating: 0x61, count: 20_000)
    #expect(EditMap(aligning: long, with: [UInt8](repeating: 0x62, count: 20_000)) == nil)
    // What is equal at both ends costs nothing.
    let map = EditMap(aligning: long + [0x62] + long, with: long + [0x63] + long)
    #expect(map?.edits == [EditMap.Edit(correct: 20_000..<20_001, damaged: 20_000..<20_001)])
  }
}
