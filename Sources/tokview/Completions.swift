import ArgumentParser
import Catalog
import Glibc
import Screen
import Tokenization

/// What a shell offers for words of the command line; the program is asked when Tab is pressed.
enum Completions {
  /// Ids of tokenizers, and files that hold one.
  static var tokenizers: CompletionKind {
    .custom { _, _, prefix in catalog.tokenizers.flatMap(ids) + files(prefix, suffixes: [".json", ".tiktoken"]) }
  }

  static var samples: CompletionKind { .custom { _, _, _ in catalog.samples.map(\.name) } }

  static var themes: CompletionKind { .custom { _, _, _ in catalog.themes.map(\.name) } }

  private static func ids(_ entry: Catalog.TokenizerEntry) -> [String] {
    entry.needsPattern ? PretokenPattern.allCases.map { "\(entry.id)@\($0.rawValue)" } : [entry.id]
  }

  private static var catalog: Catalog { Catalog(folders: UserFolders().data) }

  /// Folders, and files with one of `suffixes`, that `prefix` begins.
  private static func files(_ prefix: String, suffixes: [String]) -> [String] {
    let typed = RawArgument.bytes(of: prefix)
    let start = typed.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let folder = start == 0 ? Array("./".utf8) : Array(typed[..<start])
    guard let directory = opendir(folder.map { CChar(bitPattern: $0) } + [0]) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard name.starts(with: typed[start...]), name.first != UInt8(ascii: ".") || start < typed.count else { continue }
      let path = RawArgument.string(of: typed[..<start] + name)
      if entry.pointee.d_type == UInt8(DT_DIR) {
        if name != [0x2E], name != [0x2E, 0x2E] { found.append(path + "/") }
      } else if suffixes.contains(where: { name.suffix($0.utf8.count).elementsEqual($0.utf8) }) {
        found.append(path)
      }
    }
    return found.sorted()
  }
}
