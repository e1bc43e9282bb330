import UnicodeText

/// Places where a tokenizer cuts whatever is around, found by looking at a few bytes only.
///
/// A huge text can be cut there into windows that are tokenized apart: the tokens of the windows, joined, are those of
/// the whole. That holds for the part before the place (its last pretoken does not depend on what follows) and for
/// the part after it (no pattern looks back). Where only the pattern counts, two kinds of places are taken:
/// an ASCII letter or digit before an ASCII blank or newline, and a lone `\n` between two scalars that are no white
/// space, the second not `/` (o200k lets slashes follow newlines). Without a pattern a place is safe where no token has
/// the two bytes beside each other. Added tokens and normalization make fewer places safe (`Rule`).
///
/// Example: in `one two.\nthree` the places of the patterns are 0, 3, 9 and 14.
package struct SafeBoundary: Sendable {
  /// What one tokenizer asks of a place.
  struct Rule: Sendable {
    /// Nil: a pattern cuts.
    var joins: ByteJoins?
    var form: NormalForm?
    var edges: AddedTokenEdges?
    /// What is left out of the text leaves its bytes to a token that may lie beyond the place.
    var alphabet: Alphabet?
  }

  /// Bytes on each side of a place that are looked at.
  package static let reach = 16

  /// Where every pattern cuts.
  package static let patterns = SafeBoundary(rules: [Rule()])

  private let rules: [Rule]

  init(rules: [Rule]) { self.rules = rules }

  /// Places that are safe by both.
  package func and(_ other: SafeBoundary) -> SafeBoundary { SafeBoundary(rules: rules + other.rules) }

  /// Whether there is more to it than what the patterns cut.
  package var isPlain: Bool {
    rules.allSatisfy { $0.joins == nil && $0.form == nil && $0.edges == nil && $0.alphabet == nil }
  }

  /// The last safe place at or before `offset`, at most `limit` bytes away; the start of the text is one.
  package func before(_ offset: Int, in text: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
    var place = min(max(offset, 0), text.count)
    let lowest = max(place - limit, 0)
    while place >= lowest {
      if isSafe(place, in: text) { return place }
      place -= 1
    }
    return nil
  }

  /// The first safe place at or after `offset`, at most `limit` bytes away; the end of the text is one.
  package func after(_ offset: Int, in text: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
    var place = min(max(offset, 0), text.count)
    let highest = min(place + limit, text.count)
    while place <= highest {
      if isSafe(place, in: text) { return place }
      place += 1
    }
    return nil
  }

  /// Whether the tokenizers cut at `place`, which lies in `0...text.count`.
  package func isSafe(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard place > 0, place < text.count else { return true }
    for rule in rules where !SafeBoundary.isSafe(place, in: text, rule) { return false }
    return true
  }

  private static func isSafe(_ place: Int, in text: UnsafeBufferPointer<UInt8>, _ rule: Rule) -> Bool {
    if let joins = rule.joins {
      if joins.contains(text[place - 1], text[place]) { return false }
    } else if !isCutByPatterns(place, in: text) {
      return false
    }
    if let alphabet = rule.alphabet, !alphabet.hasNeighbours(of: place, in: text) { return false }
    if let form = rule.form, !isUnchanged(around: place, in: text, form) { return false }
    return rule.edges?.allow(place, in: text) ?? true
  }

  private static func isCutByPatterns(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let before = text[place - 1]
    if isLetterOrDigit(before) { return isASCIISpace(text[place]) }
    guard before == UInt8(ascii: "\n"), text[place] != UInt8(ascii: "/"), place > 1 else { return false }
    return !isSpace(at: place, in: text) && !endsInSpace(place - 1, in: text)
  }

  /// Whether the scalar before `place` and the two after it are there in the normalised text too, with nothing else in between.
  private static func isUnchanged(around place: Int, in text: UnsafeBufferPointer<UInt8>, _ form: NormalForm) -> Bool {
    guard let before = scalar(before: place, in: text), form.isStable(before) else { return false }
    var position = place
    for _ in 0..<3 where position < text.count {
      let step = UTF8Scanner.decode(at: position, in: text)
      guard !step.isInvalid, form.isStable(step.value) else { return false }
      position += step.length
    }
    return true
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private static func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

  private static func isSpace(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    ScalarClass.of(UTF8Scanner.decode(at: offset, in: text).value).contains(.whiteSpace)
  }

  private static func endsInSpace(_ end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    scalar(before: end, in: text).map { ScalarClass.of($0).contains(.whiteSpace) } ?? false
  }

  /// The scalar that ends at `end`; nil at the start and where invalid bytes end.
  static func scalar(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> UInt32? {
    for length in 1...4 where length <= end {
      let step = UTF8Scanner.decode(at: end - length, in: text)
      if step.length == length, !step.isInvalid { return step.value }
    }
    return nil
  }
}
