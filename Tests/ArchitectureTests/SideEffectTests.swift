import Testing

/// Few modules touch files or write to the terminal; checked on the source text.
@Suite struct SideEffectTests {
  @Test func importsAndCallsAreRecognised() {
    #expect(SourceFile.all.count > 60)
    #expect(SourceFile.importedModule("import Glibc") == "Glibc")
    #expect(SourceFile.importedModule("@preconcurrency package import Glibc") == "Glibc")
    #expect(SourceFile.importedModule("import func Glibc.exit") == "Glibc")
    #expect(SourceFile.importedModule("let import = 1") == nil)
    #expect(SourceFile.calls("open", "  let file = open(path, 0)"))
    #expect(SourceFile.calls("open", "  let file = Glibc.open(path, 0)"))
    #expect(!SourceFile.calls("open", "  state.open(path)"))
    #expect(!SourceFile.calls("open", "  func open(path: Int)"))
    #expect(!SourceFile.calls("open", "  reopen(path)"))
  }

  @Test func fewModulesTouchFiles() {
    let filing: Set<String> = ["Formats", "Catalog", "Engine", "tokview", "tokview-benchmark", "DeveloperTools"]
    let calls = ["open", "openat", "fopen", "creat", "opendir", "unlink", "rename", "mkdir", "stat", "lstat"]
    // Without the import the names are those of the module itself.
    for file in SourceFile.all where !filing.contains(file.module) && file.imports.contains("Glibc") {
      for line in file.lines {
        for call in calls where SourceFile.calls(call, line) {
          // The terminal itself, which is no file of the user's.
          let isTerminal = file.module == "Terminal" && line.contains("\"/dev/tty\"")
          #expect(isTerminal, "\(file.path) calls \(call): \(line)")
        }
      }
    }
  }

  @Test func fewModulesEmitEscapes() {
    let escaping: Set<String> = ["Export", "Terminal"]
    let literals = ["\\u{1b}", "\\u{001b}", "\\u{9b}", "\\u{009b}", "0x1b"]
    for file in SourceFile.all where !escaping.contains(file.module) {
      for line in file.lines {
        let lower = line.lowercased()
        #expect(!literals.contains { lower.contains($0) }, "\(file.path) writes an escape byte: \(line)")
      }
    }
  }

  /// Nothing that is opened can run anything: only the benchmark starts a program, in a terminal of its own.
  @Test func noProgramIsStarted() {
    let calls = [
      "posix_spawn", "posix_spawnp", "system", "popen", "fork", "vfork", "execv", "execve", "execvp", "execl", "execlp",
      "dlopen",
      "cterm_spawn",
    ]
    for file in SourceFile.all where file.module != "tokview-benchmark" {
      for line in file.lines {
        for call in calls where SourceFile.calls(call, line) {
          // An error has a case of that name.
          #expect(line.contains("case system("), "\(file.path) calls \(call): \(line)")
        }
      }
    }
  }
}
