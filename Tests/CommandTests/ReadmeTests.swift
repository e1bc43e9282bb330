import TestSupport
import Testing

@Suite struct ReadmeTests {
  private let readme = String(decoding: Repository.read("README.md") ?? [], as: UTF8.self)

  /// Every field that a command writes stands in the README, and so does every schema.
  @Test func namesEveryField() {
    let folder = TemporaryFolder()
    folder.write(Array("some text".utf8), "text")
    let runs = [
      ProgramRun("encode", "--json", "-t", "scaffold", "--text", "a b"),
      ProgramRun("stats", "--json", "--tokens", "--turkish", "-t", "bytes", "--text", "a b"),
      ProgramRun(
        "stats", "--json", "--gold", Repository.root + "/Sources/DeveloperTools/turkish/gold.txt", "-t", "bytes"),
      ProgramRun("export", "compare", "--format", "json", "--text", "a 1234"),
      ProgramRun("train", "bpe", "--json", "--input", folder["text"], "--size", "257", "-o", folder["v.json"]),
      ProgramRun("terms", "--json", "-t", "bytes"),
      ProgramRun("damage", "--json", "-t", "bytes", "--text", "a b"),
      ProgramRun("check", "--json", "--expect", "-", "--text", ""),
      ProgramRun("diff", "bpe", "r2l", "--json", "--text", "1234"),
      ProgramRun("count", "--json", "--text", "a b"),
      ProgramRun("seam", "--json", "--at", "4", "-t", "bpe", "--text", "the dog"),
      ProgramRun("list", "tokenizers", "--json"), ProgramRun("list", "samples", "--json"),
      ProgramRun("list", "themes", "--json"), ProgramRun("list", "lenses", "--json"),
      ProgramRun("export", "metrics", "--text", "a bc", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "metrics", "--all", "-t", "bytes", "--format", "json", folder["text"]),
      ProgramRun("export", "vocabulary", "--text", "a b", "-t", "scaffold", "--format", "json"),
      ProgramRun("export", "vocabulary", "-t", "turkish", "--kind", "suffix", "--format", "json"),
      ProgramRun("export", "attn", "--text", "a b", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "words", "--text", "a b", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "routing", "--text", "a b", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "seam", "--text", "a bc", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "explain", "--text", "a bc", "-t", "bpe", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "lens", "head-tags", "--text", "a b", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "lens", "load", "--text", "a b", "-t", "bytes", "--format", "json"),
      ProgramRun("export", "lens", "logit-lens", "--text", "a b", "-t", "bytes", "--format", "json"),
    ]
    var names: Set<String> = []
    for run in runs {
      #expect(run.code == 0, "\(run.errors)")
      for match in run.text.matches(of: /"([a-z_0-9]+)":/) { names.insert(String(match.1)) }
      for match in run.text.matches(of: /"schema":"([a-z\/0-9-]+)"/) { names.insert(String(match.1)) }
    }
    #expect(names.count > 40)
    names.remove("schema")
    for name in names.sorted() { #expect(readme.contains("`\(name)`"), "\(name)") }
  }

  /// The screens are what the program exports today.
  @Test func showsTheScreensOfToday() {
    for line in ["export compare --sample 0 --size 80x24", "export attn --sample 21 --layer 3 --head 0 --cursor 97"] {
      let run = ProgramRun(line.split(separator: " ").map(String.init))
      let screen = run.text.components(upTo: "\nCuts:")
      #expect(readme.contains("`tokview \(line)`"))
      #expect(readme.contains(screen), "export it again into the README:\n\(screen)")
    }
  }

  /// The difference of the text that the README has is the one that it shows.
  @Test func showsTheDifferenceOfToday() {
    let folder = TemporaryFolder()
    folder.write(Array("The keyboards are new.".utf8), "text.txt")
    let ids = ProgramRun("encode", "-t", "lbpe", "text.txt", folder: folder.path).output
    let run = ProgramRun("check", "--expect", "-", "text.txt", input: ids, folder: folder.path)
    #expect(run.code == 1 && run.lines.count == 4 && readme.contains("```\n\(run.text)```"), "\(run.text)\(run.errors)")
  }

  /// Every word that `export` takes as a view stands in the README.
  @Test func namesEveryExportedView() throws {
    let line = try #require(readme.split(separator: "\n").first { $0.hasPrefix("| `tokview export compare\\|") })
    let named = line.prefix { $0 != "[" }.split(separator: " ")[3].split(separator: "\\|").map(String.init)
    let help = ProgramRun("export", "--help").text.split(separator: "SUBCOMMANDS:").last ?? ""
    let views = help.split(separator: "\n").compactMap { $0.firstMatch(of: #/^ {2}([a-z]+) {2}/#).map { String($0.1) } }
    #expect(Set(named + ["lens"]) == Set(views))
  }

  @Test func namesEveryCommand() {
    let help = ProgramRun("--help").text
    for command in [
      "encode", "decode", "check", "diff", "count", "stats", "terms", "damage", "seam", "train", "vocab", "list",
      "export",
    ] {
      #expect(help.contains("  \(command) ") && readme.contains("`tokview \(command) "), "\(command)")
    }
  }
}

extension String {
  /// The text before `marker` without line ends at its end; all of it without the marker.
  fileprivate func components(upTo marker: String) -> String {
    var text = self[..<(range(of: marker) ?? endIndex)]
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }

  private func range(of marker: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(marker) }
  }
}
