import TestSupport
import Testing

@testable import Formats

@Suite struct TraceFileTests {
  private typealias Tensor = SafetensorsWriter.Tensor

  /// Three tokens, the first special, over `aß!`; two layers of two heads; one layer of four experts.
  static let trace = TraceFile(
    model: "tiny", tokenizer: "bpe", text: Array("aß!".utf8),
    tokens: [.init(id: 9, bytes: nil), .init(id: 97, bytes: 0..<3), .init(id: 33, bytes: 3..<4)],
    attention: .init(
      kind: .probabilities, layers: [0, 3], heads: [0, 2],
      values: [
        1, 0.5, 0.5, 0.25, 0.25, 0.5, 1, 1, 0, 0, 0, 1,
        1, 0.75, 0.25, 0.5, 0.5, 0, 1, 0.125, 0.875, 1, 0, 0,
      ]),
    routing: .init(
      layers: [3], expertCount: 4, chosenCount: 2, kind: .logits, scores: [1, 0, -1, 2, 0, 0, 0, 0, -4, 8, 1, 1],
      chosen: [3, 0, 0, 1, 1, 2], weights: [0.7, 0.3, 0.25, 0.25, 1, 0.5], normalizesWeights: true, nullCount: 1),
    logProbabilities: [-0.5, -1.25, -2])

  private func read(_ trace: TraceFile) throws(FormatError) -> TraceFile { try TraceFile(trace.writer().bytes()) }

  /// A file of these tensors and metadata besides those of the format.
  private static func file(_ tensors: [Tensor], _ metadata: [String: String] = [:]) -> [UInt8] {
    SafetensorsWriter(tensors, metadata: ["format": "tokview-trace", "version": "1"].merging(metadata) { $1 }).bytes()
  }

  /// Two tokens of one byte each.
  private static func tokens(ids: [Int32] = [1, 2], offsets: [Int32] = [0, 1, 1, 2]) -> [Tensor] {
    [
      .init("tokens.ids", shape: [ids.count], int32s: ids),
      .init("tokens.offsets", shape: [offsets.count / 2, 2], int32s: offsets),
    ]
  }

  private static func file(
    with tensors: [Tensor], _ metadata: [String: String] = [:]
  ) -> [UInt8] {
    file(tokens() + tensors, ["text": "ab"].merging(metadata) { $1 })
  }

  private func read(with tensors: [Tensor], _ metadata: [String: String] = [:]) throws(FormatError) -> TraceFile {
    try TraceFile(Self.file(with: tensors, metadata))
  }

  @Test func readsWhatItWrote() throws {
    #expect(try read(Self.trace) == Self.trace)
    #expect(Self.trace.isFinite)
    var least = TraceFile(text: [], tokens: [.init(id: 0, bytes: nil)])
    #expect(try read(least) == least)
    least.tokens = []
    #expect(try read(least) == least)
    var changed = Self.trace
    changed.text = [0xFF, 0x00, 0xC3, 0x41]
    changed.attention?.kind = .logits
    changed.attention?.values[5] = -.infinity
    changed.routing?.scores = nil
    changed.routing?.kind = .logits
    // Without scores the greatest expert that was chosen says how many there are.
    changed.routing?.nullCount = 0
    #expect(try read(changed) == changed)
    #expect(changed.isFinite)
    changed.attention?.values[5] = .nan
    #expect(try !read(changed).isFinite)
    changed = Self.trace
    changed.attention = .init(
      kind: .probabilities, isCausal: false, layers: [1], heads: [0],
      values: [0.5, 0.5, 0, 0, 0, 1, 0.25, 0.25, 0.5])
    changed.routing?.chosen = nil
    changed.routing?.weights = nil
    #expect(try read(changed) == changed)
    #expect(TraceFile.isTrace(try SafetensorsFile(changed.writer().bytes())))
    #expect(try !TraceFile.isTrace(SafetensorsFile(SafetensorsFixture.mixed.bytes())))
  }

