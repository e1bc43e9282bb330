import Tokenization

/// A token that a recipe asks for, to be matched in the text before the pattern if learning does not make it.
package struct HandMadeToken: Hashable, Sendable {
  package let bytes: [UInt8]
  /// Matched only where no letter, digit or underscore touches it.
  package let isSingleWord: Bool

  package init(_ bytes: [UInt8], isSingleWord: Bool = false) {
    precondition(!bytes.isEmpty, "a token has bytes")
    self.bytes = bytes
    self.isSingleWord = isSingleWord
  }
}

/// The hand-made tokens that have not been learned yet.
///
/// One that stands whole in a learned token is not missing any more: matched before the pattern it would cut what was learned. Seven
/// spaces are superfluous beside eight, `***` beside `****`. A single word is only so when it was learned alone or behind a space:
/// ` 1983` makes `1983` superfluous, `maximum` leaves `xi` as it is.
struct WaitingTokens {
  private let all: [HandMadeToken]
  private var isWaiting: [Bool]
  /// Places in `all` of single words by what learning them would look like.
  private var words: [[UInt8]: Int] = [:]
  /// Places of the other tokens by their bytes.
  private var parts: [ArraySlice<UInt8>: Int] = [:]
  /// Lengths of the other tokens, by their first byte.
  private var lengths = [[Int]](repeating: [], count: 256)
  private(set) var count: Int

  /// - Parameter tokens: none twice.
  init(_ tokens: [HandMadeToken]) {
    all = tokens
    isWaiting = [Bool](repeating: true, count: tokens.count)
    count = tokens.count
    for (place, token) in tokens.enumerated() {
      if token.isSingleWord {
        words[token.bytes] = place
      } else {
        parts[token.bytes[...]] = place
        let first = Int(token.bytes[0])
        if !lengths[first].contains(token.bytes.count) { lengths[first].append(token.bytes.count) }
      }
    }
  }

  /// Those that wait, in the order given.
  var tokens: [HandMadeToken] { all.indices.filter { isWaiting[$0] }.map { all[$0] } }

  mutating func learned(_ token: [UInt8]) {
    if let place = words[token] { end(place) }
    if token[0] == 0x20, let place = words[Array(token.dropFirst())] { end(place) }
    for start in token.indices {
      for length in lengths[Int(token[start])] where start + length <= token.count {
        if let place = parts[token[start..<start + length]] { end(place) }
      }
    }
  }

  private mutating func end(_ place: Int) {
    guard isWaiting[place] else { return }
    isWaiting[place] = false
    count -= 1
  }
}
