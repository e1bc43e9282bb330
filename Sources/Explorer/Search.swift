import Analysis
import UnicodeText

/// What was searched for last, and what is known of where it is.
package struct Search: Sendable {
  /// What the matches of the window depend on.
  struct Key: Hashable {
    let query: SearchQuery
    let generation: Int
  }

  /// Where the user was when the search began.
  struct Origin: Hashable {
    let cursor: Int
    let top: Int
    let generation: Int
    let list: State.List?
    /// The search before.
    let text: String
    let pattern: SearchPattern?
    let isShown: Bool
  }

  /// A search through the document that has not been answered.
  struct Pending: Hashable {
    let number: Int
    let query: SearchQuery
    let from: Int
    let isBackward: Bool
    /// Share of the document that has been looked at.
    var progress = 0.0
  }

  /// Matches of the whole document, as far as they are counted.
  struct Total: Hashable {
    let query: SearchQuery
    let generation: Int
    let number: Int
    var count = 0
    /// Where they begin; nil until all are counted, and where they are too many to keep.
    var starts: [Int]?
    var isComplete = false
  }

  /// As it was typed; empty before the first.
  package internal(set) var text = ""
  /// The same for lists and the help.
  package internal(set) var listText = ""
  /// Line of the help that was found last, counted through both pages.
  var helpLine: Int?
  package internal(set) var pattern: SearchPattern?
  /// Whether matches are marked.
  package internal(set) var isShown = false
  var origin: Origin?
  private(set) var key: Key?
  /// In the window, in its bytes, ascending.
  private(set) var matches: [Range<Int>] = []
  /// Stretches of the window that matches cover.
  private var marked: [Range<Int>] = []
  var pending: Pending?
  var total: Total?
  private var lastNumber = 0

  /// Names a request.
  mutating func number() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// Takes the matches of a window, of which none lies inside another.
  mutating func set(_ matches: [Range<Int>], for key: Key?) {
    self.key = key
    self.matches = matches
    marked = []
    for match in matches where !match.isEmpty {
      if let last = marked.last, last.upperBound >= match.lowerBound {
        marked[marked.count - 1] = last.lowerBound..<match.upperBound
      } else {
        marked.append(match)
      }
    }
  }

  /// Whether a byte of the window is part of a match that is to be marked.
  func marks(_ offset: Int) -> Bool {
    guard isShown else { return false }
    let place = marked.partitionPoint { $0.upperBound > offset }
    return place < marked.count && marked[place].contains(offset)
  }

  /// The nearest match of the window that begins after `offset`, or before it.
  func match(from offset: Int, backward: Bool) -> Range<Int>? {
    let behind = matches.partitionPoint { backward ? $0.lowerBound >= offset : $0.lowerBound > offset }
    let index = backward ? behind - 1 : behind
    return matches.indices.contains(index) ? matches[index] : nil
  }
}
