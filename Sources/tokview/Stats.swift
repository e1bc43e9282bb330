import Analysis
import ArgumentParser
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
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  @Flag(help: "Print objects of schema tokview/stats/1.")
  var json = false

  func run() throws {
    let chosen = try tokenizers.load(default: nil)
    var totals = chosen.map { _ in SegmentationStatistics() }
    try input.forEachDocument { document in
      for (index, entry) in chosen.enumerated() {
        totals[index].merge(try Stats.statistics(of: document, entry.tokenizer))
      }
    }
    var output = StandardOutput()
    if json {
      for (index, entry) in chosen.enumerated() {
        try output.write(
          JSONWriter.bytes(of: StatisticsReport.json(tokenizer: entry.id, totals[index])))
        try output.write("\n")
      }
    } else {
      try output.write(
        StatisticsReport.table(
          zip(chosen.map(\.id), totals).map { (tokenizer: $0, statistics: $1) }))
    }
    try output.flush()
  }

  private static func statistics(
    of document: InputDocument, _ tokenizer: any Tokenizer
  ) throws -> SegmentationStatistics {
    var pieces = document.pieces()
    var total = SegmentationStatistics()
    var isFirst = true
    while isFirst || pieces.position < document.range.upperBound {
      let text = try pieces.next() ?? []
      total.merge(
        SegmentationStatistics(tokenizer.segmentation(of: text), of: text, continues: !isFirst))
      isFirst = false
    }
    return total
  }
}
