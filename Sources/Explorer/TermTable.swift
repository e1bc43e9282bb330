import Analysis
import UnicodeText

/// The terms view: a list of terms and what each tokenizer makes of them.
package struct TermTable: Sendable {
  package private(set) var list: TermList
  /// As the screen names the list.
  package private(set) var name: VisibleText
  /// File of the list; nil for the terms of the paper.
  package private(set) var path: [UInt8]?
  /// Index of the term at the cursor.
  package internal(set) var selected = 0
  /// By tokenizer id; nil inside for columns that cannot cut terms.
  private(set) var cuts: [String: TermCuts?] = [:]
  /// Tokenizers that were asked.
  private var asked: Set<String> = []
  /// Names the list that is shown in requests; one more than that of the list before.
  private(set) var number = 0
  /// Number and file of the list that was asked for last.
  private var wanted = 0
  private var wantedPath: [UInt8]?
  /// True while a list is read.
  private(set) var isWaiting = false

  /// At first the terms of the paper.
  package init(_ list: TermList = .domains, name: VisibleText = "terms of arXiv 2503.17247", path: [UInt8]? = nil) {
    self.path = path
    self.list = list
    self.name = name
  }

  package func cuts(_ tokenizer: String) -> TermCuts? { cuts[tokenizer] ?? nil }

  /// Names a request for another list.
  mutating func requestList(_ path: [UInt8]) -> Int {
    wantedPath = path
    wanted += 1
    isWaiting = true
    return wanted
  }

  /// Shows the list that was asked for last; false for another.
  mutating func show(_ list: TermList, name: VisibleText, request: Int) -> Bool {
    guard request == wanted else { return false }
    isWaiting = false
    self.list = list
    self.name = name
    path = wantedPath
    number = request
    selected = 0
    cuts = [:]
    asked = []
    return true
  }

  /// The tokenizers of `ids` that were not asked yet; from now on they are.
  mutating func ask(_ ids: [String]) -> [String] {
    let missing = ids.filter { !asked.contains($0) }
    asked.formUnion(missing)
    return missing
  }

  /// The list that was asked for cannot be read: the old one stays.
  mutating func giveUp(request: Int) { if request == wanted { isWaiting = false } }

  /// Lets what was not answered be asked once more.
  mutating func askAgain() { asked.formIntersection(cuts.keys) }

  mutating func add(_ counted: TermCuts?, of tokenizer: String, request: Int) {
    guard request == number else { return }
    cuts[tokenizer] = .some(counted)
  }

  /// Moves the cursor, kept inside the list.
  mutating func move(by step: Int) { selected = max(0, min(selected + step, list.count - 1)) }
}