  @Test func storesHalfPrecision() throws {
    var trace = Self.trace
    trace.attention?.values[1] = 0.1
    let bytes = trace.writer().bytes()
    #expect(try TraceFile(bytes).attention?.values[1] == Float(Float16(0.1)))
    let file = try SafetensorsFile(bytes)
    #expect(file["attn.3"]?.type == .float16)
    #expect(file["attn.3"]?.shape == [2, 6])
    #expect(file.metadata("layers") == Array("0,3".utf8))
    #expect(file.metadata("heads") == Array("0,2".utf8))
  }

  /// Squares, other element types, keys that are left out.
  @Test func readsWhatOthersWrite() throws {
    let square: [Float] = [1, 0, 0.25, 0.75]
    let wide: [UInt8] = [5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
    let bytes = Self.file(
      [
        .init("tokens.ids", .int64, shape: [2], bytes: wide),
        .init("tokens.offsets", shape: [2, 2], int32s: [0, 1, 1, 2]),
        .init("attn.7", shape: [1, 2, 2], float32s: square), .init("router.0", shape: [2, 2], float32s: [3, 1, 0, 2]),
        .init("extra", shape: [1], float32s: [1]),
      ], ["text": "ab", "layers": "32", "top_k": "1", "norm_topk": "False"])
    let trace = try TraceFile(bytes)
    #expect(trace.tokens == [.init(id: 5, bytes: 0..<1), .init(id: 6, bytes: 1..<2)])
    #expect(trace.attention == .init(kind: .probabilities, layers: [7], heads: [0], values: [1, 0.25, 0.75]))
    #expect(trace.routing == .init(layers: [0], expertCount: 2, chosenCount: 1, scores: [3, 1, 0, 2]))
    #expect(trace.notes.isEmpty && trace.logProbabilities == nil)
    // The upper half of causal logits may be anything.
    let logits = try read(
      with: [.init("attn.0", shape: [1, 2, 2], float32s: [5, 9, 1, 1])], ["attn_kind": "logits"])
    #expect(logits.attention?.values == [5, 1, 1])
    let unknown = try read(with: [.init("logprob", shape: [2], float32s: [.nan, -1])])
    #expect(unknown.logProbabilities?[0].isNaN == true)
    let empty = try TraceFile(
      Self.file(Self.tokens(ids: [1, 2, 3], offsets: [0, 1, 1, 1, -1, -1]), ["text": "ab"]))
    #expect(empty.tokens.map(\.bytes) == [0..<1, 1..<1, nil])
  }

  @Test func turnsLogitsIntoProbabilitiesOfWhatIsSeen() throws {
    let attention = TraceFile.Attention(
      kind: .logits, layers: [0], heads: [0], values: [7, 1, 1, 0, -.infinity, 0])
    let probabilities = attention.probabilities(tokens: 3)
    #expect(probabilities.values == [1, 0.5, 0.5, 0.5, 0, 0.5])
    #expect(probabilities.kind == .probabilities)
    #expect(probabilities.probabilities(tokens: 3) == probabilities)
    var open = attention
    open.isCausal = false
    open.values = [0, 0, 1000, 1000]
    #expect(open.probabilities(tokens: 2).values == [0.5, 0.5, 0.5, 0.5])
    for stray: [Float] in [[.nan, 1], [1, .nan], [.infinity, 1], [-.infinity, -.infinity]] {
      open.values = stray + [0, 0]
      let values = open.probabilities(tokens: 2).values
      #expect(values[0].isNaN && values[1].isNaN && values[2...] == [0.5, 0.5], "\(stray)")
    }
    let routing = TraceFile.Routing(layers: [0], expertCount: 2, chosenCount: 1, scores: [0, 0, 3, 3])
    #expect(routing.probabilities() == [0.5, 0.5, 0.5, 0.5])
  }

  /// Scores that are probabilities are never put through a softmax again, whatever the file calls them.
  @Test func recognisesProbabilities() throws {
    let scores = Tensor("router.0", shape: [2, 3], float16s: [0.1, 0.2, 0.7, 0.3, 0.3, 0.4])
    let trace = try read(with: [scores], ["router_kind": "logits"])
    #expect(trace.routing?.kind == .probabilities)
    #expect(trace.routing?.probabilities() == trace.routing?.scores)
    #expect(trace.notes.count == 1)
    #expect(try read(with: [scores], ["router_kind": "probs"]).notes.isEmpty)
    let logits = Tensor("router.0", shape: [2, 3], float16s: [0.1, 0.2, 0.7, 0.3, 0.3, 0.5])
    #expect(try read(with: [logits]).routing?.kind == .logits)
    let negative = Tensor("router.0", shape: [2, 3], float16s: [0.1, 0.2, 0.7, -1, 1, 1])
    #expect(try read(with: [negative]).routing?.kind == .logits)
  }

  /// What, the file, the kind of error, and a part of its message.
  static let hostile: [(String, [UInt8], FormatError.Kind, String)] = {
    typealias Row = (String, [UInt8], FormatError.Kind, String)
    func offsets(_ numbers: [Int32]) -> [UInt8] { file(tokens(offsets: numbers), ["text": "ab"]) }
    let square = Tensor("attn.0", shape: [1, 2, 2], float32s: [1, 0, 0.5, 0.5])
    let scores = Tensor("router.0", shape: [2, 2], float32s: [0, 1, 2, 3])
    let chosen = Tensor("routed.0", shape: [2, 1], int32s: [0, 1])
    func attention(_ values: [Float], _ metadata: [String: String] = [:]) -> [UInt8] {
      file(with: [.init("attn.0", shape: [1, 2, 2], float32s: values)], metadata)
    }
    let rows: [Row] = [
      ("no trace", SafetensorsFixture.mixed.bytes(), .missing, "format"),
      ("version", file(tokens(), ["version": "2"]), .unsupported, "\"2\""),
      ("no ids", file([tokens()[1]]), .missing, "tokens.ids"),
      ("no offsets", file([tokens()[0]]), .missing, "tokens.offsets"),
      (
        "ids of two dimensions", file([.init("tokens.ids", shape: [1, 2], int32s: [1, 2]), tokens()[1]]), .value,
        "[1, 2]"
      ),
      (
        "ids as floats", file([.init("tokens.ids", shape: [2], float32s: [1, 2]), tokens()[1]]), .value, "expected I32"
      ),
      ("fewer offsets", file(tokens(offsets: [0, 1])), .inconsistent, "[1, 2]"),
      ("negative id", file(tokens(ids: [1, -1]), ["text": "ab"]), .value, "token 1"),
      (
        "id of 64 bits",
        file([.init("tokens.ids", .int64, shape: [1], bytes: [0, 0, 0, 0, 1, 0, 0, 0]), tokens(offsets: [0, 1])[1]]),
        .value, "4294967296"
      ),
      ("reversed bytes", offsets([1, 0, 1, 2]), .inconsistent, "token 0"),
      ("past the text", offsets([0, 1, 1, 3]), .inconsistent, "between 1 and 2"),
      ("overlap", offsets([0, 2, 1, 2]), .inconsistent, "token 1"),
      ("descending", offsets([1, 2, 0, 1]), .inconsistent, "token 1"),
      ("half special", offsets([-1, 1, 1, 2]), .inconsistent, "-1 to 1"),
      ("least number", offsets([.min, .max, 0, 1]), .inconsistent, "token 0"),
      ("no text", file(tokens()), .inconsistent, "and 0"),
      ("unit", file(with: [], ["offset_unit": "char"]), .unsupported, "char"),
      ("hex", file(with: [], ["text_hex": "6"]), .value, "text_hex"),
      ("no hex", file(with: [], ["text_hex": "zz"]), .value, "text_hex"),
      (
        "attention of other tokens",
        file(with: [.init("attn.0", shape: [1, 3, 3], float32s: [Float](repeating: 0, count: 9))]), .inconsistent,
        "[1, 3, 3]"
      ),
      ("flat attention", file(with: [.init("attn.0", shape: [4], float32s: [1, 0, 1, 0])]), .inconsistent, "[4]"),
      ("attention of nothing", file(with: [.init("attn.0", shape: [], float32s: [1])]), .inconsistent, "[]"),
      (
        "other heads", file(with: [square, .init("attn.1", shape: [2, 3], float32s: [1, 1, 0, 1, 1, 0])]),
        .inconsistent, "attn.1"
      ),
      (
        "packed but not causal",
        file(with: [.init("attn.0", shape: [1, 3], float32s: [1, 0, 1])], ["causal": "false"]), .inconsistent, "[1, 3]"
      ),
      ("later keys", attention([0.5, 0.5, 0.5, 0.5]), .inconsistent, "query 0 sees the later key 1"),
      ("later keys of NaN", attention([1, .infinity, 0.5, 0.5]), .inconsistent, "no probability"),
      ("no probabilities", attention([1, 0, -3, 4]), .inconsistent, "attn_kind"),
      ("kind", attention([1, 0, 1, 0], ["attn_kind": "scores"]), .unsupported, "scores"),
      ("causal", attention([1, 0, 1, 0], ["causal": "maybe"]), .unsupported, "maybe"),
      ("heads", file(with: [square], ["heads": "0,1"]), .value, "heads"),
      (
        "heads descend", file(with: [.init("attn.0", shape: [2, 3], float32s: [1, 1, 0, 1, 1, 0])], ["heads": "3,1"]),
        .value, "heads"
      ),
      ("head without a number", file(with: [square], ["heads": "a"]), .value, "heads"),
      ("integers as attention", file(with: [.init("attn.0", shape: [1, 3], int32s: [1, 0, 1])]), .value, "found I32"),
      ("layer without a number", file(with: [.init("attn.x", shape: [1], float32s: [1])]), .value, "attn.x"),
      ("layer with a zero", file(with: [.init("attn.01", shape: [1], float32s: [1])]), .value, "attn.01"),
      ("large layer", file(with: [.init("attn.4096", shape: [1], float32s: [1])]), .value, "4095"),
      (
        "layer above 64 bits", file(with: [.init("router.99999999999999999999", shape: [1], float32s: [1])]), .value,
        "layer"
      ),
      (
        "other experts", file(with: [scores, .init("router.1", shape: [2, 3], float32s: [0, 0, 0, 0, 0, 0])]),
        .inconsistent, "router.1"
      ),
      ("no experts", file(with: [.init("router.0", shape: [2, 0], float32s: [])]), .limit, "0 experts"),
      (
        "scores of three dimensions", file(with: [.init("router.0", shape: [1, 2, 2], float32s: [0, 1, 2, 3])]),
        .inconsistent, "[1, 2, 2]"
      ),
      ("logits called probabilities", file(with: [scores], ["router_kind": "probs"]), .inconsistent, "router_kind"),
      ("scores of ids", file(with: [scores], ["router_kind": "ids"]), .inconsistent, "ids"),
      ("router kind", file(with: [scores], ["router_kind": "x"]), .unsupported, "x"),
      (
        "expert above the last", file(with: [scores, .init("routed.0", shape: [2, 1], int32s: [0, 2])]), .value,
        "expert 2"
      ),
      ("negative expert", file(with: [.init("routed.0", shape: [2, 1], int32s: [0, -1])]), .value, "expert -1"),
      (
        "one expert twice", file(with: [.init("routed.0", shape: [2, 2], int32s: [0, 1, 1, 1])]), .duplicate, "token 1"
      ),
      (
        "chosen in another layer", file(with: [scores, .init("routed.1", shape: [2, 1], int32s: [0, 1])]),
        .inconsistent, "other layers"
      ),
      (
        "weights alone", file(with: [.init("routed_weight.0", shape: [2, 1], float32s: [0, 1])]), .missing, "routed.0"
      ),
      (
        "weights without chosen", file(with: [scores, .init("routed_weight.0", shape: [2, 1], float32s: [0, 1])]),
        .inconsistent, "routed_weight"
      ),
      (
        "other weights", file(with: [chosen, .init("routed_weight.0", shape: [2, 2], float32s: [0, 1, 2, 3])]),
        .inconsistent, "[2, 2]"
      ),
      (
        "other k", file(with: [chosen, .init("routed.1", shape: [2, 2], int32s: [0, 1, 0, 1])]), .inconsistent,
        "routed.1"
      ),
      ("top k", file(with: [scores, chosen], ["top_k": "2"]), .inconsistent, "top_k"),
      ("top k above", file(with: [scores], ["top_k": "3"]), .inconsistent, "3 of 2"),
      ("top k in words", file(with: [scores], ["top_k": "two"]), .value, "top_k"),
      ("top k negative", file(with: [scores], ["top_k": "-1"]), .value, "top_k"),
      ("null experts", file(with: [scores], ["num_null": "3"]), .value, "num_null"),
      ("norm", file(with: [scores], ["norm_topk": "\u{1B}[2J"]), .unsupported, "norm_topk"),
      ("chance above 1", file(with: [.init("logprob", shape: [2], float32s: [-1, 0.5])]), .value, "token 1"),
      (
        "chances of other tokens", file(with: [.init("logprob", shape: [3], float32s: [-1, -1, -1])]), .inconsistent,
        "[3]"
      ),
      // No data at all, yet the shape asks for a million heads.
      (
        "heads of nothing",
        file([
          .init("tokens.ids", shape: [0], int32s: []), .init("tokens.offsets", shape: [0, 2], int32s: []),
          .init("attn.0", shape: [1 << 40, 0], float32s: []),
        ]), .limit, "heads"
      ),
      (
        "experts of nothing",
        file([
          .init("tokens.ids", shape: [0], int32s: []), .init("tokens.offsets", shape: [0, 2], int32s: []),
          .init("router.0", shape: [0, 1 << 40], float32s: []),
        ]), .limit, "experts"
      ),
      (
        "chosen of nothing",
        file([
          .init("tokens.ids", shape: [0], int32s: []), .init("tokens.offsets", shape: [0, 2], int32s: []),
          .init("routed.0", shape: [0, 1 << 40], int32s: []),
        ]), .inconsistent, "routed.0"
      ),
    ]
    return rows
  }()

  @Test(arguments: hostile.indices)
  func refuses(_ row: Int) {
    let (name, bytes, kind, part) = Self.hostile[row]
    var error: FormatError?
    do throws(FormatError) { _ = try TraceFile(bytes) } catch let fault { error = fault }
    let shown = error.map(\.description) ?? "accepted"
    #expect(error?.kind == kind, "\(name): \(shown)")
    #expect(shown.contains(part), "\(name): \(shown)")
    #expect(shown.count < 300 && !shown.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "\(name): \(shown)")
  }

  @Test func sizesAreCheckedFirst() {
    var limits = TraceFile.Limits()
    func kind(_ limits: TraceFile.Limits) -> FormatError.Kind? {
      do throws(FormatError) {
        _ = try TraceFile(Self.trace.writer().bytes(), limits: limits)
        return nil
      } catch { return error.kind }
    }
    #expect(kind(limits) == nil)
    limits.tokens = 2
    #expect(kind(limits) == .limit)
    limits = .init()
    limits.values = 23
    #expect(kind(limits) == .limit)
    limits.values = 24
    #expect(kind(limits) == nil)
    limits.header.headerBytes = 100
    #expect(kind(limits) == .limit)
  }
}
