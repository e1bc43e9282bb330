import Formats
import Glibc
import UnicodeText

/// The bytes of one input, read by position: a text in memory, an open regular file, or spooled standard input.
///
/// Any thread may read. Nothing is mapped into memory, so a file that shrinks gives an error and never a signal.
package final class ByteSource: Sendable {
  private enum Storage {
    case memory([UInt8])
    case file(BoundedFile)
    case spool(Spool)
    case part(ByteSource, Range<Int>)
  }

  /// Name for messages, already safe to show.
  package let name: String
  private let storage: Storage

  private init(name: String, storage: Storage) {
    self.name = name
    self.storage = storage
  }

  package convenience init(name: String, bytes: [UInt8]) { self.init(name: name, storage: .memory(bytes)) }

  package convenience init(name: String, spool: Spool) { self.init(name: name, storage: .spool(spool)) }

  /// The bytes of `whole` at `range`, which are all there.
  package convenience init(part range: Range<Int>, of whole: ByteSource) {
    self.init(name: whole.name, storage: .part(whole, range))
  }

  /// Opens a regular file; anything else is refused without waiting for it.
  package static func file(path: [UInt8]) throws(InputError) -> ByteSource {
    do throws(FileError) {
      return ByteSource(name: VisibleText(bytes: path[...]).string, storage: .file(try BoundedFile(path: path)))
    } catch {
      throw .file(error)
    }
  }

  /// Standard input: read in place when it is a regular file at its start, otherwise spooled by a thread while it arrives.
  package static func standardInput() -> ByteSource {
    if lseek(STDIN_FILENO, 0, SEEK_CUR) == 0, let file = try? BoundedFile(path: Array("/dev/stdin".utf8)) {
      return ByteSource(name: "standard input", storage: .file(file))
    }
    return ByteSource(name: "standard input", spool: Spool(descriptor: STDIN_FILENO))
  }

  /// Bytes there are now; grows while standard input is being spooled.
  package var byteCount: Int {
    switch storage {
    case .memory(let bytes): bytes.count
    case .file(let file): file.byteCount
    case .spool(let spool): spool.byteCount
    case .part(_, let range): range.count
    }
  }

  /// The spool behind standard input, if it is one.
  package var spool: Spool? {
    if case .spool(let spool) = storage { return spool }
    return nil
  }

  /// Waits until at least `count` bytes are there or the input ended, and returns how many there are.
  package func wait(forBytes count: Int) throws(InputError) -> Int {
    if case .spool(let spool) = storage { return try spool.wait(forBytes: count) }
    return byteCount
  }

  /// The bytes at `range`, which must lie inside `0..<byteCount`.
  package func read(_ range: Range<Int>) throws(InputError) -> [UInt8] {
    if range.isEmpty { return [] }
    switch storage {
    case .memory(let bytes): return Array(bytes[range])
    case .spool(let spool): return try spool.read(range)
    case .part(let whole, let part):
      return try whole.read(part.lowerBound + range.lowerBound..<part.lowerBound + range.upperBound)
    case .file(let file):
      let bytes: [UInt8]
      do throws(FileError) { bytes = try file.read(at: range.lowerBound, count: range.count) } catch {
        throw .file(error)
      }
      guard bytes.count == range.count else {
        throw .shrank(name: name, expected: file.byteCount, found: range.lowerBound + bytes.count)
      }
      return bytes
    }
  }
}
