import Analysis
import UnicodeText

/// What is worth knowing about a window of text before looking at it. One linear pass for each number.
package struct TextSummary: Hashable, Sendable {
  /// Scalars, and bytes that are not UTF-8.
  package private(set) var characters = 0
  package private(set) var words = 0
  package private(set) var bidiMarks = 0
  package private(set) var invisibles = 0
  /// Bytes that are not UTF-8.
  package private(set) var invalidBytes = 0
  /// Spellings of special tokens, such as `<|im_start|>`, in the text.
  package private(set) var specialTexts = 0
  /// True when the text has letters of a script that is written from right to left.
  package private(set) var isRightToLeft = false

  package init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        characters += 1
        if step.isInvalid { invalidBytes += 1 } else if TextSummary.isRightToLeft(step.value) { isRightToLeft = true }
        if step.value == 0x3C || step.value == 0x5B, TextSummary.hasSpecialText(at: offset, in: buffer) {
          specialTexts += 1
        }
        offset += step.length
      }
    }
    for _ in WordRanges(bytes) { words += 1 }
    let hidden = HiddenScalars(in: bytes[...])
    bidiMarks = hidden.bidirectional
    invisibles = hidden.invisible
  }

  /// Hebrew to Arabic Extended-A with the presentation forms and the blocks of the supplementary plane.
  private static func isRightToLeft(_ value: UInt32) -> Bool {
    switch value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  private static let spellings: [[UInt8]] = [
    "<s>", "</s>", "<unk>", "<pad>", "<mask>", "<bos>", "<eos>", "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[INST]",
    "[/INST]",
  ].map { Array($0.utf8) }

  /// A known spelling, or `<|` letters, digits and underscores `|>`.
  private static func hasSpecialText(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let rest = bytes[offset...]
    if spellings.contains(where: { rest.starts(with: $0) }) { return true }
    guard rest.starts(with: [0x3C, 0x7C]) else { return false }
    var end = offset + 2
    while end < bytes.count, end - offset < 64, bytes[end] == 0x5F || isAlphanumeric(bytes[end]) { end += 1 }
    return end > offset + 2 && bytes[end...].starts(with: [0x7C, 0x3E])
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
