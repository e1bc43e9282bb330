/// Bytes that are read in parts: an array, or a file that need not fit into memory.
package protocol ByteStore: Sendable {
  var byteCount: Int { get }

  /// Bytes `offset..<offset + count` as far as they are there.
  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8]
}

extension BoundedFile: ByteStore {}

extension [UInt8]: ByteStore {
  package var byteCount: Int { count }

  package func read(at offset: Int, count wanted: Int) throws(FileError) -> [UInt8] {
    guard offset >= 0, offset < count, wanted > 0 else { return [] }
    return Array(self[offset..<offset + Swift.min(wanted, count - offset)])
  }
}

extension ByteStore {
  /// Exactly `count` bytes from `offset`.
  ///
  /// - Throws: when there are fewer by now, which only a file that changes can do, or the system cannot read them.
  func readExactly(at offset: Int, count: Int) throws(FormatError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try read(at: offset, count: count) } catch {
      throw FormatError(.unreadable, at: .byte(offset), "\(error)")
    }
    guard bytes.count == count else {
      throw FormatError(
        .inconsistent, at: .byte(offset), "\(bytes.count) bytes where \(count) should be",
        advice: "the file was cut short while it was open")
    }
    return bytes
  }
}
