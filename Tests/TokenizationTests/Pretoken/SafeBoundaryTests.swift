import TestSupport
import Testing

@testable import Tokenization

@Suite struct SafeBoundaryTests {
  @Test func findsThePlacesOfTheExample() {
    let text = Array("one two.\nthree".utf8)
    text.withUnsafeBufferPointer { buffer in
      #expect((0...buffer.count).filter { SafeBoundary.patterns.isSafe($0, in: buffer) } == [0, 3, 9, 14])
      #expect(SafeBoundary.patterns.before(8, in: buffer, limit: 10) == 3)
      #expect(SafeBoundary.patterns.before(8, in: buffer, limit: 4) == nil)
      #expect(SafeBoundary.patterns.before(2, in: buffer, limit: 4) == 0)
      #expect(SafeBoundary.patterns.after(4, in: buffer, limit: 10) == 9)
      #expect(SafeBoundary.patterns.after(4, in: buffer, limit: 4) == nil)
      #expect(SafeBoundary.patterns.after(10, in: buffer, limit: 99) == 14)
    }
  }

  @Test func windowsHaveThePretokensOfTheWhole() {
    let alphabet = [
      "a", "Ş", "s", "あ", "\u{301}", "'", "'s", " ", "  ", "\n", "\r\n", "\t", "\u{85}", "\u{3000}", "\u{2028}", "/",
      ".", "1", "23", "\u{17F}",
    ]
    let seed: UInt64 = 77_003
    var random = SeededGenerator(seed: seed)
    var places = 0
    for round in 0..<3_000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 1...16, using: &random) {
        text += Array(alphabet.randomElement(using: &random)!.utf8)
      }
      if round % 4 == 0 {
        text.insert(UInt8.random(in: 0x80...0xFF, using: &random), at: Int.random(in: 0...text.count, using: &random))
      }
      text.withUnsafeBufferPointer { buffer in
        for place in 1..<buffer.count where SafeBoundary.patterns.isSafe(place, in: buffer) {
          places += 1
          for pattern in PretokenPattern.cutting {
            let scanner = PretokenScanner(pattern: pattern)
            let head = scanner.pretokens(of: UnsafeBufferPointer(rebasing: buffer[..<place])).map(\.upperBound)
            let tail = scanner.pretokens(of: UnsafeBufferPointer(rebasing: buffer[place...])).map {
              $0.upperBound + place
            }
            let whole = scanner.pretokens(of: buffer).map(\.upperBound)
            if head + tail != whole {
              Issue.record("seed \(seed), round \(round), \(pattern), place \(place) in \(text)")
            }
          }
        }
      }
    }
    #expect(places > 1_000)
  }
}
