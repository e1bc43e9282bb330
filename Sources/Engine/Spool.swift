import Glibc
import Synchronization

/// Keeps what arrives on a pipe so that it can be read by position: up to a cap in memory, then in an unlinked temporary file.
///
/// A thread of its own reads the pipe; readers may look at what is there already.
package final class Spool: Sendable {
  private struct Contents {
    var memory: [UInt8] = []
    var file: Int32 = -1
    var count = 0
    var isComplete = false
    var failure: InputError?
    /// Called once, after the last byte.
    var completion: (@Sendable () -> Void)?
  }

  private let descriptor: Int32
  private let memoryCap: Int
  private let contents = Mutex(Contents())
  private let changed = Signal()

  /// Starts to read `descriptor`, which stays open.
  ///
  /// - Parameter memoryCap: bytes kept in memory before a temporary file takes over.
  package init(descriptor: Int32, memoryCap: Int = 8 << 20) {
    self.descriptor = descriptor
    self.memoryCap = memoryCap
    SystemThread.start { self.fill() }
  }

  deinit {
    let file = contents.withLock { $0.file }
    if file >= 0 { close(file) }
  }

  package var byteCount: Int { contents.withLock { $0.count } }

  /// True once the input ended.
  package var isComplete: Bool { contents.withLock { $0.isComplete } }

  /// Why the input ended early, if it did.
  package var failure: InputError? { contents.withLock { $0.failure } }

  /// Calls `body` once the input ended, at once if it has.
  package func whenComplete(_ body: @escaping @Sendable () -> Void) {
    let now = contents.withLock { contents in
      if !contents.isComplete { contents.completion = body }
      return contents.isComplete
    }
    if now { body() }
  }

  func wait(forBytes count: Int) throws(InputError) -> Int {
    changed.wait { self.contents.withLock { $0.isComplete || $0.count >= count } }
    let (have, failure) = contents.withLock { ($0.count, $0.failure) }
    if have < count, let failure { throw failure }
    return have
  }

  func read(_ range: Range<Int>) throws(InputError) -> [UInt8] {
    let (bytes, file, count) = contents.withLock { contents in
      (contents.file < 0 ? Array(contents.memory[range]) : [], contents.file, contents.count)
    }
    if file < 0 { return bytes }
    var code: Int32 = 0
    let read = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        let got = pread(file, buffer.baseAddress?.advanced(by: filled), range.count - filled, range.lowerBound + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    guard read.count == range.count else {
      if code != 0 { throw .cannotRead(offset: range.lowerBound + read.count, code: code) }
      throw .shrank(name: "standard input", expected: count, found: range.lowerBound + read.count)
    }
    return read
  }

  private func fill() {
    let size = 256 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    var failure: InputError?
    while failure == nil {
      let got = Glibc.read(descriptor, buffer.baseAddress, size)
      if got < 0, errno == EINTR { continue }
      if got < 0, errno == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
        continue
      }
      if got < 0 { failure = .cannotRead(offset: byteCount, code: errno) }
      if got <= 0 { break }
      failure = append(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
      changed.notify()
    }
    let completion = contents.withLock { contents in
      contents.isComplete = true
      contents.failure = failure
      defer { contents.completion = nil }
      return contents.completion
    }
    changed.notify()
    completion?()
  }

  private func append(_ bytes: UnsafeRawBufferPointer) -> InputError? {
    contents.withLock { contents in
      if contents.file < 0, contents.count + bytes.count > memoryCap {
        let file = Self.temporaryFile()
        guard file >= 0 else { return .cannotSpool(code: errno) }
        contents.file = file
        let code = contents.memory.withUnsafeBytes { Self.write($0, to: file) }
        contents.memory = []
        if code != 0 { return .cannotSpool(code: code) }
      }
      if contents.file < 0 {
        contents.memory.append(contentsOf: bytes)
      } else {
        let code = Self.write(bytes, to: contents.file)
        if code != 0 { return .cannotSpool(code: code) }
      }
      contents.count += bytes.count
      return nil
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
    var done = 0
    while done < bytes.count {
      let wrote = Glibc.write(file, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if wrote < 0, errno == EINTR { continue }
      if wrote <= 0 { return errno }
      done += wrote
    }
    return 0
  }

  /// An open file without a name, or -1 with `errno` set.
  private static func temporaryFile() -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array(((folder.isEmpty ? "/tmp" : folder) + "/tokview-XXXXXX").utf8CString)
    let file = mkstemp(&template)
    if file >= 0 {
      unlink(template)
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    }
    return file
  }
}
