import Glibc
import UnicodeText

/// Why a file could not be written; its description says what, where and what next in one line.
package enum OutputError: Error, Equatable, CustomStringConvertible {
  case exists(path: [UInt8])
  case cannotWrite(path: [UInt8], code: Int32)

  package var description: String {
    switch self {
    case .exists(let path):
      "cannot write \(VisibleText(bytes: path[...]).string): it exists (choose another name, or replace it with --force)"
    case .cannotWrite(let path, let code):
      "cannot write \(VisibleText(bytes: path[...]).string): \(SystemError.reason(code)) (choose another place with -o)"
    }
  }
}

/// Writes whole files: a reader sees the old file or the new one, never a part.
package enum OutputFile {
  /// Writes `bytes` to `path` through a temporary file beside it; into a device, pipe or socket that has the name, or to which a link of
  /// that name leads, directly: those are never replaced.
  ///
  /// - Parameters:
  ///   - replacing: take the place of an existing file; otherwise an existing name is an error, also one that a link holds.
  ///   - mode: permissions of the file, before the process's mask.
  package static func write(
    _ bytes: [UInt8], to path: [UInt8], replacing: Bool, mode: mode_t = 0o666
  ) throws(OutputError) {
    if path.isEmpty || path.contains(0) { throw .cannotWrite(path: path, code: ENOENT) }
    let target = path.map { CChar(bitPattern: $0) } + [0]
    var status = stat()
    if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR {
      return try writeInto(path, bytes)
    }
    if lstat(target, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw .cannotWrite(path: path, code: EISDIR) }
      if !replacing { throw .exists(path: path) }
    }
    let (temporary, descriptor) = createTemporary(beside: path, mode: mode)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
    var code = writeAll(bytes, to: descriptor)
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0 {
      if replacing {
        if rename(temporary, target) != 0 { code = errno }
      } else {
        // Unlike rename, link never takes the place of a file that has appeared meanwhile.
        if link(temporary, target) != 0 { code = errno }
        unlink(temporary)
      }
    }
    if code != 0 {
      unlink(temporary)
      if code == EEXIST { throw .exists(path: path) }
      throw .cannotWrite(path: path, code: code)
    }
  }

  private static func writeInto(_ path: [UInt8], _ bytes: [UInt8]) throws(OutputError) {
    let descriptor = open(path.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
    var code = writeAll(bytes, to: descriptor)
    if close(descriptor) != 0, code == 0 { code = errno }
    if code != 0 { throw .cannotWrite(path: path, code: code) }
  }

  /// A new file beside `path` and its descriptor, -1 with `errno` set when there can be none. The name is free in every thread and run.
  private static func createTemporary(beside path: [UInt8], mode: mode_t) -> (name: [CChar], descriptor: Int32) {
    for number in 0..<10_000 {
      let name = (path + Array(".tokview-\(getpid())-\(number)".utf8)).map { CChar(bitPattern: $0) } + [0]
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor >= 0 || errno != EEXIST { return (name, descriptor) }
    }
    return ([0], -1)
  }

  /// True when something has this name, be it a link to nothing.
  package static func exists(_ path: [UInt8]) -> Bool {
    var status = stat()
    return lstat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0
  }

  /// Writes `bytes` as `folder/name`, with `-2`, `-3` … before the extension while the name is taken, and returns the path.
  package static func writeNumbered(
    _ bytes: [UInt8], folder: [UInt8], name: String
  ) throws(OutputError) -> [UInt8] {
    if folder.isEmpty || folder.contains(0) { throw .cannotWrite(path: folder, code: ENOENT) }
    if mkdir(folder.map { CChar(bitPattern: $0) } + [0], 0o777) != 0, errno != EEXIST {
      throw .cannotWrite(path: folder, code: errno)
    }
    let plain = fileName(name)
    let dot = plain.lastIndex(of: ".") ?? plain.endIndex
    for number in 1..<10_000 {
      let path = folder + Array("/\(plain[..<dot])\(number == 1 ? "" : "-\(number)")\(plain[dot...])".utf8)
      do {
        try write(bytes, to: path, replacing: false)
        return path
      } catch .exists {
        continue
      }
    }
    throw .exists(path: folder + Array("/\(plain)".utf8))
  }

  /// `name` with everything but ASCII letters, digits, `.`, `_` and `-` replaced, no leading dot, at most 100 characters.
  package static func fileName(_ name: String) -> String {
    var out = ""
    for scalar in name.unicodeScalars.prefix(100) {
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar))
      let leadsDot = out.isEmpty && scalar == "."
      out.unicodeScalars.append(isPlain && !leadsDot ? scalar : "_")
    }
    return out.isEmpty ? "text" : out
  }

  /// 0, or the error number.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let wrote = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if wrote < 0, errno == EINTR { continue }
        if wrote <= 0 { return wrote < 0 ? errno : EIO }
        done += wrote
      }
      return 0
    }
  }
}
