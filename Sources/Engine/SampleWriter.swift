import Explorer
import Formats
import Glibc

/// Writes samples into the user's data folder.
enum SampleWriter {
  /// Writes `folder/samples/NN-slug.txt`, which must not exist, and returns its path. Folders that are missing are made.
  static func write(_ sample: NewSample, folder: [UInt8]) throws(OutputError) -> [UInt8] {
    let samples = folder + Array("/samples".utf8)
    try makeFolders(samples)
    let path = samples + Array("/\(sample.name).txt".utf8)
    let bytes = SampleFile.bytes(
      title: sample.title, language: sample.language, domain: sample.domain, note: sample.note, body: sample.body)
    try OutputFile.write(bytes, to: path, replacing: false)
    return path
  }

  /// Makes the folder `path` and those above it, for this user only.
  private static func makeFolders(_ path: [UInt8]) throws(OutputError) {
    var end = 1
    while end <= path.count {
      if end == path.count || path[end] == UInt8(ascii: "/") {
        let part = path[..<end].map { CChar(bitPattern: $0) } + [0]
        // One that exists cannot be made, for whatever reason.
        var status = stat()
        if mkdir(part, 0o700) != 0, stat(part, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR {
          throw .cannotWrite(path: Array(path[..<end]), code: errno == 0 ? ENOTDIR : errno)
        }
      }
      end += 1
    }
  }
}
