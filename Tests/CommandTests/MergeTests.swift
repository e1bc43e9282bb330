import TestSupport
import Testing

/// `stats --merge` gives what one run over all documents gives.
@Suite struct MergeTests {
  private static let tokenizers = ["bpe", "scaffold", "turkish", "r2l", "bytes"]

  private static func stats(_ arguments: [String], _ documents: [String], in folder: TemporaryFolder) -> [UInt8] {
    let run = ProgramRun(
      ["stats", "--json"] + arguments + tokenizers.flatMap { ["-t", $0] } + documents.map { folder[$0] })
    #expect(run.code == 0, "\(run.errors)")
    return run.output
  }

  /// Seeded documents, split at random between runs; the first of each kind once more, and empty ones.
  @Test(arguments: 0..<4 as Range<UInt64>) func mergedReportsAreThoseOfOneRun(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let words = [
      "keyboards", " the", "1234567", "\n", "pencereden", "§", " ", "KİTAP", "\u{FFFF}", "don't", "U.S.C.", "  ",
    ]
    let folder = TemporaryFolder()
    var names: [String] = []
    for index in 0..<8 {
      let count = index == 3 ? 0 : Int.random(in: 0...200, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      folder.write(Array(text.utf8) + (index == 5 ? [0xFF, 0xC3] : []), "d\(index)")
      names.append("d\(index)")
    }
    let whole = Self.stats(["--tokens"], names, in: folder)
    var parts: [String] = []
    var rest = names[...]
    while !rest.isEmpty {
      let part = rest.prefix(Int.random(in: 1...4, using: &random))
      rest = rest.dropFirst(part.count)
      folder.write(Self.stats(["--tokens"], Array(part), in: folder), "r\(parts.count)")
      parts.append(folder["r\(parts.count)"])
    }
    let merged = ProgramRun(["stats", "--merge", "--json"] + parts)
    #expect(merged.output == whole, "seed \(seed): \(merged.errors)")
    // Reports in one file, and a merge of merges.
    folder.write(merged.output + Self.stats(["--tokens"], ["d0"], in: folder), "all")
    let again = ProgramRun(["stats", "--merge", "--json", folder["all"]])
    #expect(again.output == Self.stats(["--tokens"], names + ["d0"], in: folder), "seed \(seed)")
  }

  /// Without counts of tokens in each report entropies are not known; all else is.
  @Test func entropiesNeedTokenCounts() {
    let folder = TemporaryFolder()
    folder.write(ProgramRun("stats", "--json", "-t", "bytes", "--text", "ab c").output, "a")
    folder.write(ProgramRun("stats", "--json", "--tokens", "-t", "bytes", "--text", "ab c").output, "b")
    let run = ProgramRun("stats", "--merge", "--json", folder["a"], folder["b"])
    #expect(run.text.contains(#""entropy":null,"#) && run.text.contains(#""token_types":null,"#), "\(run.text)")
    #expect(run.text.contains(#""tokens":8,"#) && !run.text.contains("token_counts"))
  }

  @Test func printsATable() {
    let folder = TemporaryFolder()
    folder.write(ProgramRun("stats", "--json", "--turkish", "-t", "bytes", "--text", "ab c").output, "a")
    let run = ProgramRun("stats", "--merge", "--kinds", folder["a"], folder["a"])
    #expect(run.code == 0 && run.errors == "tokview: left out the Turkish shares: they cannot be added up\n")
    #expect(run.lines.count == 2 && run.lines[1].hasPrefix("bytes              2      8       8  "), "\(run.text)")
    let piped = ProgramRun("stats", "--merge", "--kinds", "-", input: folder.read("a") ?? [])
    #expect(piped.lines.last?.hasPrefix("bytes              1      4       4  ") == true)
  }

  /// Bits are added where one model gave them all.
  @Test func addsTheBitsOfOneModel() {
    let folder = TemporaryFolder()
    folder.write(ProgramRun("stats", "--json", "--model", "-t", "bpe", "--text", "The lease.").output, "a")
    folder.write(ProgramRun("stats", "--json", "-t", "bpe", "--text", "The lease.").output, "b")
    let both = ProgramRun("stats", "--merge", "--json", folder["a"], folder["a"]).text
    let one = String(decoding: folder.read("a") ?? [], as: UTF8.self)
    let share = one.firstMatch(of: /"bits_per_byte":([0-9.]+)/)?.1
    #expect(share != nil && both.contains(#""bits_per_byte":\#(share ?? "")"#), "\(both)")
    #expect(!ProgramRun("stats", "--merge", "--json", folder["a"], folder["b"]).text.contains("bits_per_byte"))
  }

  @Test func refusesWhatIsNoReport() {
    let folder = TemporaryFolder()
    let good = ProgramRun("stats", "--json", "-t", "bytes", "--text", "ab c").text
    func changed(_ old: String, _ new: String) -> String {
      String(good.split(separator: old, omittingEmptySubsequences: false).joined(separator: new))
    }
    for (text, message) in [
      ("{}", "no object of schema tokview/stats/1"), ("x", "expected a value"), (good + "{", "the text ends"),
      (changed(#""tokens":4"#, #""tokens":5"#), "do not add up to its counts"),
      (changed("[[1,4]]", "[[1,5]]"), "do not add up to its counts"),
      (changed("[[1,4]]", "[[1,2],[1,2]]"), "has 1 twice"), (changed("[[1,4]]", "[[1,4,4]]"), "more than two numbers"),
      (changed("[[1,4]]", "[[4611686018427387904,4]]"), "expected a whole number"),
      (changed(#""words":2,"#, ""), "no words"), (changed("documents", "texts"), "no documents"),
    ] {
      folder.write(Array(text.utf8), "report")
      let run = ProgramRun("stats", "--merge", folder["report"])
      #expect(run.code == 1 && run.output.isEmpty && run.errors.contains(message), "\(message): \(run.errors)")
      #expect(run.errors.hasPrefix("tokview: cannot read ") && run.errors.split(separator: "\n").count == 1)
    }
  }
}
