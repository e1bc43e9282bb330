import Glibc

/// A folder that is removed with all its files when the value is gone.
package final class TemporaryFolder {
  package let path: String

  package init() {
    var template = Array("/tmp/tokview-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("no temporary folder") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { TemporaryFolder.remove(Array(path.utf8)) }

  package subscript(name: String) -> String { path + "/" + name }

  package func write(_ bytes: [UInt8], _ name: String) { write(bytes, bytes: Array(name.utf8)) }

  /// Writes a file whose name may be any bytes.
  package func write(_ bytes: [UInt8], bytes name: [UInt8]) {
    guard let file = fopen((Array(path.utf8) + [0x2F] + name).map { CChar(bitPattern: $0) } + [0], "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// Makes folders in the folder.
  package func makeFolders(_ names: String...) { for name in names { mkdir(self[name], 0o777) } }

  package func read(_ name: String) -> [UInt8]? {
    guard let file = fopen(self[name], "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
  }

  /// Names in the folder, sorted.
  package var names: [String] {
    TemporaryFolder.names(in: Array(path.utf8)).map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  private static func names(in path: [UInt8]) -> [[UInt8]] {
    guard let folder = opendir(path.map { CChar(bitPattern: $0) } + [0]) else { return [] }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: [UInt8]) {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    if unlink(terminated) == 0 { return }
    for name in names(in: path) { remove(path + [0x2F] + name) }
    rmdir(terminated)
  }
}
