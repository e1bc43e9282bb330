import TestSupport
import Testing

/// Views of the model without a terminal, on the bundled model.
@Suite struct HeatExportTests {
  private static let text = "The lessee shall pay. The lessee shall pay 1234567."

  @Test(arguments: ["attn", "words", "routing"]) func writesTheScreen(view: String) {
    let arguments = ["export", view, "-t", "bpe", "--text", Self.text, "--size", "100x30"]
    let run = ProgramRun(arguments)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.lines[2].hasPrefix("view \(view), 100x30, tokenizer bpe, layer 0"))
    #expect(run.lines[2].hasSuffix(", own cuts"))
    #expect(run.lines.allSatisfy { !$0.hasSuffix(" ") && !$0.utf8.contains(0x1B) })
    #expect(run.text.contains("lessee") || run.text.contains("les"))
    #expect(ProgramRun(arguments).output == run.output)
    let ascii = ProgramRun(arguments + ["--ascii"])
    #expect(ascii.code == 0 && ascii.output.allSatisfy { $0 < 0x80 })
  }

  /// Rows of attention sum to 1, and the table has the numbers of the object.
  @Test func attentionAsData() throws {
    let arguments = ["export", "attn", "-t", "bpe", "--text", Self.text, "--layer", "2", "--head", "3"]
    let json = ProgramRun(arguments + ["--format", "json"])
    #expect(json.code == 0, "\(json.errors)")
    #expect(json.text.hasPrefix(#"{"cuts":"own cuts","document":"text","head":3,"layer":2,"model":"bundled","#))
    #expect(json.text.contains(#""schema":"tokview/attention/1","sink":"raw""#))
    let table = ProgramRun(arguments + ["--format", "tsv"])
    let rows = table.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.count > 10 && rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows[0].prefix(3) == ["query", "text", "key 0"])
    for row in rows.dropFirst() {
      let query = try #require(Int(row[0]))
      let weights = row.dropFirst(2).compactMap { Double(String($0)) }
      #expect(weights.count == query + 1)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-4)
    }
  }

  @Test func wordsAndRoutingAsData() throws {
    let words = ProgramRun("export", "words", "-t", "bpe", "--text", Self.text, "--format", "tsv", "--cursor", "30")
    #expect(words.code == 0, "\(words.errors)")
    let cells = words.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    let cursor = try #require(cells[0][2].split(separator: " ").last.flatMap { Int($0) })
    #expect(cells[cursor + 1][2] == cells[cursor + 1][3] && !cells[cursor + 1][2].isEmpty)
    #expect(cells[cursor + 2][2].isEmpty && !cells[cursor + 2][3].isEmpty)
    let routing = ProgramRun("export", "routing", "-t", "bpe", "--text", Self.text, "--format", "tsv")
    let rows = routing.lines.dropFirst().map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    for row in rows {
      let chosen = row[3..<6].compactMap { Int($0) }
      let probabilities = row[6...].compactMap { Double(String($0)) }
      #expect(chosen.count == 3 && probabilities.count == 12 && abs(probabilities.reduce(0, +) - 1) < 1e-4)
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
      #expect(best == chosen[0])
    }
    #expect(
      ProgramRun("export", "routing", "-t", "bpe", "--text", Self.text, "--format", "json").text.contains(
        #""null_experts":[8,9,10,11]"#))
  }

  /// Every lens that `list lenses` names gives a table with a heading.
  @Test func everyLensIsATable() throws {
    let names = ProgramRun("list", "lenses").lines.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.count == 13)
    for name in names {
      let table = ProgramRun("export", "lens", name, "-t", "bpe", "--text", Self.text)
      #expect(table.code == 0, "\(name): \(table.errors)")
      let rows = table.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
      #expect(rows.count > 4 && rows.allSatisfy { $0.count == rows[0].count }, "\(name)")
      let json = ProgramRun("export", "lens", name, "-t", "bpe", "--text", Self.text, "--format", "json")
      #expect(json.text.contains(#""lens":"\#(name)""#) && json.text.contains(#""schema":"tokview/lens/1""#))
    }
  }

  /// The policy is named on the screen and marked as what-if.
  @Test func whatIfIsMarked() {
    let plain = ProgramRun("export", "routing", "-t", "bpe", "--text", Self.text, "--size", "120x40")
    let dropped = ProgramRun(
      "export", "routing", "-t", "bpe", "--text", Self.text, "--size", "120x40", "--policy", "capacity-drop",
      "--capacity", "0.5")
    #expect(!plain.text.contains("what-if") && dropped.text.contains("what-if"))
    #expect(plain.output != dropped.output)
  }

  @Test func refusesWhatIsNotThere() {
    for arguments in [
      ["export", "attn", "--text", "a b", "--layer", "4"], ["export", "attn", "--text", "a b", "--head", "9"],
      ["export", "attn", "--text", "a b", "--scale", "cubic"], ["export", "lens", "nothing", "--text", "a b"],
      ["export", "routing", "--text", "a", "--capacity", "9"], ["export", "attn", "--text", "a", "--cursor=-1"],
    ] {
      let run = ProgramRun(arguments)
      #expect(run.code == 64, "\(arguments): \(run.errors)")
    }
    let empty = ProgramRun("export", "attn", "-t", "bpe", "--text", "")
    #expect(empty.code == 1 && empty.errors.contains("the text is empty"))
  }

  /// A trace file drives the same views, and says what it lacks.
  @Test func tracesAreShownToo() {
    let folder = TemporaryFolder()
    let path = folder["t.trace.safetensors"]
    #expect(ProgramRun("trace", "-t", "bpe", "--text", Self.text, "-o", path).code == 0)
    let own = ProgramRun("export", "attn", "-t", "bpe", "--text", Self.text, "--format", "tsv", "--layer", "2")
    let recorded = ProgramRun("export", "attn", path, "--format", "tsv", "--layer", "2")
    #expect(recorded.code == 0, "\(recorded.errors)")
    #expect(recorded.lines.count == own.lines.count)
    let screen = ProgramRun("export", "routing", path)
    #expect(screen.code == 0 && screen.text.contains("1 Trace bpe"))
  }
}
