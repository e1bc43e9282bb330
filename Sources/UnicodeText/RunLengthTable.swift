import Glibc

/// A table with one entry for each code point, unpacked once from run lengths.
///
/// The runs are text so that a new Unicode version is a readable difference: an upper-case hexadecimal length, then one
/// lower-case letter that names the value of the run, from code point 0 to 0x10FFFF. The table is flat: one load gives
/// an entry, and pages that hold only zeros are never touched.
enum RunLengthTable {
  /// Unpacks `runs`; `value` gives the entry for a letter. The storage is never freed: a table lives as long as the
  /// program.
  static func unpack<Entry: BitwiseCopyable>(
    _ runs: StaticString, zero: Entry, value: (UInt8) -> Entry
  ) -> UnsafePointer<Entry> where Entry: Equatable {
    guard let storage = calloc(0x11_0000, MemoryLayout<Entry>.stride) else { fatalError("out of memory") }
    let table = storage.bindMemory(to: Entry.self, capacity: 0x11_0000)
    let text = UnsafeBufferPointer(start: runs.utf8Start, count: runs.utf8CodeUnitCount)
    var start = 0
    var length = 0
    for byte in text {
      switch byte {
      case 0x30...0x39: length = length << 4 | Int(byte - 0x30)
      case 0x41...0x46: length = length << 4 | Int(byte - 0x37)
      default:
        let entry = value(byte)
        if entry != zero { (table + start).update(repeating: entry, count: length) }
        start += length
        length = 0
      }
    }
    precondition(start == 0x11_0000, "a generated table must cover every code point")
    return UnsafePointer(table)
  }
}
