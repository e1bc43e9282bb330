import UnicodeText

/// Cuts text into words and what lies between them.
///
/// A word is a run of letters, digits and marks, with apostrophes inside; a single space before it belongs to it. What lies between two
/// words is one pretoken. The ends of a pretoken depend on its own bytes and the next scalar or two, so places that are safe for the
/// pretoken patterns are safe here too, once the pattern has cut what lies between words.
///
/// Example: `Ali'nin evi, (okul)` is `Ali'nin| evi|, (|okul|)`.
struct TurkishPretokenCutter: PretokenCutter {
  func ends(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, into ends: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    var position = start
    var written = 0
    while written < ends.count, position < text.count {
      position = end(in: text, from: position)
      ends[written] = position
      written += 1
    }
    return written
  }

  private func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    if TurkishPretokenCutter.wordScalar(at: position, in: text) == 0, text[position] == 0x20 { position += 1 }
    if position < text.count, TurkishPretokenCutter.wordScalar(at: position, in: text) > 0 {
      return wordEnd(in: text, from: position)
    }
    // A gap; its last space goes to the word after it.
    position = start
    while position < text.count, TurkishPretokenCutter.wordScalar(at: position, in: text) == 0 {
      position += UTF8Scanner.decode(at: position, in: text).length
    }
    if position < text.count, position > start, text[position - 1] == 0x20 { position -= 1 }
    return position
  }

  private func wordEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < text.count {
      let length = TurkishPretokenCutter.wordScalar(at: position, in: text)
      if length > 0 {
        position += length
        continue
      }
      let apostrophe = TurkishPretokenCutter.apostrophe(at: position, in: text)
      let next = position + apostrophe
      if apostrophe == 0 || next >= text.count || TurkishPretokenCutter.wordScalar(at: next, in: text) == 0 { break }
      position = next
    }
    return position
  }

  /// Bytes of the letter, digit or mark at `offset`; 0 for anything else.
  @inline(__always)
  static func wordScalar(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    let byte = text[offset]
    if byte < 0x80 { return byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 ? 1 : 0 }
    let scalar = UTF8Scanner.decode(at: offset, in: text)
    return ScalarClass.of(scalar.value).isDisjoint(with: [.letter, .number, .mark]) ? 0 : scalar.length
  }

  /// Bytes of the apostrophe at `offset`: 1 for `'`, 3 for `’`, 0 where none is.
  @inline(__always)
  static func apostrophe(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    if text[offset] == 0x27 { return 1 }
    return offset + 2 < text.count && text[offset] == 0xE2 && text[offset + 1] == 0x80 && text[offset + 2] == 0x99
      ? 3 : 0
  }
}
