import UnicodeText

/// The moves that the pretoken scanners are made of, over one text.
///
/// Nothing here allocates or traps; every offset that is passed must lie inside the text or at its end.
struct PretokenCursor {
  // The bits of `ScalarClass`, as literals: a constant of another module is fetched through a call each time.
  static let letter: UInt16 = 1 << 0
  static let number: UInt16 = 1 << 1
  static let whiteSpace: UInt16 = 1 << 2
  static let mark: UInt16 = 1 << 3
  /// None of these: `[^\s\p{L}\p{N}]`.
  static let classified: UInt16 = 0b111
  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
  static let upperLike: UInt16 = 1 << 4 | 1 << 6 | 1 << 7 | 1 << 3
  /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
  static let lowerLike: UInt16 = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 3

  let text: UnsafeBufferPointer<UInt8>
  let count: Int
  private let classes: UnsafePointer<UInt16>

  init(text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    count = text.count
    classes = ScalarClass.table
  }

  @inline(__always) func byte(at offset: Int) -> UInt8 { text.baseAddress.unsafelyUnwrapped[offset] }

  /// The classes and the length of the scalar at `offset`; no class and 1 for a byte that is not UTF-8.
  @inline(__always)
  func scalar(at offset: Int) -> (kind: UInt16, length: Int) {
    let first = byte(at: offset)
    if first < 0x80 { return (classes[Int(first)], 1) }
    return longScalar(at: offset)
  }

  @inline(__always)
  private func longScalar(at offset: Int) -> (kind: UInt16, length: Int) {
    let first = byte(at: offset)
    if first < 0xE0, first >= 0xC2, offset + 1 < count {
      let second = byte(at: offset + 1)
      if second & 0xC0 == 0x80 { return (classes[Int(first & 0x1F) << 6 | Int(second & 0x3F)], 2) }
    }
    let step = UTF8Scanner.decode(at: offset, in: text)
    return step.isInvalid ? (0, 1) : (classes[Int(step.value)], step.length)
  }

  /// `\p{L}*`
  @inline(__always)
  func skipLetters(from start: Int) -> Int {
    var position = start
    while position + 8 <= count {
      let stops = PretokenCursor.nonLetters(in: word(at: position))
      if stops != 0 {
        position += stops.trailingZeroBitCount >> 3
        break
      }
      position += 8
    }
    while position < count {
      let (kind, length) = scalar(at: position)
      if kind & PretokenCursor.letter == 0 { break }
      position += length
    }
    return position
  }

  /// `\p{N}{0,limit}`
  @inline(__always)
  func skipNumbers(from start: Int, atMost limit: Int) -> Int {
    var position = start
    var left = limit
    while left > 0, position < count {
      let (kind, length) = scalar(at: position)
      if kind & PretokenCursor.number == 0 { break }
      position += length
      left -= 1
    }
    return position
  }

  /// `[^\s\p{L}\p{N}]*`
  @inline(__always)
  func skipSymbols(from start: Int) -> Int {
    var position = start
    while position < count {
      let (kind, length) = scalar(at: position)
      if kind & PretokenCursor.classified != 0 { break }
      position += length
    }
    return position
  }

  /// `[\r\n]*`, or `[\r\n/]*`
  @inline(__always)
  func skipNewlines(from start: Int, andSlashes: Bool) -> Int {
    var position = start
    while position < count {
      let byte = byte(at: position)
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || andSlashes && byte == UInt8(ascii: "/") else {
        break
      }
      position += 1
    }
    return position
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+` at a white-space scalar, the first alternative only where `breaksAtNewlines`.
  @inline(__always)
  func spaceEnd(from start: Int, breaksAtNewlines: Bool) -> Int {
    var position = start
    var last = start
    var afterNewline = start
    while position < count {
      let (kind, length) = scalar(at: position)
      if kind & PretokenCursor.whiteSpace == 0 { break }
      let byte = byte(at: position)
      last = position
      position += length
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { afterNewline = position }
    }
    if breaksAtNewlines, afterNewline > start { return afterNewline }
    // The last scalar stays with what follows, unless it is the only one or the text ends here.
    return position == count || last == start ? position : last
  }

  /// The longest run of upper-like scalars from `start`, and where `U* L+` ends if it matches.
  @inline(__always)
  func upperRun(from start: Int) -> (end: Int, lowerEnd: Int?) {
    var position = start
    var lowerEnd: Int?
    while position < count {
      let (kind, length) = scalar(at: position)
      if kind & PretokenCursor.upperLike == 0 {
        if kind & PretokenCursor.lowerLike != 0 { return (position, skipLowerLike(from: position + length)) }
        break
      }
      position += length
      if kind & PretokenCursor.lowerLike != 0 { lowerEnd = position }
    }
    return (position, lowerEnd)
  }

  /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]*`
  @inline(__always)
  private func skipLowerLike(from start: Int) -> Int {
    var position = start
    while position + 8 <= count {
      let stops = PretokenCursor.nonLowers(in: word(at: position))
      if stops != 0 {
        position += stops.trailingZeroBitCount >> 3
        break
      }
      position += 8
    }
    while position < count {
      let (kind, length) = scalar(at: position)
      if kind & PretokenCursor.lowerLike == 0 { break }
      position += length
    }
    return position
  }

  /// `(?:'s|'t|'re|'ve|'m|'ll|'d)?`; Unicode case folding also takes U+017F for s.
  @inline(__always)
  func contractionEnd(at start: Int, ignoringCase: Bool) -> Int {
    guard start + 1 < count, byte(at: start) == UInt8(ascii: "'") else { return start }
    let fold: UInt8 = ignoringCase ? 0x20 : 0
    let first = byte(at: start + 1) | fold
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
      guard start + 2 < count else { return start }
      let wanted = first == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
      return byte(at: start + 2) | fold == wanted ? start + 3 : start
    default:
      let isLongS = ignoringCase && start + 2 < count && byte(at: start + 1) == 0xC5 && byte(at: start + 2) == 0xBF
      return isLongS ? start + 3 : start
    }
  }

  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawPointer(text.baseAddress.unsafelyUnwrapped + offset).loadUnaligned(as: UInt64.self))
  }

  /// The high bit of each of eight bytes that is no ASCII letter.
  @inline(__always)
  private static func nonLetters(in word: UInt64) -> UInt64 {
    nonLowers(in: word | 0x2020_2020_2020_2020)
  }

  /// The high bit of each of eight bytes that is no ASCII lower-case letter.
  @inline(__always)
  private static func nonLowers(in word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    let notBelowA = low &+ 0x1F1F_1F1F_1F1F_1F1F
    let aboveZ = low &+ 0x0505_0505_0505_0505
    return (~notBelowA | aboveZ | word) & 0x8080_8080_8080_8080
  }
}
