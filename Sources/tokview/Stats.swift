import Analysis
import ArgumentParser
import Catalog
import Export
import Formats
import Tokenization
import UnicodeText

/// `tokview stats`: how well tokenizers cut texts.
struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts tokens, bytes and words of texts.",
    discussion: """
      One line for each tokenizer over all documents together. With --json one object of schema tokview/stats/1 a line, \
      with the histograms from which runs over different documents can be added up.

      With --model the bundled model reads each tokenizer's own pieces, in windows of 512 tokens, and the bits that it needs \
      for a byte are added: the lower, the easier the cuts are to predict. It reads some thousand tokens a second.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  @Flag(help: "Print objects of schema tokview/stats/1.")
  var json = false

  @Flag(name: .customLong("model"), help: "Add the bits per byte of the bundled model.")
  var usesModel = false

  @Option(
    help: ArgumentHelp(
      "Add the bits per byte of another model: a folder with config.json, model.safetensors and tokenizer.json.",
      valueName: "FOLDER"))
  var modelDir: RawArgument?

  func run() throws {
    let catalog = tokenizers.data.catalog()
    let chosen = try tokenizers.load(default: nil, from: catalog)
    let model = usesModel || modelDir != nil ? try catalog.languageModel(modelDir?.bytes) : nil
    var totals = chosen.map { _ in SegmentationStatistics() }
    var bits = chosen.map { _ in model.map { _ in BitsPerByte() } }
    try input.forEachDocument { document in
      for (index, entry) in chosen.enumerated() {
        try Stats.count(document, entry.tokenizer, model, into: &totals[index], &bits[index])
      }
    }
    var output = StandardOutput()
    if json {
      for (index, entry) in chosen.enumerated() {
        try output.write(
          JSONWriter.bytes(
            of: StatisticsReport.json(tokenizer: entry.id, totals[index], bits[index], model: model?.name)))
        try output.write("\n")
      }
    } else {
      try output.write(
        StatisticsReport.table(
          chosen.indices.map { StatisticsReport.Row(chosen[$0].id, totals[$0], bits[$0]) }))
    }
    try output.flush()
  }

  private static func count(
    _ document: InputDocument, _ tokenizer: any Tokenizer, _ model: LanguageModel?,
    into total: inout SegmentationStatistics, _ bits: inout BitsPerByte?
  ) throws {
    var pieces = document.pieces()
    var isFirst = true
    while isFirst || pieces.position < document.range.upperBound {
      let text = try pieces.next() ?? []
      let segmentation = tokenizer.segmentation(of: text)
      total.merge(SegmentationStatistics(segmentation, of: text, continues: !isFirst))
      if let model {
        bits?.merge(BitsPerByte(try model.bitsOfTokens(of: segmentation, text: text), of: segmentation))
      }
      isFirst = false
    }
  }
}
