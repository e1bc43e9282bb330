import TestSupport
import Testing
import Tokenization

@testable import Catalog

@Suite struct CatalogTests {
  private let catalog = Catalog()

  private func message(_ text: String, in catalog: Catalog? = nil) -> String {
    do throws(CatalogError) {
      _ = try (catalog ?? self.catalog).tokenizer(Array(text.utf8))
      return "accepted"
    } catch { return error.description }
  }

  @Test func listsTheIDsDefaultColumnsFirst() {
    #expect(
      catalog.tokenizers.map(\.id) == [
        "bpe", "lbpe", "scaffold", "turkish", "legal", "r2l", "l2r", "digits", "greedy", "greedy-r2l", "fewest",
        "turkish-greedy", "financial", "char-4k", "char-16k", "bytes",
      ])
    #expect(catalog.tokenizers.filter(\.isDefault).map(\.id) == ["bpe", "lbpe", "scaffold", "turkish", "legal", "r2l"])
  }

  /// All but the published greedy rule, which is shown because it is not.
  @Test(arguments: Catalog().tokenizers.map(\.id).filter { $0 != "turkish-greedy" })
  func everyListedTokenizerIsLossless(id: String) throws {
    let tokenizer = try catalog.tokenizer(Array(id.utf8))
    let text = Array("Evlerimizde 1234567 keyboards\n\u{1F469}\u{200D}\u{1F467} ".utf8) + [0xFF, 0x00, 0xC3]
    let ids = tokenizer.segmentation(of: text).tokens.map(\.id)
    #expect(try tokenizer.decode(ids) == text)
  }

  @Test func algorithmAndSourceNameATokenizer() throws {
    let text = Array("keyboards 1234567".utf8)
    for (specification, id) in [
      ("lbpe:general", "lbpe"), ("r2l:general", "r2l"), ("greedy-r2l:general@tokview", "greedy-r2l"),
    ] {
      let named = try catalog.tokenizer(Array(specification.utf8)).segmentation(of: text)
      #expect(named == (try catalog.tokenizer(Array(id.utf8)).segmentation(of: text)))
    }
    let onPattern = try catalog.tokenizer(Array("bpe:general@qwen2".utf8)).segmentation(of: Array("1234567".utf8))
    #expect(onPattern.tokens.count == 7)
  }

  @Test(arguments: [
    ("", "no tokenizer"), ("nonsense", "no tokenizer"), ("bpe:", "no tokenizer"),
    ("bpe:nowhere", "there are: char-16k, char-4k, financial, general, legal, scaffold"),
    ("/no/such/file.json", "no such file"), ("scaffold:general", "use bpe:general"), ("\u{1B}]52;c;x", "no tokenizer"),
    ("bytes:general", "no tokenizer"), ("/tmp/.", "directory"),
  ])
  func refusesInOneSafeLine(text: String, part: String) {
    let line = message(text)
    #expect(line.contains(part) && !line.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "\(line)")
  }

  @Test func aRankFileNeedsAPattern() {
    let folder = TemporaryFolder()
    var ranks = ""
    for byte in UInt8.min...UInt8.max { ranks += "\(base64([byte])) \(byte)\n" }
    ranks += "\(base64(Array("ab".utf8))) 256\n"
    folder.write(Array(ranks.utf8), "x.tiktoken")
    #expect(message(folder["x.tiktoken"]).contains("add @PATTERN"))
    #expect(message(folder["x.tiktoken"] + "@cl100k") == "accepted")
    #expect(message("lbpe:" + folder["x.tiktoken"] + "@gpt2") == "accepted")
    folder.write(Array("YQ== 0\nYQ== 1\n".utf8), "y.tiktoken")
    #expect(message(folder["y.tiktoken"] + "@gpt2").contains("line 2"))
  }

  @Test func foldersOfTheUserAddSamplesThemesAndVocabularies() throws {
    let folder = TemporaryFolder()
    folder.makeFolders("samples", "themes", "vocabularies")
    let front = "+++\ntitle = \"T\"\nlang = \"en\"\ndomain = \"d\"\nnote = \"n\"\n+++\nbody\n"
    folder.write(Array(front.utf8), "samples/90-mine.txt")
    folder.write(Array("no fences".utf8), "samples/91-broken.txt")
    folder.write(Array(front.replacing("note", with: "remark").utf8), "samples/92-odd.txt")
    folder.write(Array("[meta]\nname = \"magma\"\n".utf8), "themes/magma.toml")
    folder.write(Array("[meta]\nname = \"other\"\n[token]\na = \"nocolour\"\n".utf8), "themes/mine.toml")
    folder.write(try #require(Repository.read("Sources/CBundle/Vocabularies/general.json")), "vocabularies/mine.json")
    let ranks = (0..<256).map { base64([UInt8($0)]) + " \($0)\n" }.joined()
    folder.write(Array(ranks.utf8), "vocabularies/ranks.tiktoken")
    // A tokenizer.json of the same name is stronger.
    folder.write(Array(ranks.utf8), "vocabularies/mine.tiktoken")
    let catalog = Catalog(folders: [Array(folder.path.utf8), Array("/no/such/folder".utf8)])
    #expect(catalog.samples.suffix(2).map(\.name) == ["90-mine", "92-odd"])
    #expect(catalog.samples.last?.file.body == Array("body".utf8))
    #expect(catalog.warnings.contains("samples/92-odd.txt: unknown key \"remark\" (ignored)"), "\(catalog.warnings)")
    // The user's theme takes the place of the bundled one of its name.
    #expect(catalog.themes.contains { $0.name == "mine" } && catalog.themes.count { $0.name == "magma" } == 1)
    #expect(catalog.themes.first { $0.name == "magma" }?.heat == [])
    let own = catalog.tokenizers.suffix(2)
    #expect(own.map(\.id) == ["bpe:mine", "bpe:ranks"] && own.allSatisfy { !$0.isDefault })
    #expect(own.map(\.needsPattern) == [false, true])
    #expect(own.last?.summary == "ranks alone: bpe:ranks@PATTERN says how text is cut first")
    #expect(message("bpe:ranks", in: catalog).contains("add @PATTERN"))
    for pattern in PretokenPattern.allCases {
      #expect(message("bpe:ranks@" + pattern.rawValue, in: catalog) == "accepted")
    }
    #expect(
      catalog.warnings.contains { $0.contains("91-broken") } && catalog.warnings.contains { $0.contains("token.a") })
    #expect(message("bpe:mine", in: catalog) == "accepted")
    #expect(message("bpe:mine").contains("no vocabulary"))
  }

  private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = bytes.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - bytes.count))
    let digits = (0..<4).map { letters[bits >> (18 - 6 * $0) & 63] }
    return String(digits.prefix(bytes.count + 1)) + String(repeating: "=", count: 3 - bytes.count)
  }
}
