import Analysis
import Formats
import TestSupport
import Testing
import Tokenization
import UnicodeText

@testable import Catalog

/// The bundled samples say of themselves what the tokenizers do with them; here that is checked.
@Suite struct SampleTests {
  private static let catalog = Catalog()

  @Test func thereAreSamplesAndNoneWarns() {
    #expect(Self.catalog.samples.count >= 19)
    for sample in Self.catalog.samples {
      #expect(sample.file.warnings.isEmpty, "\(sample.name)")
      #expect(!sample.file.body.isEmpty && !sample.file.title.isEmpty && !sample.file.note.isEmpty, "\(sample.name)")
    }
  }

  @Test func parallelTextsNameEachOther() throws {
    let pairs = Self.catalog.samples.filter { $0.file.pair != nil }
    #expect(!pairs.isEmpty)
    for sample in pairs {
      let other = try #require(Self.catalog.samples.first { $0.name == sample.file.pair })
      #expect(other.file.pair == sample.name)
    }
  }

  /// Ten sets in ten languages, and the pair of plain samples; all in NFC, so that a language is not charged for its spelling in Unicode.
  @Test func parallelSetsAreComplete() throws {
    let sets = Self.catalog.parallelSets
    let languages = ["ar", "de", "en", "es", "fi", "fr", "hi", "ru", "tr", "zh"]
    #expect(sets.count { $0.texts.map(\.language).sorted() == languages } == 10)
    #expect(sets.contains { $0.texts.map(\.name) == ["01-en-plain", "02-tr-plain"] } && sets.count == 11)
    for sample in Self.catalog.parallelSamples {
      #expect(sample.file.warnings.isEmpty && !sample.file.body.isEmpty, "\(sample.name)")
      #expect(sample.name.hasSuffix("." + sample.file.language), "\(sample.name)")
      #expect(NormalizedText.bytes(of: sample.file.body, form: .nfc) == sample.file.body, "\(sample.name)")
    }
    #expect(Self.catalog.parallelSamples.count == 100)
    #expect(!Self.catalog.samples.contains { $0.name.contains(".") })
  }

  /// A data folder adds sets: one by naming an English sample as its pair, one in the folder for them.
  @Test func dataFoldersAddParallelTexts() throws {
    let folder = TemporaryFolder()
    folder.makeFolders("samples", "samples/parallel")
    func write(_ name: String, _ language: String, pair: String = "") {
      let pair = pair.isEmpty ? "" : "pair = \"\(pair)\"\n"
      folder.write(
        Array("+++\ntitle = \"t\"\nlang = \"\(language)\"\ndomain = \"d\"\nnote = \"n\"\n\(pair)+++\nab\n".utf8), name)
    }
    write("samples/parallel/mine.en.txt", "en")
    write("samples/parallel/mine.sv.txt", "sv", pair: "mine.en")
    write("samples/plain-fr.txt", "fr", pair: "01-en-plain")
    write("samples/parallel/lone.txt", "sv", pair: "gone")
    let catalog = Catalog(folders: [Array(folder.path.utf8)])
    let names = catalog.parallelSets.map { $0.texts.map(\.name) }
    #expect(names.contains(["mine.en", "mine.sv"]) && names.contains(["01-en-plain", "02-tr-plain", "plain-fr"]))
    #expect(names.count == 12 && catalog.warnings.isEmpty)
    #expect(catalog.samples.last?.name == "plain-fr" && catalog.parallelSamples.count == 103)
  }

  @Test(arguments: catalog.samples.map(\.name))
  func expectationsHold(name: String) throws {
    let sample = try #require(Self.catalog.samples.first { $0.name == name })
    #expect(!sample.file.expectations.isEmpty)
    for line in sample.file.expectations {
      if let claim = ModelExpectation(line) {
        let value = try #require(try Self.value(of: claim, sample.file.body), "\(line)")
        #expect(claim.holds(for: value), "\(line), but it is \(value)")
        continue
      }
      let expectation = try #require(Expectation(line), "\(line)")
      let holds = try expectation.holds(for: sample.file.body) {
        try Self.catalog.tokenizer(Array($0.utf8)).segmentation(of: sample.file.body)
      }
      #expect(holds, "\(line)")
    }
  }

  /// Every answer of the tour speaks of what is in the text and of tokenizers that there are; what it states beside is held by `expect`.
  @Test(arguments: catalog.samples.filter { !$0.file.question.isEmpty }.map(\.name))
  func answersCanBeFilled(name: String) throws {
    let file = try #require(Self.catalog.samples.first { $0.name == name }).file
    #expect(file.question.utf8.count <= 160 && file.answer.utf8.count <= 400)
    let answer = try #require(TourAnswer(file.answer), "\(file.answer)")
    let values = try answer.values(in: file.body) {
      try Self.catalog.tokenizer(Array($0.utf8)).segmentation(of: file.body)
    }
    #expect(!values.contains(nil), "\(file.answer)")
  }

  @Test func theTourIsLong() {
    #expect(Self.catalog.samples.count { !$0.file.question.isEmpty && !$0.file.answer.isEmpty } >= 30)
  }

  /// What the bundled model comes to on the first window of a text.
  private static func value(of claim: ModelExpectation, _ text: [UInt8]) throws -> Double? {
    let cut = try catalog.tokenizer(Array(claim.tokenizer.utf8)).segmentation(of: text)
    var trace: PieceTrace?
    try catalog.languageModel().read(cut, of: text, around: 0) { trace = $0 }
    return try trace.flatMap { try claim.value(of: $0, text: text) }
  }

  @Test func everyDefaultColumnCutsTheStartSampleInItsOwnWay() throws {
    let body = try #require(Self.catalog.samples.first).file.body
    let defaults = Self.catalog.tokenizers.filter(\.isDefault)
    let cuts = try defaults.map { try Self.catalog.tokenizer(Array($0.id.utf8)).segmentation(of: body).cuts }
    #expect(defaults.count >= 4 && Set(cuts).count == defaults.count)
  }
}
