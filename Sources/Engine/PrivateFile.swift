import Glibc

/// Small files that the program keeps for the user between runs; nobody else may read them.
package enum PrivateFile {
  /// Writes the whole file, in place of one that is there, and makes the folders that lack; false where that cannot be done.
  @discardableResult
  package static func write(_ bytes: [UInt8], to path: [UInt8]) -> Bool {
    guard path.first == UInt8(ascii: "/"), !path.contains(0) else { return false }
    for (index, byte) in path.enumerated().dropFirst() where byte == UInt8(ascii: "/") {
      if mkdir(path[..<index].map { CChar(bitPattern: $0) } + [0], 0o700) != 0, errno != EEXIST { return false }
    }
    // What is no regular file is left alone: to open a pipe would wait for a reader.
    var status = stat()
    if lstat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return false
    }
    do throws(OutputError) {
      try OutputFile.write(bytes, to: path, replacing: true, mode: 0o600)
      return true
    } catch {
      return false
    }
  }
}
