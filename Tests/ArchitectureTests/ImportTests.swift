import TestSupport
import Testing

/// The source tree keeps to the map in Sources/README.md.
@Suite struct ImportTests {
  /// Module name and what it may import, from the table; nil for folders of scripts.
  private static let rows: [(module: String, allowed: Set<String>?)] = {
    let text = String(decoding: Repository.read("Sources/README.md") ?? [], as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      guard cells.count == 5, cells[1].contains("`"), let module = names(cells[1]).first else { return nil }
      return (module, cells[3].contains("not built") ? nil : Set(names(cells[3])))
    }
  }()

  private static let map = rows.compactMap { row in row.allowed.map { (module: row.module, allowed: $0) } }

  /// The words of a cell without its quotes.
  private static func names(_ cell: Substring) -> [String] {
    cell.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
  }

  /// Swift files below `folder`, by path.
  private static func files(in folder: String) -> [(path: String, text: String)] {
    Repository.names(in: folder).flatMap { name -> [(path: String, text: String)] in
      let path = folder + "/" + name
      guard name.hasSuffix(".swift") else { return name.contains(".") ? [] : files(in: path) }
      return [(path, String(decoding: Repository.read(path) ?? [], as: UTF8.self))]
    }
  }

  private static func imports(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
      return words.first == "import" ? words.last.map(String.init) : nil
    }
  }

  @Test func everyModuleStandsOnTheMap() {
    #expect(Self.map.count > 15)
    #expect(Self.rows.map(\.module).sorted() == Repository.names(in: "Sources").filter { !$0.contains(".") })
  }

  @Test func modulesImportWhatTheMapAllows() {
    let libraries: Set<String> = ["Glibc", "Synchronization", "_Builtin_intrinsics.intel.sse2"]
    for (module, allowed) in Self.map where module != "tokview" && module != "tokview-benchmark" {
      for file in Self.files(in: "Sources/" + module) {
        for name in Self.imports(of: file.text) where !libraries.contains(name) {
          #expect(allowed.contains(name), "\(file.path) imports \(name)")
        }
      }
    }
  }

  /// Foundation is nowhere, ncurses in one module, the argument parser in the program.
  @Test func outsideModulesStayWhereTheyBelong() {
    let places = ["CNcurses": "Sources/Terminal/", "TOMLKit": "Sources/Formats/", "ArgumentParser": "Sources/tokview/"]
    for file in Self.files(in: "Sources") + Self.files(in: "Tests") {
      for name in Self.imports(of: file.text) {
        #expect(!name.hasPrefix("Foundation"), "\(file.path)")
        if let place = places[name] { #expect(file.path.hasPrefix(place), "\(file.path) imports \(name)") }
      }
    }
  }

  @Test func filesStayShort() {
    for file in Self.files(in: "Sources") {
      let lines = file.text.utf8.count { $0 == 0x0A }
      #expect(lines <= 700, "\(file.path) has \(lines) lines")
    }
  }
}
