import Analysis
import UnicodeText

/// What is worth knowing about a window of text before looking at it. One linear pass for each number.
package struct TextSummary: Hashable, Sendable {
  /// Scalars, and bytes that are not UTF-8.
  package private(set) var characters = 0
  package private(set) var words = 0
  /// True when the text has letters of a script that is written from right to left.
  package private(set) var isRightToLeft = false

  package init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        characters += 1
        if TextSummary.isRightToLeft(step.value) { isRightToLeft = true }
        offset += step.length
      }
    }
    for _ in WordRanges(bytes) { words += 1 }
  }

  /// Hebrew to Arabic Extended-A with the presentation forms and the blocks of the supplementary plane.
  private static func isRightToLeft(_ value: UInt32) -> Bool {
    switch value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
