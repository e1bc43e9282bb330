import Engine
import Glibc
import TestSupport
import Testing

@Suite struct OutputFileTests {
  private let folder = TemporaryFolder()

  private func path(_ name: String) -> [UInt8] { Array(folder[name].utf8) }

  @Test func writesANewFileAndNothingElse() throws {
    try OutputFile.write([1, 2, 3], to: path("a"), replacing: false)
    #expect(folder.read("a") == [1, 2, 3])
    #expect(folder.names == ["a"])
  }

  @Test func keepsAnExistingFile() throws {
    folder.write([9], "a")
    #expect(throws: OutputError.exists(path: path("a"))) { try OutputFile.write([1], to: path("a"), replacing: false) }
    #expect(folder.read("a") == [9])
    try OutputFile.write([1], to: path("a"), replacing: true)
    #expect(folder.read("a") == [1])
    #expect(folder.names == ["a"])
  }

  /// A link is a name that is taken; replacing it leaves what it points to alone.
  @Test func doesNotWriteThroughALink() throws {
    folder.write([9], "target")
    symlink(folder["target"], folder["link"])
    symlink(folder["nothing"], folder["dangling"])
    for name in ["link", "dangling"] {
      #expect(throws: OutputError.exists(path: path(name))) {
        try OutputFile.write([1], to: path(name), replacing: false)
      }
      try OutputFile.write([1], to: path(name), replacing: true)
      #expect(folder.read(name) == [1])
    }
    #expect(folder.read("target") == [9])
    #expect(folder.names == ["dangling", "link", "target"])
  }

  /// What is no file is written into, with or without a link to it, and stays what it is.
  @Test func writesIntoPipesAndDevices() throws {
    mkfifo(folder["pipe"], 0o666)
    symlink(folder["pipe"], folder["link"])
    for (name, replacing) in [("pipe", false), ("pipe", true), ("link", true)] {
      let reader = open(folder["pipe"], O_RDONLY | O_NONBLOCK)
      try OutputFile.write([1, 2, 3], to: path(name), replacing: replacing)
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(reader, &bytes, bytes.count) == 3 && bytes.prefix(3) == [1, 2, 3])
      close(reader)
    }
    #expect(folder.names == ["link", "pipe"])
    var status = stat()
    #expect(lstat(folder["pipe"], &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(lstat(folder["link"], &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    symlink("/dev/null", folder["null"])
    try OutputFile.write([1], to: path("null"), replacing: true)
    #expect(lstat(folder["null"], &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func refusesFoldersAndMissingOnes() throws {
    let own = Array(folder.path.utf8)
    #expect(throws: OutputError.cannotWrite(path: own, code: EISDIR)) {
      try OutputFile.write([1], to: own, replacing: true)
    }
    let missing = path("no/such")
    #expect(throws: OutputError.cannotWrite(path: missing, code: ENOENT)) {
      try OutputFile.write([1], to: missing, replacing: false)
    }
    #expect(throws: OutputError.cannotWrite(path: [], code: ENOENT)) {
      try OutputFile.write([1], to: [], replacing: false)
    }
    #expect(folder.names == [])
  }

  @Test func numbersNamesThatAreTaken() throws {
    for expected in ["s.txt", "s-2.txt", "s-3.txt"] {
      let path = try OutputFile.writeNumbered([7], folder: Array(folder.path.utf8), name: "s.txt")
      #expect(path == Array(folder[expected].utf8))
    }
  }

  @Test(arguments: [
    ("a.txt", "a.txt"), ("../../etc/passwd", "_._.._etc_passwd"), (".hidden", "_hidden"), ("a\u{1B}[2Jb", "a__2Jb"),
    ("", "text"),
    ("çay", "_ay"),
  ])
  func makesPlainNames(name: String, expected: String) { #expect(OutputFile.fileName(name) == expected) }
}
