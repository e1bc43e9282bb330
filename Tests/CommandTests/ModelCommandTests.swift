import TestSupport
import Testing

/// Commands that run the bundled model, and models of the user's.
@Suite struct ModelCommandTests {
  private static let tiny = Repository.root + "/Tests/Golden/Models/qwen3moe"

  @Test func surprisalIsOneLineForEachToken() {
    let run = ProgramRun("encode", "--surprisal", "-t", "bytes", "--text", "a\n")
    let fields = run.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(run.code == 0 && run.errors == "")
    #expect(fields.map { $0.first } == ["97", "10"] && fields.map(\.last) == ["a", "↵"])
    #expect(fields.allSatisfy { $0.count == 3 && (Double($0[1]) ?? -1) > 0 })
    let named = ProgramRun("encode", "--surprisal", "-t", "bytes", "-t", "bpe", "--text", "a")
    #expect(named.lines.map { $0.split(separator: "\t")[0] } == ["bytes", "bpe"])
  }

  @Test func surprisalIsPartOfRecords() {
    let plain = ProgramRun("encode", "--json", "-t", "scaffold", "--text", "ab")
    #expect(!plain.text.contains("surprisal"))
    let run = ProgramRun("encode", "--json", "--surprisal", "-t", "scaffold", "--text", "ab")
    // The first stage is no cut that a model reads.
    #expect(run.text.split(separator: "\"surprisal\":").count == 2)
    // Without a start token in the vocabulary of its configuration the first token has none.
    let other = ProgramRun("encode", "--json", "--surprisal", "--model", Self.tiny, "-t", "bytes", "--text", "ab")
    #expect(other.code == 0 && other.text.split(separator: "\"surprisal\":").count == 3)
  }

  @Test func statsAddBitsPerByte() {
    let run = ProgramRun("stats", "--model", "-t", "bpe", "-t", "bytes", "--text", "The quick brown fox.")
    #expect(run.code == 0)
    #expect(run.lines.first?.hasSuffix("bits/byte") == true)
    let values = run.lines.dropFirst().map { $0.split(separator: " ").last.flatMap { Double($0) } ?? -1 }
    // A model that has learned something needs less than the 8 bits of a byte for pieces it was trained on.
    #expect(values.count == 2 && values[0] > 0 && values[0] < 8)
    let json = ProgramRun("stats", "--json", "--model", "-t", "bpe", "--text", "The quick brown fox.")
    for key in ["bits_per_byte", "model_bits", "model_bytes", "model"] { #expect(json.text.contains("\"\(key)\":")) }
  }

  @Test func aTraceIsWrittenAndOpened() {
    let folder = TemporaryFolder()
    let path = folder["a.trace.safetensors"]
    let run = ProgramRun("trace", "-t", "r2l", "--text", "1234567", "-o", path)
    #expect(run.code == 0 && run.output.isEmpty && run.errors == "")
    let again = ProgramRun("trace", "--text", "x", "-o", path)
    #expect(again.code == 1 && again.errors.contains(path))
    let bytes = folder.read("a.trace.safetensors") ?? []
    #expect(String(decoding: bytes.prefix(4_096), as: UTF8.self).contains("\"tokenizer\":\"r2l\""))
    #expect(ProgramRun("trace", "-t", "r2l", "--text", "1234567").output == bytes)
  }

  /// A text longer than one run is read window by window; the file holds the part that was read.
  @Test func aLongTextHasWindows() {
    let text = String(repeating: "word ", count: 400) + String(repeating: "last ", count: 200)
    let first = ProgramRun("trace", "-t", "bpe", input: Array(text.utf8))
    #expect(first.errors == "tokview: window 0 of 2; own cuts\n")
    let second = ProgramRun("trace", "-t", "bpe", "--window", "1", input: Array(text.utf8))
    let head = String(decoding: second.output.prefix(8_192), as: UTF8.self)
    #expect(head.contains("last last") && !head.contains("word word"))
    let none = ProgramRun("trace", "-t", "bpe", "--window", "2", input: Array(text.utf8))
    #expect(none.code == 64 && none.errors.contains("There is no window 2; the text has 2"))
  }

  @Test func faultsAreOneLine() {
    let folder = TemporaryFolder()
    let missing = ProgramRun("encode", "--surprisal", "--model", folder.path, "--text", "a")
    #expect(missing.code == 1 && missing.errors == "tokview: cannot read \(folder.path)/config.json: no such file\n")
    folder.write(Array(#"{"model_type":"mixtral"}"#.utf8), "config.json")
    let other = ProgramRun("stats", "--model-dir", folder.path, "--text", "a")
    #expect(other.code == 1 && other.errors.contains("mixtral") && other.errors.contains("trace"))
    #expect(other.errors.split(separator: "\n").count == 1)
    #expect(ProgramRun("encode", "--model", folder.path, "--text", "a").code == 64)
    #expect(ProgramRun("trace", "--text", "").errors == "tokview: cannot trace text: the text is empty\n")
    let weights = ProgramRun("explore", Self.tiny + "/model.safetensors")
    #expect(weights.code == 1 && weights.errors.contains("a model is opened by its folder"))
  }
}
