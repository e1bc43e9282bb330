import Glibc

/// An open regular file that is read in bounded parts; any thread may read.
///
/// Opening never blocks and never runs anything: pipes, devices, sockets and directories are refused. The path is raw bytes.
package final class BoundedFile: Sendable {
  package let path: [UInt8]
  /// Bytes of the file when it was opened.
  package let byteCount: Int
  private let descriptor: Int32

  /// - Throws: when the file cannot be opened or is not a regular file.
  package init(path: [UInt8]) throws(FileError) {
    guard !path.isEmpty, !path.contains(0) else { throw FileError(.badPath, path: path) }
    let descriptor = path.withCPath { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) }
    guard descriptor >= 0 else { throw FileError(.system(errno), path: path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw FileError(.system(number), path: path)
    }
    if let what = BoundedFile.irregular(status.st_mode) {
      close(descriptor)
      throw FileError(.notRegular(what), path: path)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = max(0, Int(status.st_size))
  }

  deinit { close(descriptor) }

  /// Bytes `offset..<offset + count` as far as the file has them; fewer when it ends before or was cut short meanwhile.
  package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    let wanted = max(0, min(count, byteCount - offset))
    guard offset >= 0, wanted > 0 else { return [] }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      while filled < wanted {
        let got = pread(descriptor, base + filled, wanted - filled, offset + filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
    }
    guard failure == 0 else { throw FileError(.system(failure), path: path) }
    return bytes
  }

  /// The whole file.
  ///
  /// - Throws: when it has more than `limit` bytes.
  package static func contents(of path: [UInt8], limit: Int) throws(FileError) -> [UInt8] {
    let file = try BoundedFile(path: path)
    guard file.byteCount <= limit else { throw FileError(.tooLarge(limit: limit), path: path) }
    return try file.read(at: 0, count: file.byteCount)
  }

  /// Everything up to the end of an open descriptor such as standard input.
  ///
  /// - Throws: when more than `limit` bytes come.
  package static func contents(ofDescriptor descriptor: Int32, limit: Int) throws(FileError) -> [UInt8] {
    let name = Array("standard input".utf8)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got == 0 { return bytes }
      if got < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          poll(&waiting, 1, -1)
          continue
        }
        throw FileError(.system(errno), path: name)
      }
      guard got <= limit - bytes.count else { throw FileError(.tooLarge(limit: limit), path: name) }
      bytes += chunk[..<got]
    }
  }

  private static func irregular(_ mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a directory"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}

extension [UInt8] {
  /// Calls `body` with the bytes and a closing NUL.
  func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let path = map { CChar(bitPattern: $0) } + [0]
    return path.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
      return body(base)
    }
  }
}
