import Tokenization

/// How the cuts of words agree with where their morphemes meet: sums over words, and the shares that follow.
///
/// Each word counts against the reading that it agrees with best: one whose cuts are the same if there is one, otherwise the one with
/// the most right cuts less wrong and missed ones, the first of equals.
/// Example: `ev-ler-de` cut `ev|lerde` has 1 right, 0 wrong and 1 missed cut: precision 1, recall 1/2, F1 2/3.
package struct BoundaryCounts: Hashable, Sendable {
  package private(set) var words = 0
  /// Words with all cuts right and none besides.
  package private(set) var wholeWords = 0
  package private(set) var right = 0
  package private(set) var wrong = 0
  package private(set) var missed = 0

  package init() {}

  /// One word.
  ///
  /// - Parameters:
  ///   - cuts: the tokenizer's, ascending.
  ///   - readings: cuts of each reading; one or more.
  package init(cuts: [Int], readings: [[Int]]) {
    precondition(!readings.isEmpty)
    let mine = Set(cuts)
    var best: BoundaryCounts?
    for reading in readings {
      let gold = Set(reading)
      var counts = BoundaryCounts()
      counts.words = 1
      counts.right = gold.intersection(mine).count
      counts.wrong = mine.count - counts.right
      counts.missed = gold.count - counts.right
      counts.wholeWords = counts.wrong + counts.missed == 0 ? 1 : 0
      if best.map({ counts.agreement > $0.agreement }) ?? true { best = counts }
    }
    self = best ?? self
  }

  /// A whole word is always above one with any wrong or missed cut, for the same cuts.
  private var agreement: (Int, Int) { (wholeWords, right - wrong - missed) }

  package static func += (sum: inout BoundaryCounts, other: BoundaryCounts) {
    sum.words += other.words
    sum.wholeWords += other.wholeWords
    sum.right += other.right
    sum.wrong += other.wrong
    sum.missed += other.missed
  }

  /// Right cuts by all that were made; 0 where none was.
  package var precision: Double { Double(right) / Double(max(right + wrong, 1)) }
  /// Right cuts by all that should have been made; 0 where there are none.
  package var recall: Double { Double(right) / Double(max(right + missed, 1)) }
  /// Harmonic mean of both; 0 where both are.
  package var f1: Double { right == 0 ? 0 : 2 * precision * recall / (precision + recall) }
  /// Share of words that are right as a whole; 0 without words.
  package var wholeShare: Double { Double(wholeWords) / Double(max(words, 1)) }
}

/// Cuts inside a word as boundaries are compared.
package enum WordCuts {
  /// The cuts of `tokenizer` in a word as it stands in running text, with one space before it: bytes of the word, ascending.
  package static func of(_ word: [UInt8], by tokenizer: any Tokenizer) -> [Int] {
    joined(tokenizer.segmentation(of: [0x20] + word).cuts.map { $0 - 1 }, in: word)
  }

  /// The cuts inside `word`; those before, inside and after an apostrophe are one, after it, and none when the word ends there.
  ///
  /// So `Ankara|'|da`, `Ankara|'da` and `Ankara'|da` have the same boundary. Apostrophes are ' and ’; at the beginning of a word there
  /// is nothing before one that it could belong to, so there it is a letter like others.
  package static func joined(_ cuts: [Int], in word: [UInt8]) -> [Int] {
    var out: [Int] = []
    for cut in cuts where cut > 0 && cut < word.count {
      var end = cut
      if let start = (max(1, cut - 2)..<cut).first(where: { apostropheLength(at: $0, in: word) > cut - $0 }) {
        end = start
      }
      while end < word.count, case let length = apostropheLength(at: end, in: word), length > 0 { end += length }
      if end < word.count, end > out.last ?? 0 { out.append(end) }
    }
    return out
  }

  private static func apostropheLength(at index: Int, in word: [UInt8]) -> Int {
    if word[index] == 0x27 { return 1 }
    return word[index...].starts(with: [0xE2, 0x80, 0x99]) ? 3 : 0
  }
}
