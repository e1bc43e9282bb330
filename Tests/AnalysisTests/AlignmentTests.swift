import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct AlignmentTests {
  /// A segmentation of `byteCount` bytes with these cuts inside.
  static func segmentation(_ cuts: [Int], byteCount: Int) throws -> Segmentation {
    var tokens: [Token] = []
    var start = 0
    for end in cuts + [byteCount] where end > start {
      tokens.append(Token(id: TokenID(tokens.count), start: start, end: end, kind: .merge))
      start = end
    }
    return try Segmentation(tokens: tokens, byteCount: byteCount)
  }

  @Test func workedExample() throws {
    let alignment = Alignment([
      try Self.segmentation([3, 5], byteCount: 8), try Self.segmentation([3, 6], byteCount: 8),
    ])
    #expect(alignment.cuts == [3, 5, 6])
    #expect(alignment.cutRows == [0b11, 0b01, 0b10])
    #expect(alignment.differences == [3..<8])
    #expect(alignment.share(of: 0, at: 3) == .all)
    #expect(alignment.share(of: 0, at: 5) == .only)
    #expect(alignment.share(of: 1, at: 5) == nil)
    #expect(alignment.share(of: 1, at: 8) == .all)
    #expect(alignment.agreement(0, 1) == 1.0 / 3)
    #expect(alignment.rows(withSpan: 0..<3, except: 0) == [1])
    #expect(alignment.rows(withSpan: 3..<5, except: 0) == [])
    #expect(alignment.tokens(of: 1, overlapping: 3..<5).map(\.range) == [3..<6])
    #expect(alignment.tokens(of: 1, overlapping: 5..<7).map(\.range) == [3..<6, 6..<8])
  }

  /// Tokens without bytes, such as a start token, are in no count.
  @Test func virtualTokensAreNotCounted() throws {
    let tokens = [Token(id: 9, start: 0, end: 0, kind: .special), Token(id: 1, start: 0, end: 2, kind: .merge)]
    let virtual = try Segmentation(tokens: tokens, byteCount: 2)
    #expect(virtual.tokenCount == 1)
    #expect(Alignment([virtual, try Self.segmentation([1], byteCount: 2)]).countDelta(of: 0, base: 1) == -1)
  }

  @Test func shareOfThreeRows() throws {
    let rows = try [[2, 4], [4], [4, 6], [2]].map { try Self.segmentation($0, byteCount: 8) }
    let alignment = Alignment(rows)
    #expect(alignment.share(of: 0, at: 2) == .some)
    #expect(alignment.share(of: 1, at: 4) == .some)
    #expect(alignment.share(of: 2, at: 6) == .only)
    #expect(Alignment([rows[0]]).share(of: 0, at: 2) == .all)
  }

  @Test func emptyTextsAndNoRows() throws {
    let none = Alignment([])
    #expect(none.cuts.isEmpty && none.differences.isEmpty && none.byteCount == 0)
    let empty = Alignment([.empty, .empty])
    #expect(empty.differences.isEmpty)
    #expect(empty.agreement(0, 1) == 1)
    #expect(empty.tokens(of: 0, overlapping: 0..<1).isEmpty)
  }

  @Test func stepsThroughDifferences() throws {
    let a = try Self.segmentation([1, 2, 4, 5, 6, 9], byteCount: 10)
    let b = try Self.segmentation([2, 3, 4, 6, 7, 9], byteCount: 10)
    let alignment = Alignment([a, b])
    #expect(alignment.differences == [0..<2, 2..<4, 4..<6, 6..<9])
    #expect(alignment.difference(after: 0) == 2..<4)
    #expect(alignment.difference(after: 6) == nil)
    #expect(alignment.difference(before: 0) == nil)
    #expect(alignment.difference(before: 5) == 4..<6)
    #expect(alignment.difference(at: 8) == 6..<9)
    #expect(alignment.difference(at: 9) == nil)
  }

  @Test func equalsSlowTwin() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<400 {
      let count = Int.random(in: 1...60, using: &generator)
      let rows = Int.random(in: 1...7, using: &generator)
      let density = Int.random(in: 1...8, using: &generator)
      var cuts: [[Int]] = []
      let shared = (1..<max(2, count)).filter { _ in Int.random(in: 0..<8, using: &generator) < density }
      for _ in 0..<rows {
        // Rows that agree in most places make differences of all sizes.
        cuts.append(
          (1..<max(2, count)).filter {
            shared.contains($0) != (Int.random(in: 0..<10, using: &generator) == 0) && $0 < count
          })
      }
      let alignment = Alignment(try cuts.map { try Self.segmentation($0, byteCount: count) })
      let slow = SlowAlignment(cuts: cuts, byteCount: count)
      #expect(alignment.cuts == slow.union)
      #expect(alignment.cuts.map { alignment.count(at: $0) } == slow.union.map { slow.count(at: $0) })
      #expect(alignment.differences == slow.differences)
      for offset in 0..<count {
        #expect(alignment.difference(at: offset) == slow.differences.first { $0.contains(offset) })
        #expect(alignment.difference(after: offset) == slow.differences.first { $0.lowerBound > offset })
        #expect(alignment.difference(before: offset) == slow.differences.last { $0.lowerBound < offset })
      }
      for a in 0..<rows {
        for b in 0..<rows {
          #expect(alignment.agreement(a, b) == slow.agreement(a, b))
          #expect(alignment.countDelta(of: a, base: b) == cuts[a].count - cuts[b].count)
        }
      }
    }
  }

  @Test func sixtyFourRows() throws {
    let rows = try (0..<64).map { try Self.segmentation([$0 + 1], byteCount: 70) }
    let alignment = Alignment(rows)
    #expect(alignment.differences == [0..<70])
    #expect(alignment.count(at: 70) == 64)
    #expect(alignment.share(of: 63, at: 64) == .only)
  }
}

/// The definitions, straight.
private struct SlowAlignment {
  let cuts: [[Int]]
  let byteCount: Int

  var union: [Int] { Set(cuts.joined()).sorted() }

  func count(at offset: Int) -> Int { cuts.filter { $0.contains(offset) }.count }

  var differences: [Range<Int>] {
    let shared = [0] + (1..<max(1, byteCount)).filter { count(at: $0) == cuts.count } + [byteCount]
    return zip(shared, shared.dropFirst()).compactMap { start, end in
      (start + 1..<max(start + 1, end)).contains { count(at: $0) > 0 } ? start..<end : nil
    }
  }

  func agreement(_ a: Int, _ b: Int) -> Double {
    let first = Set(cuts[a])
    let second = Set(cuts[b])
    let union = first.union(second)
    return union.isEmpty ? 1 : Double(first.intersection(second).count) / Double(union.count)
  }
}
