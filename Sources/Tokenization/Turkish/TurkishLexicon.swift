/// A line of a Turkish root or suffix list that cannot be read.
package struct TurkishListError: Error, Equatable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// Byte of the list where the line begins.
  package let offset: Int
  package let problem: String

  package var description: String { "line \(line) (byte \(offset)): \(problem)" }
}

/// The roots of the analysis, in flat arrays: no object for each root.
///
/// A list is text: one root a line, columns separated by tabs: root, part of speech (one letter), marks (letters and a digit), irregular
/// stems separated by commas. Lines that begin with # and empty lines are skipped; CRLF is accepted.
package struct TurkishLexicon: Sendable {
  /// Part of speech, by its letter in the list.
  package enum Part: UInt8, CaseIterable, Sendable {
    case noun = 0x6E
    case name = 0x4E
    case verb = 0x76
    case adjective = 0x61
    case adverb = 0x64
    case pronoun = 0x70
    case number = 0x6D
    case postposition = 0x6F
    case conjunction = 0x63
    case determiner = 0x74
    case question = 0x71
    case interjection = 0x69
    case doubled = 0x75
  }

  /// What is particular to a root.
  package struct Marks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let voicing = Marks(rawValue: 1 << 0)
    package static let noVoicing = Marks(rawValue: 1 << 1)
    package static let lastVowelDrop = Marks(rawValue: 1 << 2)
    package static let doubling = Marks(rawValue: 1 << 3)
    package static let inverseHarmony = Marks(rawValue: 1 << 4)
    package static let compound = Marks(rawValue: 1 << 5)
    package static let pronominal = Marks(rawValue: 1 << 6)
    package static let noSuffix = Marks(rawValue: 1 << 7)
    package static let aoristA = Marks(rawValue: 1 << 8)
    package static let aoristI = Marks(rawValue: 1 << 9)
    package static let derived = Marks(rawValue: 1 << 10)
    package static let bufferY = Marks(rawValue: 1 << 11)
    package static let genitiveM = Marks(rawValue: 1 << 12)
    package static let temporal = Marks(rawValue: 1 << 13)
    package static let relative = Marks(rawValue: 1 << 14)

    init?(letter: UInt8) {
      guard let index = Marks.letters.firstIndex(of: letter) else { return nil }
      self.init(rawValue: 1 << UInt32(index))
    }

    private static let letters = [UInt8]("VNDGHCPSAIRYBTL".utf8)
  }

  package static let maximumByteCount = 16 << 20
  package static let maximumRootByteCount = 128
  package static let maximumRootCount = 1 << 20

  /// Texts of all roots and irregular stems, one after the other.
  private var texts: [UInt8] = []
  /// First byte of each root in `texts`.
  private var starts: [UInt32] = []
  private var lengths: [UInt8] = []
  /// Bytes after the root that hold its irregular stems, with their commas.
  private var stemLengths: [UInt8] = []
  private var parts: [Part] = []
  private var marks: [Marks] = []
  /// 0 for rare to 9 for the most frequent.
  private var grades: [UInt8] = []

  package init() {}

  package var count: Int { starts.count }
  package func text(of root: Int) -> ArraySlice<UInt8> {
    texts[Int(starts[root])..<Int(starts[root]) + Int(lengths[root])]
  }
  @inline(__always)
  func hasIrregularStems(_ root: Int) -> Bool { stemLengths[root] > 0 }
  package func irregularStems(of root: Int) -> [ArraySlice<UInt8>] {
    guard stemLengths[root] > 0 else { return [] }
    let start = Int(starts[root]) + Int(lengths[root])
    return texts[start..<start + Int(stemLengths[root])].split(separator: UInt8(ascii: ","))
  }
  /// The first letter of a root, and whether it is the only one.
  func firstLetter(of root: Int) -> (letter: UInt8, isOnly: Bool) {
    texts.withUnsafeBufferPointer { texts in
      let start = Int(starts[root])
      let step = TurkishCase.letter(
        at: 0, in: UnsafeBufferPointer(rebasing: texts[start..<start + Int(lengths[root])]))
      return (step.letter, step.length == Int(lengths[root]))
    }
  }
  /// Appends the letters of a root, which takes no reference to the texts.
  @inline(__always)
  func readLetters(of root: Int, into letters: inout [UInt8]) {
    texts.withUnsafeBufferPointer { texts in
      let start = Int(starts[root])
      let bytes = UnsafeBufferPointer(rebasing: texts[start..<start + Int(lengths[root])])
      var offset = 0
      while offset < bytes.count {
        if TurkishCase.isPlain(at: offset, in: bytes) {
          letters.append(TurkishCase.code(UInt32(bytes[offset])))
          offset += 1
        } else {
          let step = TurkishCase.letter(at: offset, in: bytes)
          letters.append(step.letter)
          offset += step.length
        }
      }
    }
  }
  package func part(of root: Int) -> Part { parts[root] }
  package func marks(of root: Int) -> Marks { marks[root] }
  package func grade(of root: Int) -> Int { Int(grades[root]) }

  /// Adds the roots of `list`. A root that is there already with the same part of speech is added all the same: the better analysis wins.
  package mutating func add(_ list: UnsafeBufferPointer<UInt8>) throws(TurkishListError) {
    guard list.count <= TurkishLexicon.maximumByteCount else {
      throw TurkishListError(
        line: 1, offset: 0, problem: "\(list.count) bytes; the most is \(TurkishLexicon.maximumByteCount)")
    }
    texts.reserveCapacity(texts.count + list.count)
    let expected = count + list.count / 10
    starts.reserveCapacity(expected)
    lengths.reserveCapacity(expected)
    stemLengths.reserveCapacity(expected)
    parts.reserveCapacity(expected)
    marks.reserveCapacity(expected)
    grades.reserveCapacity(expected)
    var lines = ListLines(list)
    while let line = lines.next() { try add(line, of: list) }
  }

  package mutating func add(_ list: [UInt8]) throws(TurkishListError) {
    // A closure of the standard library would lose the type of the error.
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: list.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: list)
    try add(UnsafeBufferPointer(copy))
  }

  private mutating func add(_ line: ListLines.Line, of list: UnsafeBufferPointer<UInt8>) throws(TurkishListError) {
    func fail(_ problem: String) -> TurkishListError {
      TurkishListError(line: line.number, offset: line.start, problem: problem)
    }
    // Columns: where each ends.
    var end = line.start
    while end < line.end, list[end] != 9 { end += 1 }
    let length = end - line.start
    guard length > 0, length <= TurkishLexicon.maximumRootByteCount else {
      throw fail("a root of \(length) bytes; 1 to \(TurkishLexicon.maximumRootByteCount) are possible")
    }
    guard count < TurkishLexicon.maximumRootCount else {
      throw fail("more than \(TurkishLexicon.maximumRootCount) roots")
    }
    func check(_ range: Range<Int>) throws(TurkishListError) {
      var offset = range.lowerBound
      while offset < range.upperBound {
        if TurkishCase.isPlain(at: offset, in: list) {
          offset += 1
          continue
        }
        let step = TurkishCase.letter(at: offset, in: list)
        guard step.letter < TurkishLetter.zero else {
          throw fail("byte \(offset) is no letter of the Turkish alphabet, q, w or x")
        }
        guard !step.isCapital else {
          throw fail("byte \(offset) is a capital; roots are written small, names are marked N")
        }
        offset += step.length
      }
    }
    try check(line.start..<end)
    // A list of the user may hold bare words: those are nouns.
    var part = Part.noun
    if end < line.end {
      guard end + 1 < line.end, let found = Part(rawValue: list[end + 1]) else {
        throw fail("no part of speech; expected one letter of nNvadpmoctqiu after the tab")
      }
      part = found
      end += 2
    }
    var marks = Marks()
    var grade: UInt8 = 0
    var stems = end..<end
    if end < line.end {
      guard list[end] == 9 else { throw fail("a part of speech is one letter; more follows at byte \(end)") }
      end += 1
      while end < line.end, list[end] != 9 {
        if let mark = Marks(letter: list[end]) {
          marks.formUnion(mark)
        } else if list[end] &- 0x30 < 10 {
          grade = list[end] - 0x30
        } else {
          throw fail("byte \(end) is no mark; expected letters of VNDGHCPSAIRYBTL and a digit")
        }
        end += 1
      }
      if end < line.end { stems = end + 1..<line.end }
    }
    guard stems.count <= 255 else { throw fail("irregular stems of \(stems.count) bytes; the most is 255") }
    var stemStart = stems.lowerBound
    for place in stems where list[place] == UInt8(ascii: ",") {
      try check(stemStart..<place)
      stemStart = place + 1
    }
    try check(stemStart..<stems.upperBound)
    starts.append(UInt32(texts.count))
    texts.append(contentsOf: list[line.start..<line.start + length])
    texts.append(contentsOf: list[stems])
    lengths.append(UInt8(length))
    stemLengths.append(UInt8(stems.count))
    parts.append(part)
    self.marks.append(marks)
    grades.append(grade)
  }
}
