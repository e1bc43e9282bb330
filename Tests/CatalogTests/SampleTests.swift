import Analysis
import Formats
import Testing
import Tokenization

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
