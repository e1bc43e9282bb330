import TestSupport
import Testing

@testable import TokenizerTraining

@Suite struct PairTableTests {
  @Test func sameAsADictionaryWhileItGrows() {
    var generator = SeededGenerator(seed: 31)
    var table = PairTable(minimumCapacity: 1)
    defer { table.deallocate() }
    var oracle: [UInt64: Int] = [:]
    for _ in 0..<50_000 {
      let key = PairTable.key(
        UInt32.random(in: 0..<300, using: &generator), UInt32.random(in: 0..<300, using: &generator))
      let change = Int.random(in: 0...2, using: &generator)
      table.findOrInsert(key).pointee.count += change
      oracle[key, default: 0] += change
      if change == 0, let slot = table.find(key) {
        slot.pointee.count = 0
        oracle[key] = 0
      }
    }
    var living: [UInt64: Int] = [:]
    table.visitAll { living[$0] = $1 }
    #expect(living == oracle.filter { $0.value > 0 })
    #expect(oracle.allSatisfy { table.find($0.key)?.pointee.count ?? 0 == $0.value })
    #expect(table.find(PairTable.key(300, 300)) == nil)
  }

  @Test func heapGivesCandidatesInOrder() {
    var generator = SeededGenerator(seed: 32)
    var heap = CandidateHeap()
    var all: [CandidateHeap.Candidate] = []
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...40, using: &generator)
      let candidate =
        Bool.random(using: &generator)
        ? CandidateHeap.Candidate(count: count, token: UInt32.random(in: 0..<90, using: &generator))
        : CandidateHeap.Candidate(count: count, pair: UInt64.random(in: 0..<90, using: &generator))
      heap.push(candidate)
      all.append(candidate)
    }
    // Highest count, then tokens before pairs, then lowest ids.
    all.sort { a, b in
      if a.count != b.count { return a.count > b.count }
      if a.isPair != b.isPair { return b.isPair }
      return a.pair < b.pair
    }
    var order: [CandidateHeap.Candidate] = []
    while let first = heap.first {
      order.append(first)
      heap.removeFirst()
    }
    #expect(order.map(\.count) == all.map(\.count))
    #expect(order.map(\.key) == all.map(\.key))
  }
}
