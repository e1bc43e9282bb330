import UnicodeText

/// Places where every pretoken pattern cuts, found by looking at a few bytes only.
///
/// A huge text can be cut there into windows that are tokenized apart: the pretokens of the windows, joined, are those
/// of the whole. That holds for the part before the place (its last pretoken does not depend on what follows) and for
/// the part after it (no pattern looks back). Two kinds of places are taken:
/// an ASCII letter or digit before an ASCII blank or newline, and a lone `\n` between two scalars that are no white
/// space, the second not `/` (o200k lets slashes follow newlines).
///
/// Example: in `one two.\nthree` the places are 0, 3, 9 and 14.
package enum SafeBoundary {
  /// The last safe place at or before `offset`, at most `limit` bytes away; the start of the text is one.
  package static func before(_ offset: Int, in text: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
    var place = min(max(offset, 0), text.count)
    let lowest = max(place - limit, 0)
    while place >= lowest {
      if isSafe(place, in: text) { return place }
      place -= 1
    }
    return nil
  }

  /// The first safe place at or after `offset`, at most `limit` bytes away; the end of the text is one.
  package static func after(_ offset: Int, in text: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
    var place = min(max(offset, 0), text.count)
    let highest = min(place + limit, text.count)
    while place <= highest {
      if isSafe(place, in: text) { return place }
      place += 1
    }
    return nil
  }

  /// Whether all patterns cut at `place`, which lies in `0...text.count`.
  static func isSafe(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard place > 0, place < text.count else { return true }
    let before = text[place - 1]
    if isLetterOrDigit(before) { return isASCIISpace(text[place]) }
    guard before == UInt8(ascii: "\n"), text[place] != UInt8(ascii: "/"), place > 1 else { return false }
    return !isSpace(at: place, in: text) && !endsInSpace(place - 1, in: text)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private static func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

  private static func isSpace(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    ScalarClass.of(UTF8Scanner.decode(at: offset, in: text).value).contains(.whiteSpace)
  }

  /// Whether the scalar before `end` is white space; none is longer than three bytes.
  private static func endsInSpace(_ end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    for length in 1...3 where length <= end {
      if UTF8Scanner.decode(at: end - length, in: text).length == length, isSpace(at: end - length, in: text) {
        return true
      }
    }
    return false
  }
}
