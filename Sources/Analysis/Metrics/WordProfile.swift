import Tokenization

/// Tokens per word along a text: one number for each word, or for each run of as many words when there are many.
///
/// Runs begin with one word; when there are more than `limit` of them, neighbours are put together and runs are twice as long. So
/// memory is bounded, one pass is enough, and parts of a text can be added one after the other.
package struct WordProfile: Equatable, Sendable {
  /// Most runs.
  package static let limit = 1_024

  /// Words of a run; the last run may have fewer.
  package private(set) var stride = 1
  /// Tokens that overlap the words of each run, a token once for each word.
  private var sums: [Int] = []
  package private(set) var wordCount = 0

  package init() {}

  /// Adds the words of the next part of the text.
  package mutating func append(_ segmentation: Segmentation, of text: [UInt8]) {
    segmentation.forEachWord(of: text) { _, indices in
      append(tokens: segmentation.tokens[indices].count { !$0.isVirtual })
    }
  }

  /// Adds a word.
  package mutating func append(tokens: Int) {
    if wordCount % stride == 0 {
      if sums.count == WordProfile.limit {
        sums = Swift.stride(from: 0, to: sums.count, by: 2).map { sums[$0] + sums[$0 + 1] }
        stride *= 2
      }
      sums.append(0)
    }
    sums[sums.count - 1] += tokens
    wordCount += 1
  }

  /// At most `count` means that cover the text, and the words of each; the last may cover fewer.
  package func bars(atMost count: Int) -> (means: [Double], wordsPerBar: Int) {
    guard count > 0, wordCount > 0 else { return ([], stride) }
    let runs = (sums.count + count - 1) / count
    let width = runs * stride
    let means = Swift.stride(from: 0, to: sums.count, by: runs).map { first in
      let words = min(width, wordCount - first * stride)
      return Double(sums[first..<min(first + runs, sums.count)].reduce(0, +)) / Double(words)
    }
    return (means, width)
  }
}
