import Explorer
import Glibc

/// A file of lines that were typed, the newest last: read once, appended to line by line, never longer than a few hundred lines for long.
///
/// Nothing here fails: without a file there is no history. What is read is as untrusted as any file, so it is bounded and only what can be
/// typed is taken. The folder and the file are the user's own, without rights for others.
struct HistoryFile: Sendable {
  /// Bytes from the end that are read.
  private static let readLimit = 1 << 20

  let folder: [UInt8]
  let name: String

  private var path: [UInt8] { folder + Array("/\(name)".utf8) }

  /// The last lines, oldest first. A file that has grown to twice as many is written anew with these.
  func read() -> [String] {
    let descriptor = HistoryFile.open(path, O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    let size = Int(status.st_size)
    let start = max(0, size - HistoryFile.readLimit)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count, off_t(start + count))
      }
      if got <= 0 { break }
      count += got
    }
    var lines = bytes[..<count].split(separator: 0x0A)
    // The first one may have lost its beginning.
    if start > 0, !lines.isEmpty { lines.removeFirst() }
    let kept = lines.suffix(Prompt.historyLimit).compactMap { line in
      String(validating: line, as: UTF8.self).flatMap { Prompt.typeable($0) }
    }
    if lines.count > 2 * Prompt.historyLimit || start > 0 { replace(with: kept) }
    return kept
  }

  /// Appends one line in one write, so that lines of several programs do not mix.
  func append(_ line: String) {
    guard let line = Prompt.typeable(line) else { return }
    makeFolder()
    let descriptor = HistoryFile.open(path, O_WRONLY | O_APPEND | O_CREAT)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    HistoryFile.write(Array((line + "\n").utf8), to: descriptor)
  }

  private func makeFolder() {
    guard folder.first == UInt8(ascii: "/"), !folder.contains(0) else { return }
    let ends = folder.indices.dropFirst().filter { folder[$0] == UInt8(ascii: "/") } + [folder.count]
    for end in ends { _ = HistoryFile.cString(Array(folder[..<end])) { mkdir($0, 0o700) } }
  }

  /// Writes another file and puts it in the place of this one.
  private func replace(with lines: [String]) {
    let other = path + Array(".\(getpid())".utf8)
    let descriptor = HistoryFile.open(other, O_WRONLY | O_CREAT | O_EXCL)
    guard descriptor >= 0 else { return }
    let text = Array(lines.map { $0 + "\n" }.joined().utf8)
    let isWhole = HistoryFile.write(text, to: descriptor)
    close(descriptor)
    let isMoved = isWhole && HistoryFile.cString(other) { from in HistoryFile.cString(path) { rename(from, $0) } } == 0
    if !isMoved { _ = HistoryFile.cString(other) { unlink($0) } }
  }

  /// Follows no link at the end and waits for no reader of a pipe.
  private static func open(_ path: [UInt8], _ flags: Int32) -> Int32 {
    cString(path) { Glibc.open($0, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600) }
  }

  @discardableResult
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
  }

  private static func cString<R>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> R) -> R {
    (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}
