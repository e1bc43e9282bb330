import TestSupport
import Testing

@testable import UnicodeText

@Suite struct GraphemesTests {
  /// All places between clusters, from the start.
  private func boundaries(_ bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBufferPointer { buffer in
      var out = [0]
      while let last = out.last, last < buffer.count { out.append(GraphemeBreaker.clusterEnd(from: last, in: buffer)) }
      return out
    }
  }

  @Test func stepsOverClusters() {
    let text = Array("a👩‍👩‍👧e\u{301}\r\n🇹🇷🇩🇪".utf8) + [0xFF, 0xE2, 0x82, 0x41]
    var places: [Int] = [0]
    while let last = places.last, last < text.count { places.append(Graphemes.end(after: last, in: text)) }
    #expect(places == boundaries(text) && places.count == 11)
    #expect(Graphemes.end(after: text.count, in: text) == text.count && Graphemes.start(before: 0, in: text) == 0)
  }

  /// Steps back go to the same places as steps on; from inside a cluster to its start.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func agreesWithAllBoundaries(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let parts =
      [
        "a", "b ", "\n", "\r\n", "\r", "\u{301}", "é", "👩", "\u{200D}", "🇹", "🇷", "क", "\u{94D}", "ष", "한", "\u{1100}",
        "\u{1161}",
        "\u{600}", "中", "\0",
      ].map { Array($0.utf8) } + [[0xFF], [0xF0, 0x9F], [0xC3]]
    for _ in 0..<200 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0...30, using: &generator) { text += parts.randomElement(using: &generator)! }
      let all = boundaries(text)
      for offset in 0...text.count {
        #expect(Graphemes.start(before: offset, in: text) == all.last { $0 < offset } ?? 0, "\(text) before \(offset)")
      }
      for place in all.dropLast() { #expect(Graphemes.end(after: place, in: text) == all.first { $0 > place }) }
    }
  }

  /// A cluster without end is stepped through in parts, each in bounded time.
  @Test func longClusters() {
    let text = Array("x".utf8) + Array(String(repeating: "\u{301}", count: 100_000).utf8)
    var place = text.count
    var steps = 0
    while place > 0 {
      let next = Graphemes.start(before: place, in: text)
      #expect(next < place && (next == 0 || text[next] & 0xC0 != 0x80))
      place = next
      steps += 1
    }
    #expect(steps <= 200_001 / 4000 + 2)
    place = 0
    while place < text.count {
      let next = Graphemes.end(after: place, in: text)
      #expect(next > place && next <= text.count)
      place = next
    }
  }
}
