import Inference
import UnicodeText

/// What the bytes of a token are, in eight classes that routers tend to tell apart.
///
/// The first that fits: a piece with letters is a word or a part of one, even with a mark before them (`(a`, ` the`); one with numbers is
/// digits; then marks; then what is no text at all; then white space. Letters and numbers are those of Unicode, as `ScalarClass` has them. Linear in the bytes.
///
/// Example: ` The` word, `ing` word part, `çok` letters beyond ASCII, `12` digits, `),` punctuation, `+=` symbols, a line end white space.
package enum TokenClass: String, CaseIterable, Hashable, Sendable {
  /// ASCII letters behind a space or another mark.
  case word
  /// ASCII letters from the first byte on: the rest of a word, or the first one of a text.
  case wordPart = "word part"
  /// Letters of which at least one is beyond ASCII.
  case foreignLetters = "non-ASCII"
  case digits
  /// Marks of prose: `. , ; : ! ? ' " ( ) -`, and all marks beyond ASCII.
  case punctuation
  /// At least one of the other ASCII marks, which are rare outside code and tables.
  case symbols
  case whiteSpace = "white space"
  /// Tokens without bytes, parts of characters, control characters.
  case other

  /// The class of a token's bytes; an empty piece is `other`.
  package init(_ bytes: some RandomAccessCollection<UInt8>) {
    self = Array(bytes).withUnsafeBufferPointer { TokenClass.classify($0) }
  }

  /// The classes of all tokens of a trace.
  ///
  /// - Parameter text: the bytes that the ranges of the trace speak of; tokens outside of it are `other`.
  package static func classes(of trace: Trace, text: [UInt8]) -> [TokenClass] {
    trace.tokens.map { token in
      guard let range = token.bytes, range.upperBound <= text.count else { return .other }
      return TokenClass(text[range])
    }
  }

  private static func classify(_ bytes: UnsafeBufferPointer<UInt8>) -> TokenClass {
    var seen = Set<TokenClass>()
    var offset = 0
    while offset < bytes.count {
      let step = UTF8Scanner.decode(at: offset, in: bytes)
      let properties = ScalarClass.of(step.value)
      if properties.contains(.letter) {
        seen.insert(step.value >= 0x80 ? .foreignLetters : offset == 0 ? .wordPart : .word)
      } else if properties.contains(.number) {
        seen.insert(.digits)
      } else if properties.contains(.whiteSpace) {
        seen.insert(.whiteSpace)
      } else {
        seen.insert(mark(step.value, properties))
      }
      offset += step.length
    }
    if seen.contains(.wordPart), !seen.contains(.foreignLetters) { return .wordPart }
    let order: [TokenClass] = [.foreignLetters, .word, .digits, .symbols, .punctuation, .other, .whiteSpace]
    return order.first { seen.contains($0) } ?? .other
  }

  private static func mark(_ value: UInt32, _ properties: ScalarClass) -> TokenClass {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, UTF8Scanner.invalid: .other
    case 0x80...: properties.contains(.mark) ? .foreignLetters : .punctuation
    default: prose.contains(UInt8(value)) ? .punctuation : .symbols
    }
  }

  private static let prose = Set(".,;:!?'\"()-".utf8)
}
