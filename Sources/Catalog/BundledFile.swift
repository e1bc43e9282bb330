import CBundle
import Formats

/// A file that is compiled into the program.
package struct BundledFile: Sendable {
  /// Path in the repository, such as `Samples/01-en-plain.txt`; vocabularies lie in `Vocabularies`, the model in `Model`.
  package let path: String
  private let index: Int

  /// All files, in the order of their paths.
  package static let all: [BundledFile] = (0..<tokview_bundle_count()).compactMap { index in
    tokview_bundle_path(index).map { BundledFile(path: String(cString: $0), index: index) }
  }

  package var bytes: [UInt8] {
    Array(UnsafeBufferPointer(start: tokview_bundle_bytes(index), count: tokview_bundle_length(index)))
  }

  /// Files of one folder with one extension.
  static func files(in folder: String, suffix: String) -> [BundledFile] {
    all.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(suffix) }
  }

  /// The path without folder and extension.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex))
  }
}

extension BundledFile: ByteStore {
  package var byteCount: Int { tokview_bundle_length(index) }

  package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    guard offset >= 0, offset < byteCount, count > 0 else { return [] }
    return Array(
      UnsafeBufferPointer(start: tokview_bundle_bytes(index) + offset, count: Swift.min(count, byteCount - offset)))
  }
}
