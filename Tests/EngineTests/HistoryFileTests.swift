import Explorer
import Glibc
import TestSupport
import Testing

@testable import Engine

@Suite struct HistoryFileTests {
  private let folder = TemporaryFolder()

  private func file(_ name: String = "history", below: String = "state/tokview") -> HistoryFile {
    HistoryFile(folder: Array(folder[below].utf8), name: name)
  }

  @Test func keepsLinesForTheNextRun() {
    #expect(file().read().isEmpty)
    file().append("goto 5")
    file().append("hex")
    #expect(file().read() == ["goto 5", "hex"])
    var status = stat()
    #expect(stat(folder["state/tokview/history"], &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder["state/tokview"], &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  /// A file that anyone may have written: only what could have been typed comes back.
  @Test func readsOnlyWhatCanBeTyped() {
    folder.makeFolders("state", "state/tokview")
    folder.write(
      Array("ok\n\u{1B}]0;x\u{7}y\n\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("§ last".utf8), "state/tokview/history")
    #expect(file().read() == ["ok", "]0;xy", "§ last"])
  }

  @Test func longFilesAreCutDown() {
    let file = HistoryFile(folder: Array(folder.path.utf8), name: "history")
    let limit = Prompt.historyLimit
    folder.write(Array((0..<5 * limit).map { "line \($0)\n" }.joined().utf8), "history")
    #expect(file.read() == (4 * limit..<5 * limit).map { "line \($0)" })
    #expect(folder.read("history")?.count { $0 == 0x0A } == limit)
    #expect(folder.names == ["history"])
    folder.write([UInt8](repeating: 0x78, count: 4 << 20), "history")
    #expect(file.read().isEmpty)
  }

  /// Neither a missing folder nor a link, a pipe or a folder in the file's place is an error, and none is written into.
  @Test func nothingIsFatal() {
    folder.makeFolders("state", "state/tokview", "state/tokview/searches")
    file("searches").append("x")
    #expect(file("searches").read().isEmpty)
    #expect(mkfifo(folder["state/tokview/pipe"], 0o600) == 0)
    file("pipe").append("x")
    #expect(file("pipe").read().isEmpty)
    folder.write([], "target")
    #expect(symlink(folder["target"], folder["state/tokview/link"]) == 0)
    file("link").append("x")
    #expect(folder.read("target") == [])
    folder.write([], "plain")
    file(below: "plain/tokview").append("x")
    #expect(file(below: "plain/tokview").read().isEmpty)
    HistoryFile(folder: [], name: "history").append("x")
    HistoryFile(folder: [0x2F, 0], name: "history").append("x")
  }

  @Test func severalProgramsAppendWholeLines() async {
    let file = file()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 { group.addTask { for line in 0..<20 { file.append("writer \(writer) line \(line)") } } }
    }
    let lines = file.read()
    #expect(lines.count == 160 && Set(lines).count == 160)
  }
}
