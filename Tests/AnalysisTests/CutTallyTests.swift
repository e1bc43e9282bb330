import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct CutTallyTests {
  private func alignment(_ first: [Int], _ second: [Int], _ count: Int) throws -> Alignment {
    Alignment([
      try AlignmentTests.segmentation(first, byteCount: count),
      try AlignmentTests.segmentation(second, byteCount: count),
    ])
  }

  @Test func workedExample() throws {
    var tally = CutTally()
    tally.add(try alignment([3, 5], [3, 6], 8), continues: false)
    #expect(tally.documents == 1 && tally.bytes == 8 && tally.places == 1 && tally.differingBytes == 5)
    #expect(tally.shared == 1 && tally.onlyFirst == 1 && tally.onlySecond == 1 && tally.agreement == 1.0 / 3)
  }

  @Test func nothingAgrees() throws {
    #expect(CutTally().agreement == 1 && CutTally().documents == 0)
    var tally = CutTally()
    tally.add(try alignment([], [], 0), continues: false)
    tally.add(try alignment([], [], 5), continues: false)
    #expect(tally.documents == 2 && tally.bytes == 5 && tally.agreement == 1 && tally.places == 0)
  }

  /// Documents in pieces are counted as they are whole, and as sets of cuts say.
  @Test(arguments: 0..<200 as Range<UInt64>) func piecesCountAsTheWhole(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var tally = CutTally()
    var whole = CutTally()
    var sets = [Set<Int>(), Set<Int>()]
    var bytes = 0
    var places = 0
    var differing = 0
    let documents = Int.random(in: 1...3, using: &random)
    for _ in 0..<documents {
      let count = Int.random(in: 0...30, using: &random)
      func cuts() -> [Int] { (1..<max(1, count)).filter { _ in Bool.random(using: &random) } }
      let rows = [cuts(), cuts()]
      whole.add(try alignment(rows[0], rows[1], count), continues: false)
      // Pieces end where both cut.
      let ends = rows[0].filter { rows[1].contains($0) && Bool.random(using: &random) } + [count]
      var start = 0
      for (index, end) in ends.enumerated() {
        let parts = rows.map { $0.filter { $0 > start && $0 < end }.map { $0 - start } }
        tally.add(try alignment(parts[0], parts[1], end - start), continues: index > 0)
        start = end
      }
      // Stretches between shared cuts with a cut of one of them.
      let shared = [0] + rows[0].filter(rows[1].contains) + [count]
      for (low, high) in zip(shared, shared.dropFirst()) where rows.joined().contains(where: { $0 > low && $0 < high })
      {
        places += 1
        differing += high - low
      }
      for row in 0..<2 { sets[row].formUnion(rows[row].map { $0 + bytes }) }
      bytes += count
    }
    #expect(tally == whole, "seed \(seed)")
    #expect(tally.documents == documents && tally.bytes == bytes, "seed \(seed)")
    #expect(tally.places == places && tally.differingBytes == differing, "seed \(seed)")
    #expect(tally.shared == sets[0].intersection(sets[1]).count, "seed \(seed)")
    #expect(tally.onlyFirst == sets[0].subtracting(sets[1]).count, "seed \(seed)")
    #expect(tally.onlySecond == sets[1].subtracting(sets[0]).count, "seed \(seed)")
  }
}
