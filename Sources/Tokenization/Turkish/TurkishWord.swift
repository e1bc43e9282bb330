/// A word as the analysis reads it: letter codes without case, each with the byte where it begins.
package struct TurkishWord: Sendable {
  /// How the letters are cased.
  package enum CasePattern: UInt8, Sendable {
    case lower, title, upper, mixed
  }

  /// Codes of `TurkishLetter`.
  package private(set) var letters: [UInt8] = []
  /// First byte of each letter, and the end of the word.
  package private(set) var starts: [Int] = []
  /// `lower` for a word without capitals; one capital alone is `title`.
  package private(set) var casePattern = CasePattern.lower
  /// Position of the first apostrophe that has something before it; the count of letters without one.
  package private(set) var apostrophe = 0

  package init() {}

  package init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { read($0) }
  }

  /// Takes the place of what was here; the storage stays.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    letters.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    var capitals = 0
    var firstIsCapital = false
    var cased = 0
    var offset = 0
    apostrophe = -1
    while offset < bytes.count {
      let step = TurkishCase.letter(at: offset, in: bytes)
      if step.letter == TurkishLetter.apostrophe, apostrophe < 0, !letters.isEmpty { apostrophe = letters.count }
      if step.isCapital, apostrophe < 0 {
        capitals += 1
        if letters.isEmpty { firstIsCapital = true }
      }
      if step.letter < TurkishLetter.zero, apostrophe < 0 { cased += 1 }
      letters.append(step.letter)
      starts.append(offset)
      offset += step.length
    }
    starts.append(offset)
    if apostrophe < 0 { apostrophe = letters.count }
    casePattern =
      capitals == 0
      ? .lower : capitals == 1 && firstIsCapital ? .title : capitals >= cased ? .upper : .mixed
  }

  /// How the letters of `bytes` are cased: capitals after an apostrophe count too.
  static func casePattern(of bytes: UnsafeBufferPointer<UInt8>) -> CasePattern {
    var capitals = 0
    var cased = 0
    var firstIsCapital = false
    var offset = 0
    while offset < bytes.count {
      let step = TurkishCase.letter(at: offset, in: bytes)
      if step.letter < TurkishLetter.zero { cased += 1 }
      if step.isCapital {
        capitals += 1
        if offset == 0 { firstIsCapital = true }
      }
      offset += step.length
    }
    if capitals == 0 { return .lower }
    return capitals == 1 && firstIsCapital ? .title : capitals >= cased ? .upper : .mixed
  }
}
