import Glibc
import TestSupport
import Testing

/// Commands with arguments, files and folders that nobody would give them.
@Suite struct HostileUsageTests {
  private let folder = TemporaryFolder()

  private func isOneSafeLine(_ run: ProgramRun) -> Bool {
    run.errors.split(separator: "\n").count == 1 && run.errors.hasSuffix("\n")
      && !run.errors.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" || 0x7F..<0xA0 ~= $0.value || $0.value == 0x202E
      }
  }

  @Test(arguments: [
    ["--size", "99999999999999999999x1"], ["--size", "-1x-1"], ["--size", "1x"], ["--size", ""],
    ["--theme", "../../x"],
    ["--theme", "a/b"], ["--theme", ""], ["--sample", "-1"], ["--sample", "99999999999999999999"], ["--sample", ""],
    ["--sample", "\u{1B}[2J"], ["--layer", "99999999999999999999"], ["--layer", "-5"], ["--head", "1e9"],
    ["--format", ""],
  ])
  func refusesOddValues(arguments: [String]) {
    let run = ProgramRun(raw: (["export", "compare"] + arguments).map { Array($0.utf8) })
    #expect(run.code == 64, "\(arguments): \(run.errors)")
    #expect(run.output.isEmpty && !run.errors.utf8.contains(0x1B))
  }

  /// After `--` everything is a file.
  @Test func takesDashesAsFiles() {
    folder.write(Array("ab".utf8), "--help")
    let run = ProgramRun("encode", "-t", "bytes", "--", "--help", folder: folder.path)
    #expect(run.code == 0 && run.text == "97 98\n", "\(run.errors)")
    let empty = ProgramRun("encode", "-t", "bytes", "--", "")
    #expect(empty.code == 1 && isOneSafeLine(empty), "\(empty.errors)")
  }

  /// The longest argument that the system hands over.
  @Test func takesLongArguments() {
    let long = [UInt8](repeating: 0x61, count: 131_000)
    let text = ProgramRun(raw: [
      Array("encode".utf8), Array("-t".utf8), Array("bytes".utf8), Array("--text".utf8), long,
    ])
    #expect(text.code == 0 && text.output.count == 131_000 * 3)
    for arguments in [
      ["encode", "-t"], ["list", "samples", "--data-dir"], ["export", "compare", "--sample"], ["export"],
    ] {
      let run = ProgramRun(raw: arguments.map { Array($0.utf8) } + [long])
      #expect(
        run.code == 64 || run.code == 0 && arguments.contains("--data-dir"), "\(arguments): \(run.errors.prefix(200))")
      #expect(run.errors.utf8.count < 4_000, "\(arguments): \(run.errors.prefix(200))")
    }
  }

  /// Sockets, and names that try to drive the terminal.
  @Test func refusesSocketsAndShowsNamesSafely() {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(folder["socket"].utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    #expect(bound == 0)
    let run = ProgramRun("encode", "-t", "bytes", folder["socket"])
    #expect(run.code == 1 && isOneSafeLine(run), "\(run.errors)")
    close(descriptor)
    let name = folder["a\u{1B}]52;c;x\u{7}\n\u{202E}b"]
    for arguments in [
      ["encode", "-t", "bytes", name], ["stats", name], ["encode", "--text", "a", "-t", "bpe:" + name],
    ] {
      let run = ProgramRun(raw: arguments.map { Array($0.utf8) })
      #expect(run.code == 1 && isOneSafeLine(run), "\(run.errors)")
    }
    // An existing one, shown on the screen that is exported.
    folder.write(Array("text".utf8), "a\u{1B}]52;c;x\u{7}\n\u{202E}b")
    let shown = ProgramRun("export", "compare", "-t", "bytes", name)
    #expect(shown.code == 0 && !shown.output.contains(0x1B) && !shown.text.unicodeScalars.contains("\u{202E}"))
  }

  /// Without permission there is a message; the superuser has it everywhere.
  @Test func tellsWhatItMayNotRead() {
    guard geteuid() != 0 else { return }
    folder.write([0x61], "secret")
    chmod(folder["secret"], 0)
    let run = ProgramRun("encode", "-t", "bytes", folder["secret"])
    #expect(run.code == 1 && isOneSafeLine(run), "\(run.errors)")
  }

  /// Places where nothing can be written.
  @Test func refusesToWriteAnywhereElse() {
    folder.write([0x39], "target")
    symlink(folder["target"], folder["link"])
    mkdir(folder["folder"], 0o700)
    for path in [
      folder["folder"], folder["link"], folder["target"], folder["no/such"], folder["target"] + "/x", "/proc/tokview",
      "/dev/full", "", folder[String(repeating: "n", count: 300)],
    ] {
      let run = ProgramRun("export", "compare", "-t", "bytes", "--text", "a", "-o", path)
      #expect(run.code == 1 && isOneSafeLine(run), "\(path): \(run.code) \(run.errors)")
      #expect(run.output.isEmpty)
    }
    #expect(folder.read("target") == [0x39])
    #expect(folder.names == ["folder", "link", "target"])
    // The dash is standard output.
    #expect(ProgramRun("export", "compare", "-t", "bytes", "--text", "a", "-o", "-").text.contains("COMPARE"))
  }

  /// Broken vocabularies of every kind end in one line, and names in them are only shown.
  @Test func refusesBrokenVocabularies() {
    let broken: [(name: String, text: [UInt8])] = [
      ("empty.json", []), ("bom.json", [0xEF, 0xBB, 0xBF] + Array("{}".utf8)), ("utf16.json", [0xFF, 0xFE, 0x7B, 0]),
      ("nan.json", Array("NaN".utf8)), ("deep.json", [UInt8](repeating: UInt8(ascii: "["), count: 100_000)),
      ("open.json", Array(#"{"model":""#.utf8) + [UInt8](repeating: 0x61, count: 5_000_000)),
      ("escape.json", Array(#"{"model":{"type":"\u001b]52;c;x\u0007\u202e"}}"#.utf8)),
      ("key.json", Array(#"{"\u001b[2J":1,"\u001b[2J":2}"#.utf8)),
      ("binary.json", (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 3) }),
      ("empty.tiktoken", []), ("bad.tiktoken", Array("!!! 1\n".utf8)), ("one.tiktoken", Array("YQ== 0\n".utf8)),
      ("long.tiktoken", [UInt8](repeating: 0x41, count: 5_000_000)),
    ]
    for (name, text) in broken {
      folder.write(text, name)
      for specification in ["bpe:" + folder[name], folder[name] + "@cl100k", "turkish:" + folder[name]] {
        let run = ProgramRun("encode", "-t", specification, "--text", "a")
        #expect(run.code == 1 && isOneSafeLine(run) && run.output.isEmpty, "\(name): \(run.errors)")
      }
    }
  }

  /// Pieces that would drive the terminal are shown as text wherever they stand.
  @Test func showsHostilePiecesSafely() {
    let piece = "\u{1B}]52;c;x\u{7}\u{202E}\u{9B}2J"
    folder.write(Array(String(repeating: piece, count: 300).utf8), "text")
    let train = ProgramRun(
      "train", "bpe", "--pattern", "whole", "--input", folder["text"], "--size", "275", "-o", folder["\u{1B}[2Jv.json"])
    #expect(train.code == 0, "\(train.errors)")
    let id = "bpe:" + folder["\u{1B}[2Jv.json"]
    for arguments in [
      ["vocab", id, "--format", "tsv"], ["vocab", id], ["encode", "-t", id, "--format", "tsv"],
      ["encode", "-t", id, "--json"],
      ["stats", "-t", id], ["stats", "-t", id, "--json"], ["export", "compare", "-t", id],
      ["export", "compare", "-t", id, "--format", "json"],
    ] {
      let isText = arguments[0] != "vocab"
      let run = ProgramRun(raw: (arguments + (isText ? ["--text", piece] : [])).map { Array($0.utf8) })
      #expect(run.code == 0 && !run.output.isEmpty, "\(arguments): \(run.errors)")
      #expect(
        !run.text.unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" && $0 != "\t" || 0x7F..<0xA0 ~= $0.value || $0.value == 0x202E
        }, "\(arguments)")
    }
    for arguments in [
      ["encode", "-t", id, "--text", piece], ["encode", "-t", id, "--text", piece, "--format", "nope"],
    ] {
      let run = ProgramRun(raw: arguments.map { Array($0.utf8) })
      #expect(!run.errors.utf8.contains(0x1B) && !run.output.contains(0x1B), "\(run.errors)")
    }
  }

  /// A data folder full of broken things is told line by line, and the rest works.
  @Test func survivesABrokenDataFolder() {
    for name in ["samples", "themes", "vocabularies"] { mkdir(folder[name], 0o700) }
    let front = "+++\ntitle = \"\\u001b[2J\"\nlang = \"\u{202E}\"\n\"\u{1B}\" = 1\n+++\nx"
    folder.write(Array(front.utf8), "samples/a.txt")
    folder.write(
      Array("+++\ntitle = \"\u{202E}t\"\nlang = \"en\"\ndomain = \"d\"\nnote = \"\\u001b[31m\"\n+++\nx".utf8),
      "samples/b.txt")
    folder.write([UInt8](repeating: 0x0A, count: 1_000_000), "themes/lines.toml")
    folder.write(Array("[ui]\nfg = \"#12\"\nbg = 999\nunknown = 1\ninclude = \"../../x\"\n".utf8), "themes/odd.toml")
    folder.write((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 167) }, "themes/binary.toml")
    folder.write(Array("a = [, 3]".utf8), "themes/assert.toml")
    mkdir(folder["themes/folder.toml"], 0o700)
    mkfifo(folder["samples/pipe.txt"], 0o600)
    symlink("loop.txt", folder["samples/loop.txt"])
    folder.write([], "samples/\u{1B}]0;x\u{7}.txt")
    for arguments in [
      ["list", "samples"], ["list", "themes"], ["export", "compare", "-t", "bytes", "--theme", "odd"],
    ] {
      let run = ProgramRun(raw: (arguments + ["--data-dir", folder.path]).map { Array($0.utf8) })
      #expect(run.code == 0, "\(arguments): \(run.errors)")
      for text in [run.text, run.errors] {
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E }, "\(text)")
      }
      if arguments == ["list", "themes"] {
        #expect(run.errors.contains("themes/lines.toml") && run.errors.contains("themes/assert.toml"), "\(run.errors)")
      }
    }
  }

  /// Environment variables that other programs would follow.
  @Test func startsNoProgram() {
    for name in ["sh", "less", "vi", "env", "clear", "tput", "xclip"] {
      folder.write(Array("#!/bin/sh\necho started >> '\(folder["started"])'\n".utf8), name)
      chmod(folder[name], 0o700)
    }
    let environment = [
      "PATH=\(folder.path)", "EDITOR=\(folder["vi"])", "VISUAL=\(folder["vi"])", "PAGER=\(folder["less"])",
      "SHELL=\(folder["sh"])", "BROWSER=\(folder["env"])", "LESSOPEN=|\(folder["sh"]) %s",
    ]
    for arguments in [
      ["--help"], ["encode", "--text", "a"], ["list", "samples"], ["export", "compare", "--sample", "1"],
    ] {
      #expect(ProgramRun(raw: arguments.map { Array($0.utf8) }, environment: environment).code == 0)
    }
    #expect(folder.read("started") == nil)
  }
}
