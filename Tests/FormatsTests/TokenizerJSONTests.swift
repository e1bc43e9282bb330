import Testing
import UnicodeText

@testable import Formats

@Suite struct TokenizerJSONTests {
  private typealias Fixture = VocabularyFixture

  private func read(_ text: String) throws(FormatError) -> TokenizerFile { try TokenizerFile(json: Array(text.utf8)) }

  private func fault(_ text: String) -> FormatError? {
    do throws(FormatError) {
      _ = try read(text)
      return nil
    } catch { return error }
  }

  @Test func readsWhatIsValid() throws {
    #expect(try read(Fixture.json()) == Fixture.file())
  }

  @Test func mergesMayBeTextsAndMayComeFirst() throws {
    let texts = #"["a b","ab c","Ġ t","h e","Ġt he"]"#
    #expect(try read(Fixture.json(merges: texts)) == Fixture.file())
    let first = Fixture.json(model: "").replacing(#""vocab":"#, with: #""merges":\#(texts),"vocab":"#)
      .replacing(#","merges":\#(Fixture.merges)}}"#, with: "}}")
    #expect(try read(first) == Fixture.file())
  }

  @Test(arguments: KnownPattern.allCases)
  func writesWhatItReads(_ pattern: KnownPattern) throws {
    var file = Fixture.file(pattern: pattern)
    file.ignoresMerges = true
    file.scaffold = [256, 258]
    file.addedTokens = [.init(id: 300, content: Array("<|é\u{0}\"|>".utf8), special: true)]
    file.addedTokens[0].singleWord = true
    file.addedTokens[0].stripsRight = true
    _ = file.pieces.append(file.addedTokens[0].content, id: 300)
    #expect(try TokenizerFile(json: file.json()) == file)
  }

  @Test func randomVocabulariesRoundTrip() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let file = Fixture.random(count: 2000, seed: seed)
      #expect(try TokenizerFile(json: file.json()) == file, "seed \(seed)")
    }
  }

