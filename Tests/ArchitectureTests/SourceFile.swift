import TestSupport

/// A Swift file below `Sources`, without the lines that are comments.
struct SourceFile {
  let module: String
  let path: String
  let lines: [Substring]

  static let all: [SourceFile] = {
    var out: [SourceFile] = []
    func visit(_ folder: String, _ module: String) {
      for name in Repository.names(in: folder) {
        let path = folder + "/" + name
        guard name.contains(".") else {
          visit(path, module)
          continue
        }
        guard name.hasSuffix(".swift") else { continue }
        let text = String(decoding: Repository.read(path) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        out.append(SourceFile(module: module, path: path, lines: lines))
      }
    }
    for module in Repository.names(in: "Sources") { visit("Sources/" + module, module) }
    return out
  }()

  /// The modules that the file imports.
  var imports: [String] { lines.compactMap(SourceFile.importedModule) }

  /// `Glibc` for `@preconcurrency import Glibc` and for `import func Glibc.exit`; nil for other lines.
  static func importedModule(_ line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
      words[..<index].allSatisfy({ $0.hasPrefix("@") || ["package", "public", "internal", "private"].contains($0) })
    else { return nil }
    let kinds: [Substring] = ["func", "struct", "class", "enum", "protocol", "var", "let", "typealias"]
    let name = kinds.contains(words[index + 1]) ? words[min(index + 2, words.count - 1)] : words[index + 1]
    return String(name.prefix { $0 != "." && $0 != ";" })
  }

  /// Whether `line` calls the free function `name`, alone or as `Glibc.name`.
  static func calls(_ name: String, _ line: Substring) -> Bool {
    let bytes = Array(line.utf8)
    let call = Array((name + "(").utf8)
    guard bytes.count >= call.count else { return false }
    return (0...bytes.count - call.count).contains { start in
      guard bytes[start..<start + call.count].elementsEqual(call) else { return false }
      let before = bytes[..<start]
      if before.suffix(6).elementsEqual("Glibc.".utf8) { return true }
      if before.suffix(5).elementsEqual("func ".utf8) { return false }
      guard let last = before.last else { return true }
      let isLetter = last | 0x20 >= 0x61 && last | 0x20 <= 0x7A
      return !(isLetter || last == UInt8(ascii: "_") || last == UInt8(ascii: "."))
    }
  }
}
