import Glibc

/// The names in a directory of the user's.
package enum DirectoryListing {
  /// Names that end in `suffix` and do not start with a dot, in byte order, at most `limit`; none when the directory cannot be read.
  package static func names(in path: [UInt8], suffix: String, limit: Int = 1000) -> [[UInt8]] {
    guard !path.isEmpty, !path.contains(0), let directory = path.withCPath({ opendir($0) }) else { return [] }
    defer { closedir(directory) }
    var names: [[UInt8]] = []
    while names.count < limit, let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name.first != UInt8(ascii: "."), name.count > suffix.utf8.count,
        name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
      {
        names.append(name)
      }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
