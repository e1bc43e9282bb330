import UnicodeText

/// Which characters count as digits of a number.
package enum DigitSet: String, CaseIterable, Sendable, Hashable {
  /// `0` to `9`.
  case ascii
  /// All decimal digits of Unicode (general category Nd), `٣` and `３` among them.
  case decimal

  /// Bytes of the digit at `offset` of `text`; 0 when there is none.
  @inline(__always)
  func length(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    let byte = text[offset]
    if byte < 0x80 { return byte &- 0x30 < 10 ? 1 : 0 }
    if self == .ascii { return 0 }
    let step = UTF8Scanner.decode(at: offset, in: text)
    return ScalarClass.of(step.value).contains(.decimalDigit) ? step.length : 0
  }
}
