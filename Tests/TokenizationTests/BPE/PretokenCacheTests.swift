import TestSupport
import Testing

@testable import Tokenization

@Suite struct PretokenCacheTests {
  /// Ids that tell pretokens apart: the length, then each byte, cut to `limit` ids.
  private static func ids(of pretoken: some Collection<UInt8>, atMost limit: Int) -> [TokenID] {
    Array(([TokenID(pretoken.count)] + pretoken.reversed().map { TokenID($0) }).prefix(limit))
  }

  /// Encodes `words` as the pretokens of one text.
  ///
  /// - Returns: the ids, and how many pretokens were not in the cache.
  private static func encode(_ words: [[UInt8]], with cache: PretokenCache, atMost limit: Int) -> ([TokenID], Int) {
    let text = Array(words.joined())
    var ends: [Int] = []
    for word in words { ends.append((ends.last ?? 0) + word.count) }
    var ids: [TokenID] = []
    var misses = 0
    text.withUnsafeBufferPointer { text in
      ends.withUnsafeBufferPointer { ends in
        cache.encode(text, from: 0, ends: ends, into: &ids) { pretoken, ids in
          misses += 1
          ids += Self.ids(of: pretoken, atMost: limit)
        }
      }
    }
    return (ids, misses)
  }

  @Test(arguments: [1, 3, 4, 5])
  func givesWhatWasEncodedWhileItGrowsAndForgets(limit: Int) {
    let seed: UInt64 = 47
    var random = SeededGenerator(seed: seed)
    let known = (0..<3000).map { _ in
      (0..<Int.random(in: 1...17, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random) }
    }
    let cache = PretokenCache()
    for size in [0, 0, 40_000, 400_000] {
      cache.grow(for: size)
      let words = (0..<6000).map { _ in known.randomElement(using: &random)! }
      let wanted = words.flatMap { Self.ids(of: $0, atMost: limit) }
      #expect(Self.encode(words, with: cache, atMost: limit).0 == wanted, "seed \(seed)")
    }
  }

  @Test func keepsShortPretokensWithFewTokens() {
    func misses(_ word: [UInt8], atMost limit: Int) -> Int {
      Self.encode([word, word, word], with: PretokenCache(), atMost: limit).1
    }
    let letters = Array("abcdefghijklmnop".utf8)
    #expect(misses(Array(letters.prefix(15)), atMost: 4) == 1)
    #expect(misses(letters, atMost: 4) == 3)
    #expect(misses(Array("abcd".utf8), atMost: 5) == 3)
    // Zeros behind the bytes are no part of a shorter pretoken.
    #expect(Self.encode([[97], [97, 0], [97]], with: PretokenCache(), atMost: 4).1 == 2)
  }

  @Test func whatComesOftenStays() {
    let often = Array(" the".utf8)
    var words: [[UInt8]] = []
    for number in 0..<5000 { words += [Array("\(number)".utf8), often] }
    let cache = PretokenCache()
    #expect(Self.encode(words, with: cache, atMost: 4).1 == 5001)
    cache.grow(for: 100_000)
    #expect(Self.encode([often], with: cache, atMost: 4).1 == 0)
    #expect(cache.capacity > 64)
  }

  @Test func foundFurtherBackMovesAheadAndStays() {
    // Far more pretokens than places: a set holds four, the last place takes what is new.
    let cache = PretokenCache()
    let filler = (0..<2000).map { Array("f\($0)".utf8) }
    _ = Self.encode(filler, with: cache, atMost: 4)
    // From the last place to the front of its set in three steps, from where nothing new drives it away.
    let late = Array("late".utf8)
    #expect(Self.encode([late, late, late, late], with: cache, atMost: 4).1 == 1)
    #expect(Self.encode((0..<2000).map { Array("g\($0)".utf8) } + [late], with: cache, atMost: 4).1 == 2000)
  }
}
