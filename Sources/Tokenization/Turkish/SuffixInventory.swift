import UnicodeText

/// The suffixes: one row for each shape, several rows for one morpheme.
///
/// A list is text: one row a line, columns separated by tabs: id, pattern, states before separated by commas, state after, cost, letters
/// before, gloss. Rows that share an id are allomorphs of one morpheme; its canonical form is the pattern of its first row.
package struct SuffixInventory: Sendable {
  /// One shape of a suffix.
  struct Row: Sendable {
    let morpheme: Int
    let pattern: SuffixPattern
    /// States it may follow, as bits.
    let before: UInt32
    let after: UInt8
    /// Thousandths.
    let cost: Int32
    let condition: Condition
  }

  /// What must stand before a suffix.
  enum Condition: Hashable, Sendable {
    case any, vowel, consonant
    case letters(UInt64)
  }

  /// A suffix with all its shapes.
  package struct Morpheme: Hashable, Sendable {
    package let id: String
    package let form: String
    package let gloss: String
  }

  package static let maximumRowCount = 4096
  package static let maximumStateCount = 32

  private(set) var rows: [Row] = []
  package private(set) var morphemes: [Morpheme] = []
  /// Names of the states, by number.
  package private(set) var states: [String] = []

  package init(_ list: [UInt8]) throws(TurkishListError) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: list.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: list)
    let bytes = UnsafeBufferPointer(copy)
    var lines = ListLines(bytes)
    var numbers: [String: Int] = [:]
    while let line = lines.next() {
      func fail(_ problem: String) -> TurkishListError {
        TurkishListError(line: line.number, offset: line.start, problem: problem)
      }
      let columns = bytes[line.start..<line.end].split(separator: 9, omittingEmptySubsequences: false)
      guard columns.count == 7 else { throw fail("\(columns.count) columns; expected 7") }
      guard rows.count < SuffixInventory.maximumRowCount else { throw fail("more than 4096 rows") }
      let text = columns.map { String(decoding: $0, as: UTF8.self) }
      func shown(_ column: Int) -> String { VisibleText(String(text[column].prefix(48))).string }
      guard let pattern = SuffixPattern(UnsafeBufferPointer(rebasing: columns[1])) else {
        throw fail("\(shown(1)) is no pattern; expected letters, A I D C G K and one leading letter in parentheses")
      }
      var before: UInt32 = 0
      for name in text[2].split(separator: ",") {
        guard let state = state(named: String(name)) else { throw fail("more than 32 states") }
        before |= 1 << UInt32(state)
      }
      guard let after = state(named: text[3]), before != 0 else { throw fail("no state before or more than 32 states") }
      guard let cost = Double(text[4]), cost >= 0, cost <= 100 else {
        throw fail("\(shown(4)) is no cost; expected a number from 0 to 100")
      }
      let condition: Condition
      switch text[5] {
      case "-": condition = .any
      case "V": condition = .vowel
      case "C": condition = .consonant
      default:
        var set: UInt64 = 0
        let letters = UnsafeBufferPointer(rebasing: columns[5])
        var offset = 0
        while offset < letters.count {
          let step = TurkishCase.letter(at: offset, in: letters)
          guard step.letter < TurkishLetter.zero else {
            throw fail("\(shown(5)) are no letters; expected -, V, C or letters")
          }
          set |= 1 << UInt64(step.letter)
          offset += step.length
        }
        condition = .letters(set)
      }
      let morpheme = numbers[text[0], default: morphemes.count]
      if morpheme == morphemes.count {
        numbers[text[0]] = morpheme
        morphemes.append(Morpheme(id: text[0], form: text[1], gloss: text[6]))
      }
      rows.append(
        Row(
          morpheme: morpheme, pattern: pattern, before: before, after: UInt8(after), cost: Int32(cost * 1000),
          condition: condition))
    }
  }

  /// The number of a state, made when it is new; nil when there is no room.
  private mutating func state(named name: String) -> Int? {
    if let index = states.firstIndex(of: name) { return index }
    guard states.count < SuffixInventory.maximumStateCount else { return nil }
    states.append(name)
    return states.count - 1
  }

  /// The states of that name as bits: none when no row names it.
  func mask(of names: String...) -> UInt32 {
    names.reduce(0) { mask, name in states.firstIndex(of: name).map { mask | 1 << UInt32($0) } ?? mask }
  }
}
