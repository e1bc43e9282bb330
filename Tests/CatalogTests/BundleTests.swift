import TestSupport
import Testing

@testable import Catalog

@Suite struct BundleTests {
  /// A file that was added or changed without running Sources/DeveloperTools/bundle/generate.sh is found here.
  @Test func bundleIsWhatTheFoldersHold() throws {
    let folders = [
      ("Samples", "Samples", ".txt"), ("Samples/parallel", "Samples/parallel", ".txt"), ("Themes", "Themes", ".toml"),
      ("Vocabularies", "Sources/CBundle/Vocabularies", ".json"),
      ("Vocabularies", "Sources/CBundle/Vocabularies", ".packed"),
    ]
    var expected: [String] = []
    for (name, folder, suffix) in folders {
      let files = Repository.names(in: folder).filter { $0.hasSuffix(suffix) }
      #expect(!files.isEmpty, "\(folder)")
      for file in files {
        let bundled = try #require(BundledFile.all.first { $0.path == "\(name)/\(file)" }, "\(file)")
        #expect(bundled.bytes == Repository.read("\(folder)/\(file)"), "\(file)")
        expected.append("\(name)/\(file)")
      }
    }
    for file in [
      "Model/config.json", "Model/model.safetensors", "Model/tokenizer.json", "Turkish/lexicon.txt",
      "Turkish/suffixes.tsv",
    ] {
      let bundled = try #require(BundledFile.all.first { $0.path == file }, "\(file)")
      #expect(bundled.bytes == Repository.read("Sources/CBundle/\(file)"), "\(file)")
      expected.append(file)
    }
    #expect(Set(BundledFile.all.map(\.path)) == Set(expected))
  }
}
