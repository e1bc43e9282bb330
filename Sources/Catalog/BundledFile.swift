import CBundle
import Formats
import Glibc

/// A file that is compiled into the program.
package struct BundledFile: Sendable {
  /// Path in the repository, such as `Samples/01-en-plain.txt`; vocabularies lie in `Vocabularies`, the lists of
  /// Turkish in `Turkish`, the model in `Model`.
  package let path: String
  private let index: Int

  /// All files, in the order of their paths.
  package static let all: [BundledFile] = (0..<tokview_bundle_count()).compactMap { index in
    tokview_bundle_path(index).map { BundledFile(path: String(cString: $0), index: index) }
  }

  package var bytes: [UInt8] {
    Array(UnsafeBufferPointer(start: tokview_bundle_bytes(index), count: tokview_bundle_length(index)))
  }

  /// Files of one folder with one extension, without those of its subfolders.
  static func files(in folder: String, suffix: String) -> [BundledFile] {
    all.filter { file in
      file.path.hasPrefix(folder + "/") && file.path.hasSuffix(suffix)
        && !file.path.dropFirst(folder.utf8.count + 1).contains("/")
    }
  }

  /// The file with exactly this path; traps where there is none.
  static func named(_ path: String) -> BundledFile {
    guard let file = all.first(where: { $0.path == path }) else { preconditionFailure("\(path) is not bundled") }
    return file
  }

  /// The path without folder and extension.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex))
  }
}

extension BundledFile: ByteStore {
  package var byteCount: Int { tokview_bundle_length(index) }

  package func read(at offset: Int, count wanted: Int) throws(FileError) -> [UInt8] {
    guard let base = tokview_bundle_bytes(index), offset >= 0, offset < byteCount, wanted > 0 else { return [] }
    let part = UnsafeRawBufferPointer(start: base + offset, count: min(wanted, byteCount - offset))
    let bytes = Array(part)
    if part.count >= BundledFile.large { BundledFile.letGo(part) }
    return bytes
  }

  /// Bytes from which on a copied part is not kept in memory twice.
  private static let large = 32 << 10

  /// Tells the system that the pages of `part` need not stay: they are in the program's file.
  private static func letGo(_ part: UnsafeRawBufferPointer) {
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    let first = (UInt(bitPattern: part.baseAddress) + page - 1) / page * page
    let end = UInt(bitPattern: part.baseAddress) + UInt(part.count)
    guard end > first, let start = UnsafeMutableRawPointer(bitPattern: first) else { return }
    // Where it is refused nothing is lost but memory.
    _ = madvise(start, Int((end - first) / page * page), MADV_DONTNEED)
  }
}
