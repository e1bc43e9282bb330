import Glibc
import Screen
import TerminalTestSupport
import TestSupport
import Testing

/// What the screen writes is what the command that it prints writes.
@Suite(.serialized) struct ExportFlowTests {
  private let folder = TemporaryFolder()

  private func start(_ line: String, size: Size = Size(width: 80, height: 24)) throws -> PseudoTerminal {
    let script = "cd '\(folder.path)' && exec '\(Products.path("tokview"))' \(line)"
    return try #require(
      PseudoTerminal(
        ["/bin/sh", "-c", script], environment: ["HOME": "/dev/null/home", "XDG_CACHE_HOME": folder["cache"]],
        size: size))
  }

  /// Runs the line that was copied last.
  private func runCopied() -> ProgramRun {
    ProgramRun.shell(
      "tokview() { \"$TOKVIEW\" \"$@\"; }; cd '\(folder.path)'; eval \"$(cat cache/tokview/yank.txt)\" < input")
  }

  struct Case: CustomTestStringConvertible {
    let line: String
    let keys: String
    /// Seen when what nothing waits for is done: an editor that was left, counts of long texts and of several.
    var sign = ""
    let export: String
    let name: String
    var testDescription: String { "\(line) \(keys) \(export)" }
  }

  static let cases = [
    Case(line: "--sample 0", keys: "jj!2B", export: "xa", name: "00-start-compare-tint-80x24.ans"),
    Case(line: "--sample 0", keys: "=iI=", export: "xt", name: "00-start-compare-80x24.txt"),
    Case(line: "--sample 1", keys: "Gsttt", export: "xfh", name: "01-en-plain-compare-full-80x24.html"),
    Case(line: "--sample 21", keys: "a>.zhhs", export: "xs", name: "21-induction-lessee-attn-L1H0-80x24.svg"),
    Case(line: "--sample 21", keys: "az:digits\r", export: "xt", name: "21-induction-lessee-attn-L0-80x24.txt"),
    Case(line: "--sample 21", keys: "wK)>j", export: "xv", name: "21-induction-lessee-words-L1.tsv"),
    Case(line: "--sample 26 --ascii", keys: "rP.v))", export: "xft", name: "26-"),
    Case(line: "long", keys: "G(((k{", export: "xt", name: "long-compare-80x24.txt"),
    Case(line: "long", keys: "Gp<jj", export: "xj", name: "long-compare.json"),
    Case(line: "\"it's=1\"", keys: ":terms terms.txt\rjj!l", export: "xv", name: "it-s-1-terms.tsv"),
    Case(line: "\"it's=1\"", keys: ":damage\r))vSj", export: "xj", name: "it-s-1-damage.json"),
    Case(line: "--sample 1", keys: "ms", export: "xt", name: "01-en-plain-metrics-80x24.txt"),
    Case(line: "- < input", keys: "ggl", export: "xa", name: "standard-input-compare-tint-80x24.ans"),
    Case(line: "--sample 1", keys: "VssGkk", export: "xt", name: "01-en-plain-vocabulary-80x24.txt"),
    Case(line: "--sample 0", keys: "VlF:find ing\rjj\r", export: "xa", name: "00-start-vocabulary-80x24.ans"),
    Case(line: "--sample 0", keys: "Vjjjf", export: "xj", name: "00-start-vocabulary.json"),
    Case(line: "long", keys: "Vsssjjj", export: "xv", name: "long-vocabulary.tsv"),
    Case(line: "--sample 0", keys: "gge it's\u{1B}", sign: "kept as edited", export: "xa", name: "00-start-compare-"),
    Case(
      line: "\"it's=1\"", keys: "ggeab\u{1B}", sign: "kept as edited", export: "xj", name: "it-s-1-compare.json"
    ),
    Case(line: "--documents nul parts", keys: "]G", export: "xt", name: "parts-2-compare-80x24.txt"),
    Case(line: "--sample 0", keys: "/ \rn", export: "xa", name: "00-start-compare-"),
    Case(line: "--sample 21", keys: "w/\\differs\r", export: "xh", name: "21-"),
    Case(
      line: "-t bytes \"it's=1\" - parts < input", keys: "]mC", sign: " 113 ", export: "xt",
      name: "standard-input-metrics-corpus-80x24.txt"),
    Case(
      line: "-t bytes terms.txt \"it's=1\"", keys: "mC", sign: " 80 ", export: "xj",
      name: "terms.txt-metrics-corpus.json"),
  ]

  @Test(arguments: cases) func theCommandWritesTheSame(_ one: Case) throws {
    folder.write(
      Array("The exemptions: 1234567, evlerimizdekilerden \u{1B}[2J <script>\n".utf8) + [0xFF, 0x0A], "it's=1")
    folder.write(Array("ev\nevler\nevlerimiz\n".utf8), "terms.txt")
    folder.write(Array("piped text, 1234567\n".utf8), "input")
    folder.write(Array("first\u{0}the second, 1234567\n\u{0}third".utf8), "parts")
    folder.write(Array((1...3_000).map { "line \($0): the exemptions of 1234567\n" }.joined().utf8), "long")
    let program = try start(one.line)
    // All else is there when it is exported, however soon the keys come; the tokens of a long text are counted beside that.
    if one.line == "long" {
      #expect(program.wait { $0.contains("44001") && !$0.contains("counted") }, "\(program.screen.text)")
    }
    if one.sign.isEmpty {
      program.type(one.keys + one.export)
    } else {
      program.type(one.keys)
      #expect(program.wait(for: one.sign), "\(one.sign)\n\(program.screen.text)")
      program.type(one.export)
    }
    #expect(program.wait(for: "wrote tokview-shots/"), "\(program.screen.text)")
    program.type("yc")
    #expect(program.wait(for: "copied the command"), "\(program.screen.text)")
    // Asked again where an edit would be lost.
    program.type(one.sign == "kept as edited" ? "qq" : "q")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [])
    let names = ProgramRun.shell("ls '\(folder.path)/tokview-shots'").lines.map(String.init)
    #expect(names.count == 1 && names[0].hasPrefix(one.name), "\(names)")
    let written = folder.read("tokview-shots/" + (names.first ?? "")) ?? []
    let run = runCopied()
    let command = String(decoding: folder.read("cache/tokview/yank.txt") ?? [], as: UTF8.self)
    #expect(run.code == 0, "\(command)\n\(run.errors)")
    #expect(!written.isEmpty && run.output == written, "\(command)\n\(difference(run.output, written))")
  }

  private func difference(_ a: [UInt8], _ b: [UInt8]) -> String {
    let lines = [a, b].map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
    let place = zip(lines[0], lines[1]).enumerated().first { $0.element.0 != $0.element.1 }
    return place.map { "line \($0.offset)\n\($0.element.0)\n\($0.element.1)" } ?? "\(a.count) and \(b.count) bytes"
  }

  @Test func copiesToTheClipboard() throws {
    folder.write(Array("ab".utf8), "input")
    let program = try start("-t bytes input")
    #expect(program.wait { $0.contains("COMPARE") && $0.contains("  bytes ") })
    program.type("yy")
    #expect(program.wait(for: "copied 2 tokens, 5 bytes"), "\(program.screen.text)")
    #expect(program.screen.clipboards == ["YeKUgmI="])
    program.type("yj")
    #expect(program.wait(for: "copied JSON"), "\(program.screen.text)")
    program.type("q")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [] && program.screen.unknown == [])
    var status = stat()
    #expect(stat(folder["cache/tokview/yank.txt"], &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder["cache/tokview"], &status) == 0 && status.st_mode & 0o777 == 0o700)
    let json = ProgramRun("export", "compare", "-t", "bytes", "--format", "json", "input", folder: folder.path)
    #expect(folder.read("cache/tokview/yank.txt") == json.output)
  }

  /// 100 kB of text are too much for a clipboard; they are in the file.
  @Test func keepsWhatIsTooBig() throws {
    folder.write([UInt8](repeating: 0xFF, count: 30_000), "input")
    let program = try start("-t bytes input")
    #expect(program.wait { $0.contains("COMPARE") && $0.contains("  bytes ") })
    program.type("yy")
    #expect(program.wait(for: "too big for the clipboard, wrote "), "\(program.screen.text)")
    #expect(program.screen.clipboards == [])
    #expect(folder.read("cache/tokview/yank.txt")?.count == 30_000 + 3 * 29_999)
    program.type("q")
    #expect(program.waitForExit() == .code(0))
  }

  /// Paths that exist are told, and replaced when asked.
  @Test func writesToPaths() throws {
    folder.write([1], "there.svg")
    folder.write(Array("ab".utf8), "input")
    let program = try start("-t bytes input -o shots")
    #expect(program.wait { $0.contains("COMPARE") && $0.contains("  bytes ") })
    program.type(":export there.svg\r")
    #expect(program.wait(for: "it exists"), "\(program.screen.text)")
    #expect(folder.read("there.svg") == [1])
    program.type(":export! there.svg\r")
    #expect(program.wait(for: "wrote there.svg"), "\(program.screen.text)")
    #expect(folder.read("there.svg").map { String(decoding: $0, as: UTF8.self).hasPrefix("<svg") } == true)
    program.type(":export no/such/a.txt\r")
    #expect(program.wait(for: "cannot write no/such/a.txt"), "\(program.screen.text)")
    program.type("xtX")
    #expect(program.wait(for: "wrote shots/input-compare-80x24-2.txt"), "\(program.screen.text)")
    program.type("q")
    #expect(program.waitForExit() == .code(0))
  }
}
