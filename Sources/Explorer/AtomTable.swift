import UnicodeText

/// The smallest units that a text is drawn in, the same for every row: where each begins and how many cells it takes.
struct AtomTable: Sendable {
  let bytes: [UInt8]
  let isHex: Bool
  let isASCII: Bool
  /// First byte of each atom, then the number of bytes.
  private let starts: [Int32]
  private let widths: [UInt8]

  init(_ bytes: [UInt8], cuts: [Int], isHex: Bool, isASCII: Bool) {
    self.bytes = bytes
    self.isHex = isHex
    self.isASCII = isASCII
    starts = (0...bytes.count).map { Int32($0) }
    widths = bytes.map { _ in isHex ? 2 : 1 }
  }

  var count: Int { widths.count }

  func start(_ index: Int) -> Int { Int(starts[index]) }
  func end(_ index: Int) -> Int { Int(starts[index + 1]) }
  func width(_ index: Int) -> Int { Int(widths[index]) }
  /// True for a line feed.
  func endsLine(_ index: Int) -> Bool { bytes[end(index) - 1] == 0x0A }
}