  @Test(arguments: KnownPattern.allCases)
  func everySpellingIsRecognised(_ pattern: KnownPattern) throws {
    for spelling in pattern.spellings {
      #expect(try read(Fixture.json(preTokenizer: Fixture.preTokenizer(spelling))).pattern == pattern)
    }
    let removed = Fixture.preTokenizer(pattern.regex).replacing(
      #""behavior":"Isolated","invert":false"#, with: #""behavior":"Removed","invert":true"#)
    #expect(try read(Fixture.json(preTokenizer: removed)).pattern == pattern)
  }

  @Test func byteLevelAloneIsGPT2() throws {
    let alone = #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true}"#
    #expect(try read(Fixture.json(preTokenizer: alone)).pattern == .gpt2)
    #expect(try read(Fixture.json(preTokenizer: #"{"pretokenizers":[\#(alone)],"type":"Sequence"}"#)).pattern == .gpt2)
  }

  @Test func gapsAndHighIDsAreLegal() throws {
    let file = try read(Fixture.json(vocabulary: Fixture.vocabulary(replacing: [#""Ġthe""#: "2000000000"])))
    #expect(file.merges.last?.result == 2_000_000_000)
  }

  @Test func addedTokensKeepTheirFlags() throws {
    let added =
      #"[{"id":400,"content":"<s>","single_word":true,"lstrip":true,"rstrip":false,"normalized":true,"special":false}]"#
    let file = try read(Fixture.json(added: added))
    var expected = TokenizerFile.AddedToken(id: 400, content: Array("<s>".utf8))
    expected.singleWord = true
    expected.stripsLeft = true
    expected.normalized = true
    #expect(file.addedTokens == [expected])
    #expect(file.pieces.count == Fixture.file().pieces.count + 1)
  }

  @Test(arguments: [
    (#"{"type":"NFKC"}"#, NormalForm.nfkc), (#"{"type":"NFC"}"#, .nfc), (#"{"type":"Sequence","normalizers":[]}"#, nil),
    (#"{"normalizers":[{"type":"NFKC"},{"type":"NFC"}],"type":"Sequence"}"#, .nfkc),
    (#"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFKC"}]}"#, .nfkc),
  ])
  func normalFormsAreRead(_ normalizer: String, _ form: NormalForm?) throws {
    let file = try read(Fixture.json(normalizer: normalizer))
    #expect(file.normalForm == form && file.pattern == .tokview)
    #expect(try TokenizerFile(json: file.json()) == file)
  }

  @Test func withoutAnExpressionTheTextIsWhole() throws {
    #expect(try read(Fixture.json(preTokenizer: Fixture.byteLevel)).pattern == .whole)
    for preTokenizer in ["null", #"{"type":"Sequence","pretokenizers":[]}"#] {
      let normalizer = #"{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"ByteLevel"}]}"#
      let json = Fixture.json(normalizer: normalizer, preTokenizer: preTokenizer)
      if preTokenizer != "null" {
        #expect(fault(json)?.kind == .unsupported)
        continue
      }
      let file = try read(json)
      #expect(file.pattern == .whole && file.normalForm == .nfkc)
      #expect(try read(json.replacing(#""pre_tokenizer":null,"#, with: "")) == file)
    }
  }

  /// `§§` in the vocabulary reads as the bytes A7 A7, yet is there for the added token of that text.
  @Test func addedTextsInTheVocabularyAreNoBytes() throws {
    let vocabulary = Fixture.vocabulary(entries: [("\"§§\"", "300")])
    let file = try read(Fixture.json(vocabulary: vocabulary, added: #"[{"id":300,"content":"§§"}]"#))
    #expect(file.pieces.index(of: Array("§§".utf8)).map { file.pieces.ids[$0] } == 300)
    #expect(file.pieces.index(of: [0xA7, 0xA7]) == nil)
    #expect(try TokenizerFile(json: file.json()) == file)
  }

  @Test func missingBytesAreNamed() throws {
    let file = try read(Fixture.json(vocabulary: Fixture.vocabulary(skipping: [0x18, 0xFF])))
    #expect(file.alphabet == .bytes((UInt8.min...UInt8.max).filter { $0 != 0x18 && $0 != 0xFF }))
    #expect(try TokenizerFile(json: file.json()) == file)
    // The byte of an added token is none of the model's.
    let added = try read(
      Fixture.json(vocabulary: Fixture.vocabulary(skipping: [0x0A]), added: #"[{"id":10,"content":"\n"}]"#))
    #expect(added.alphabet == .bytes((UInt8.min...UInt8.max).filter { $0 != 0x0A }))
    #expect(try read(Fixture.json()).alphabet == nil)
  }

  /// Merges over dead pieces go, the others keep their order.
  @Test func deadPiecesAndTheirMergesAreLeftOut() throws {
    let entries = [("\" \"", "300"), ("\"b \"", "301"), ("\" b \"", "302"), (#""\u0000""#, "303")]
    let merges = Fixture.merges.replacing("[[", with: #"[["b"," "],["#).replacing("]]", with: #"],[" ","b "]]"#)
    #expect(try read(Fixture.json(vocabulary: Fixture.vocabulary(entries: entries), merges: merges)) == Fixture.file())
  }

  @Test(arguments: ["null", #"{"type":"Split","pattern":{"Regex":REGEX},"behavior":"Isolated","invert":false}"#])
  func withoutByteLevelPiecesAreTexts(preTokenizer: String) throws {
    let regex = #""\#(KnownPattern.gpt2.regex.replacing("\\", with: "\\\\"))""#
    let json = Fixture.json(
      vocabulary: #"{"a":0,"é":1,"—":2,"Ġ":3,"éa":4,"a—Ġ":5,"—Ġ":6}"#, merges: #"[["é","a"],"— Ġ",["a","—Ġ"]]"#,
      added: #"[{"id":1,"content":"é"},{"id":7,"content":"日"}]"#,
      preTokenizer: preTokenizer.replacing("REGEX", with: regex))
    let file = try read(json)
    #expect(file.pattern == (preTokenizer == "null" ? .whole : .gpt2))
    #expect(file.alphabet == .characters([0x61, 0xE9, 0x2014, 0x120]))
    #expect(file.merges.map(\.result) == [4, 6, 5])
    #expect(file.pieces.index(of: Array("éa".utf8)) != nil)
    let again = try TokenizerFile(json: file.json())
    #expect(again.merges == file.merges && again.addedTokens == file.addedTokens && again.pattern == file.pattern)
    guard case .characters(let characters) = again.alphabet else { throw FormatError(.value, at: .whole, "bytes") }
    #expect(characters.sorted() == [0x61, 0xE9, 0x120, 0x2014])
    // The model may come before what says how it is read.
    let parts = json.replacing(#""version":"1.0","#, with: "").split(separator: #""model":"#)
    #expect(try read(#"{"model":"# + parts[1].dropLast() + "," + parts[0].dropFirst().dropLast() + "}") == file)
  }

  /// As the package writes them: the text of the token is another word than the piece in the byte-level alphabet.
  @Test func addedTokensMayHaveTheBytesOfPieces() throws {
    let file = try read(
      Fixture.json(added: #"[{"id":261,"content":" t"},{"id":262,"content":"\n"},{"id":256,"content":"ab"}]"#))
    #expect(file.addedTokens.map(\.id) == [261, 262, 256])
    #expect(file.pieces == Fixture.file().pieces)
    let again = try TokenizerFile(json: file.json())
    #expect(again.pieces == file.pieces && again.merges == file.merges)
    #expect(again.addedTokens == file.addedTokens.sorted { $0.id < $1.id })
  }

  /// The package numbers added tokens that are no entries from the end of the vocabulary on.
  @Test(arguments: [([261, 262], 261), ([262], 262), ([270, 271], 263), ([300, 261], 263)] as [([UInt32], Int)])
  func addedTokensThatWouldGetOtherIDsAreEntries(ids: [UInt32], count: Int) throws {
    var file = Fixture.file()
    for id in ids {
      let content = Array("<\(id)>".utf8)
      file.addedTokens.append(.init(id: id, content: content))
      _ = file.pieces.append(content, id: id)
    }
    let text = String(decoding: file.json(), as: UTF8.self)
    let entries = text.split(separator: "\n").drop { !$0.hasPrefix("\"vocab\"") }.dropFirst().prefix {
      $0 != "]," && !$0.hasPrefix("\"merges")
    }
    #expect(entries.count == count, "\(ids)")
  }

  /// A vocabulary entry outside the alphabet is the text of an added token, or dead.
  @Test func addedTokensMayStandInTheVocabulary() throws {
    let vocabulary = Fixture.vocabulary(entries: [("\"<｜s｜>\"", "300")])
    #expect(
      try read(Fixture.json(vocabulary: vocabulary, added: #"[{"id":300,"content":"<｜s｜>"}]"#)).addedTokens.count == 1)
    #expect(try read(Fixture.json(vocabulary: vocabulary)) == Fixture.file())
    #expect(
      fault(Fixture.json(vocabulary: vocabulary, added: #"[{"id":301,"content":"<｜s｜>"}]"#))?.kind == .inconsistent)
  }

  /// What is refused: name, text, kind of the fault, part of the message.
  static let hostile: [(String, String, FormatError.Kind, String)] = [
    (
      "J3 key twice", Fixture.json(vocabulary: Fixture.vocabulary(entries: [(#""\u0061b""#, "300")])), .duplicate,
      "\"ab\""
    ),
    ("J3 top key twice", Fixture.json(rest: #""normalizer":null,"#), .duplicate, "normalizer"),
    (
      "J4 surrogate", Fixture.json(vocabulary: Fixture.vocabulary(entries: [(#""\ud800""#, "300")])), .encoding,
      "surrogate"
    ),
    ("J5 negative", id("-1"), .value, "\"Ġthe\""), ("J5 2^63", id("9223372036854775808"), .value, "\"Ġthe\""),
    ("J5 fraction", id("1.5"), .value, "1.5"), ("J5 text", id("\"12\""), .value, "a number"),
    ("J5 exponent", id("1e3"), .value, "1e3"),
    ("J5 2^31", id("2147483648"), .value, "2147483648"), ("J5 id twice", id("97"), .duplicate, "id 97"),
    ("J6 absent part", merge(#"["x","yz"]"#), .inconsistent, "merges[1]: the right part"),
    ("J6 absent left part", merge(#"["xy","z"]"#), .inconsistent, "merges[1]: the left part"),
    ("J6 absent result", merge(#"["x","y"]"#), .inconsistent, "merges[1]: the result"),
    ("J6 three parts", merge(#"["x","y","z"]"#), .value, "merges[1]: 3 parts"),
    ("J6 one part", merge(#""xy""#), .value, "merges[1]: 1 parts"),
    ("J6 empty part", merge(#""a ""#), .value, "merges[1]: an empty part"),
    ("J6 empty array part", merge(#"["","a"]"#), .value, "empty part"),
    ("J6 double space", merge(#""a  b""#), .value, "3 parts"), ("J6 number", merge("7"), .value, "merges[1]"),
    ("J6 copy", merge(#"["a","b"]"#), .duplicate, "merges[1]"),
    (
      "J6 100k copies",
      Fixture.json(merges: "[" + Array(repeating: #""a b""#, count: 100_000).joined(separator: ",") + "]"), .duplicate,
      "merges[1]"
    ),
    (
      "J7 no byte at all", Fixture.json(vocabulary: #"{"日":0,"ab":1,"a b":2}"#, merges: "[]"), .missing,
      "no piece of one byte"
    ),
    (
      "J7 no character", Fixture.json(vocabulary: #"{"ab":0,"日本":1}"#, merges: "[]", preTokenizer: "null"), .missing,
      "no piece of one character"
    ),
    (
      "J7 unk and no byte",
      Fixture.json(vocabulary: Fixture.vocabulary(skipping: [0x7F]), model: #""unk_token":"abc","#), .unsupported,
      "unk_token"
    ),
    (
      "J7 unk and characters", Fixture.json(model: #""unk_token":"abc","#, preTokenizer: "null"), .unsupported,
      "unk_token"
    ),
    (
      "J7 ignored merges", Fixture.json(model: #""ignore_merges":true,"#, preTokenizer: "null"), .unsupported,
      "ignore_merges"
    ),
    (
      "J6 dead merge without result",
      Fixture.json(vocabulary: Fixture.vocabulary(entries: [("\" \"", "300")]), merges: #"[["a"," "]]"#), .inconsistent,
      "merges[0]: the result"
    ),
    ("J6 dead merge without part", merge(#"["日","a"]"#), .inconsistent, "merges[1]: the left part"),
    (
      "J5 id of a dead piece twice", Fixture.json(vocabulary: Fixture.vocabulary(entries: [("\"日\"", "97")])),
      .duplicate,
      "id 97"
    ),
    (
      "J3 dead piece twice",
      Fixture.json(vocabulary: Fixture.vocabulary(entries: [("\"日\"", "300"), ("\"日\"", "301")])),
      .duplicate, "twice"
    ),
    ("J7 empty vocabulary", Fixture.json(vocabulary: "{}"), .missing, "empty"),
    ("J7 unknown unk", Fixture.json(model: #""unk_token":"<unk>","#), .inconsistent, "unk_token"),
    ("J7 byte fallback", Fixture.json(model: #""byte_fallback":true,"#), .unsupported, "byte_fallback"),
    ("J8 5 MB piece", long(5_000_000), .limit, "65536"), ("J8 one too long", long(65_537), .limit, "65536"),
    ("J8 empty piece", Fixture.json(vocabulary: Fixture.vocabulary(entries: [("\"\"", "300")])), .value, "empty piece"),
    (
      "J9 catastrophic", Fixture.json(preTokenizer: Fixture.preTokenizer("(a+)+$")), .unsupported,
      "pre_tokenizer.pretokenizers[0].pattern.Regex"
    ),
    (
      "J9 long", Fixture.json(preTokenizer: Fixture.preTokenizer(String(repeating: "a", count: 1 << 20))), .unsupported,
      "(1048576 bytes)"
    ),
    ("J9 empty match", Fixture.json(preTokenizer: Fixture.preTokenizer("")), .unsupported, "pattern.Regex"),
    (
      "J9 literal", Fixture.json(preTokenizer: Fixture.preTokenizer("x").replacing("Regex", with: "String")),
      .unsupported, "String"
    ),
    ("J10 empty", Fixture.json(added: #"[{"id":300,"content":""}]"#), .value, "added_tokens[0]"),
    (
      "J10 twice", Fixture.json(added: #"[{"id":300,"content":"x!"},{"id":301,"content":"x!"}]"#), .duplicate,
      "added_tokens[1]"
    ),
    ("J10 no id", Fixture.json(added: #"[{"content":"x!"}]"#), .missing, "added_tokens[0]"),
    ("J10 id taken", Fixture.json(added: #"[{"id":97,"content":"x!"}]"#), .duplicate, "id 97"),
    ("J10 other id", Fixture.json(added: #"[{"id":300,"content":"ab"}]"#), .inconsistent, "256"),
    ("J11 normalizer", Fixture.json(normalizer: #"{"type":"NFKD"}"#), .unsupported, "normalizer \"NFKD\""),
    (
      "J11 nested normalizer",
      Fixture.json(normalizer: #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Lowercase"}]}"#),
      .unsupported, "normalizers[1]: unsupported: normalizer \"Lowercase\""
    ),
    (
      "J11 alphabet twice", Fixture.json(normalizer: #"{"type":"ByteLevel"}"#), .unsupported,
      "ByteLevel with a pre-tokenizer"
    ),
    (
      "J11 order of normalizers",
      Fixture.json(
        normalizer: #"{"type":"Sequence","normalizers":[{"type":"ByteLevel"},{"type":"NFKC"}]}"#, preTokenizer: "null"),
      .unsupported, "normalizers[1]"
    ),
    (
      "J11 neighbours in the alphabet",
      Fixture.json(
        added: #"[{"id":300,"content":"(a)","lstrip":true,"normalized":true}]"#, normalizer: #"{"type":"ByteLevel"}"#,
        preTokenizer: "null"), .unsupported, "white space"
    ),
    (
      "J10 alike when normalised",
      Fixture.json(
        added: #"[{"id":300,"content":"x1","normalized":true},{"id":301,"content":"x\u2460","normalized":true}]"#,
        normalizer: #"{"type":"NFKC"}"#), .duplicate, "added_tokens[1]"
    ),
    (
      "J10 id of a repeated token twice",
      Fixture.json(added: #"[{"id":300,"content":" t"},{"id":300,"content":"\n"}]"#),
      .duplicate, "id 300"
    ),
    ("J11 lone strip", Fixture.json(normalizer: #"{"strip_left":true,"type":"Strip"}"#), .unsupported, "Strip"),
    ("J11 type", Fixture.json(preTokenizer: #"{"type":"FixedLength","length":0}"#), .unsupported, "FixedLength"),
    (
      "J11 nested type", Fixture.json(preTokenizer: #"{"type":"Sequence","pretokenizers":[{"type":"Digits"}]}"#),
      .unsupported, "pretokenizers[0]"
    ),
    (
      "J11 nested sequence",
      Fixture.json(preTokenizer: #"{"type":"Sequence","pretokenizers":[{"type":"Sequence","pretokenizers":[]}]}"#),
      .unsupported, "Sequence"
    ),
    (
      "J11 three steps", Fixture.json(preTokenizer: #"{"type":"Sequence","pretokenizers":[\#(b),\#(b),\#(b)]}"#),
      .unsupported, "more than two"
    ),
    (
      "J11 order", Fixture.json(preTokenizer: #"{"type":"Sequence","pretokenizers":[\#(b),\#(b)]}"#), .unsupported,
      "combination"
    ),
    (
      "J11 prefix space", Fixture.json(preTokenizer: #"{"type":"ByteLevel","add_prefix_space":true}"#), .unsupported,
      "add_prefix_space"
    ),
    (
      "J11 behaviour",
      Fixture.json(
        preTokenizer: Fixture.preTokenizer(KnownPattern.tokview.regex).replacing("Isolated", with: "Removed")),
      .unsupported, "behavior"
    ),
    ("J11 stride", Fixture.json(rest: #""truncation":{"max_length":4,"stride":4},"#), .inconsistent, "stride 4"),
    ("J11 post-processor", Fixture.json(rest: #""post_processor":[1],"#), .value, "post_processor"),
    ("J11 decoder", Fixture.json(rest: #""decoder":"x","#), .value, "decoder"),
    ("J11 model", Fixture.json().replacing("\"BPE\"", with: "\"WordPiece\""), .unsupported, "WordPiece"),
    ("J11 dropout", Fixture.json(model: #""dropout":0.1,"#), .unsupported, "dropout"),
    (
      "J11 prefix", Fixture.json(model: #""continuing_subword_prefix":"@@","#), .unsupported,
      "continuing_subword_prefix"
    ),
    ("no model", "{}", .missing, "model"), ("no type", #"{"model":{"vocab":{"a":0},"merges":[]}}"#, .missing, "type"),
    ("not an object", "[]", .value, "an object"),
    ("no merges", #"{"model":{"type":"BPE","vocab":{"a":0}}}"#, .missing, "merges"),
    ("scaffold not merged", scaffold("[97]"), .inconsistent, "scaffold[0]"),
    ("scaffold unknown", scaffold("[999]"), .inconsistent, "scaffold[0]"),
    ("scaffold twice", scaffold("[256,256]"), .duplicate, "scaffold[1]"),
    ("scaffold empty object", Fixture.json(model: #""tokview_scaffold":{},"#), .missing, "scaffold"),
  ]

  private static let b = Fixture.byteLevel
  private static func id(_ text: String) -> String {
    Fixture.json(vocabulary: Fixture.vocabulary(replacing: [#""Ġthe""#: text]))
  }
  private static func merge(_ text: String) -> String { Fixture.json(merges: #"[["a","b"],\#(text)]"#) }
  private static func long(_ count: Int) -> String {
    Fixture.json(vocabulary: Fixture.vocabulary(entries: [("\"" + String(repeating: "a", count: count) + "\"", "300")]))
  }
  private static func scaffold(_ ids: String) -> String {
    Fixture.json(model: #""tokview_scaffold":{"scaffold":\#(ids)},"#)
  }

  @Test(arguments: hostile.indices)
  func refuses(_ row: Int) {
    let (name, text, kind, part) = Self.hostile[row]
    let error = fault(text)
    #expect(error?.kind == kind, "\(name): \(error.map(\.description) ?? "accepted")")
    #expect(error?.description.contains(part) == true, "\(name): \(error.map(\.description) ?? "accepted")")
    #expect((error?.description.count ?? 0) < 300, "\(name)")
  }

  @Test func nullBytePieceIsLegal() throws {
    // Byte 0 is written U+0100.
    #expect(Fixture.vocabulary().contains("\"Ā\":0"))
    let file = try read(Fixture.json(added: #"[{"id":300,"content":"\u0000!"}]"#))
    #expect(file.addedTokens.first?.content == [0, 0x21])
  }

  @Test func manyAddedTokensAreRead() throws {
    let added = (0..<100_000).map { #"{"id":\#(1000 + $0),"content":"<|\#($0)|>"}"# }.joined(separator: ",")
    #expect(try read(Fixture.json(added: "[\(added)]")).addedTokens.count == 100_000)
  }

  @Test func postProcessorNamesAreNotFollowed() throws {
    let rest = #""post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"absent"}}]},"#
    #expect(try read(Fixture.json(rest: rest)) == Fixture.file())
  }

  @Test func sizesAreCheckedFirst() {
    var limits = TokenizerFile.Limits()
    limits.bytes = 1000
    #expect(throws: FormatError.self) { try TokenizerFile(json: Array(VocabularyFixture.json().utf8), limits: limits) }
    limits = .init()
    limits.pieces = 100
    do throws(FormatError) {
      _ = try TokenizerFile(json: Array(VocabularyFixture.json().utf8), limits: limits)
      Issue.record("accepted")
    } catch { #expect(error.kind == .limit) }
  }

  @Test func addedTokensCountAsPieces() throws {
    var limits = TokenizerFile.Limits()
    // What the slots of the encoder's merge table have bits for.
    #expect(limits.pieces == 1 << 21 - 1)
    let pieces = VocabularyFixture.file().pieces.count
    let bytes = Array(VocabularyFixture.json(added: #"[{"id":1000,"content":"<|end|>"}]"#).utf8)
    limits.pieces = pieces + 1
    #expect(try TokenizerFile(json: bytes, limits: limits).pieces.count == pieces + 1)
    limits.pieces = pieces
    do throws(FormatError) {
      _ = try TokenizerFile(json: bytes, limits: limits)
      Issue.record("accepted")
    } catch {
      #expect(error.kind == .limit)
      #expect("\(error)".contains("added_tokens") && "\(error)".contains("\(pieces)"))
    }
  }

  @Test func whiteSpaceAloneIsRefusedQuickly() {
    let error = fault(String(repeating: " ", count: 50 << 20))
    #expect(error?.place == .byte(50 << 20))
  }
}
