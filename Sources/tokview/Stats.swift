import Analysis
import ArgumentParser
import Catalog
import Export
import Formats
import Glibc
import Tokenization
import UnicodeText

/// `tokview stats`: how well tokenizers cut texts.
struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts tokens, bytes and words of texts.",
    discussion: """
      One line for each tokenizer over all documents together. With --json one object of schema tokview/stats/1 a line, \
      with the histograms from which runs over different documents can be added up; with --tokens also how often each token \
      occurs, which entropies need for that. Entropy is in bits a token; Rényi is the Rényi efficiency of Zouhar et al. 2023 with \
      alpha 2.5, 1 when all tokens that occur are equally frequent.

      With --model the bundled model reads each tokenizer's own pieces, in windows of 512 tokens, and the bits that it needs \
      for a byte are added: the lower, the easier the cuts are to predict. It reads some thousand tokens a second.

      With --turkish two shares of the different tokens of the text are added: %TR, those that are a Turkish word or morpheme, \
      and %Pure, those that are a root, a stem of one or a suffix.

      With --gold no texts are read: the cuts of each word of FILE, with one space before it, are held against those of the list, \
      and precision, recall, F1 and the words that are right as a whole are printed, each with an interval that covers 95 % \
      (2,000 bootstrap samples). With --json one object of schema tokview/gold/1 a line, with each category.

      With --merge the files are what runs with --json printed: those of each tokenizer are added up as if one run had read all documents. \
      Numbers of different tokens and entropies need --tokens in each run; shares of different tokens are left out.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  @Flag(help: "Print objects of schema tokview/stats/1.")
  var json = false

  @Flag(help: "With --json: add how often each token occurs.")
  var tokens = false

  @Flag(name: .customLong("model"), help: "Add the bits per byte of the bundled model.")
  var usesModel = false

  @Option(
    help: ArgumentHelp(
      "Add the bits per byte of another model: a folder with config.json, model.safetensors and tokenizer.json.",
      valueName: "FOLDER"), completion: .directory)
  var modelDir: RawArgument?

  @Flag(help: "Add to the table the share of bytes in tokens of each kind.")
  var kinds = false

  @Flag(help: "Add %TR and %Pure: the share of different tokens that are Turkish.")
  var turkish = false

  @Option(
    help: ArgumentHelp(
      "Score the cuts of a list of words instead: morphemes separated by -, readings by |, lines \"# category: NAME\".",
      valueName: "FILE"))
  var gold: RawArgument?

  @Flag(help: "Add up reports of earlier runs: the files hold what stats --json printed.")
  var merge = false

  @Option(help: "With --gold: words at even places of each category (dev) or at odd places (test); without it all.")
  var half: GoldFile.Half?

  mutating func validate() throws {
    if tokens, !json, !merge { throw ValidationError("--tokens needs --json.") }
    if merge {
      let isOther = usesModel || modelDir != nil || turkish || gold != nil || half != nil || tokens
      if isOther || input.text != nil || input.documents != .file || !tokenizers.names.isEmpty {
        throw ValidationError("--merge takes files of reports and, besides them, --json and --kinds.")
      }
    }
    if gold == nil {
      if half != nil { throw ValidationError("--half needs --gold.") }
    } else if !input.files.isEmpty || input.text != nil {
      throw ValidationError("Give either --gold or texts, not both.")
    } else if usesModel || modelDir != nil || turkish || kinds || tokens {
      throw ValidationError("--gold cannot be combined with --model, --model-dir, --turkish, --kinds or --tokens.")
    }
  }

  func run() throws {
    if merge { return try mergeReports() }
    let catalog = tokenizers.catalog()
    let chosen = try tokenizers.load(default: nil, from: catalog)
    if let gold { return try score(chosen, gold) }
    let analyzer = turkish ? try catalog.turkishAnalyzer() : nil
    let model = usesModel || modelDir != nil ? try catalog.languageModel(modelDir?.bytes) : nil
    var totals = chosen.map { _ in SegmentationStatistics() }
    var frequencies = chosen.map { _ in TokenFrequencies() }
    var bits = chosen.map { _ in model.map { _ in BitsPerByte() } }
    var unique = chosen.map { _ in analyzer.map { _ in UniqueTokens() } }
    try input.forEachDocument { document in
      for (index, entry) in chosen.enumerated() {
        try Stats.count(
          document, entry.tokenizer, model, into: &totals[index], &frequencies[index], &bits[index], &unique[index])
      }
    }
    let shares = unique.map { tokens in analyzer.flatMap { analyzer in tokens.map { TurkishShares($0, analyzer) } } }
    var output = StandardOutput()
    if json {
      for (index, entry) in chosen.enumerated() {
        try output.write(
          JSONWriter.bytes(
            of: StatisticsReport.json(
              tokenizer: entry.id, totals[index], frequencies[index], hasTokenCounts: tokens, bits[index],
              model: model?.name, turkish: shares[index])))
        try output.write("\n")
      }
    } else {
      try output.write(
        StatisticsReport.table(
          chosen.indices.map {
            StatisticsReport.Row(
              chosen[$0].id, totals[$0], frequencies[$0].distribution, bits[$0], turkish: shares[$0])
          },
          showsKinds: kinds))
      if turkish {
        try output.write(
          "%TR and %Pure are of the different tokens of this text, by tokview's lexicon; not comparable with published figures.\n"
        )
      }
    }
    try output.flush()
  }

  private func mergeReports() throws {
    var files: [StatisticsFile] = []
    var count = 0
    try input.forEachDocument { document in
      guard document.range.count <= StatisticsFile.byteLimit else {
        throw Failure("cannot read \(document.name): larger than \(StatisticsFile.byteLimit) bytes")
      }
      let bytes = try document.bytes()
      do throws(FormatError) { files.append(try StatisticsFile(bytes)) } catch {
        throw Failure("cannot read \(document.name): \(error)")
      }
      count += files.last?.reports.count ?? 0
      guard count <= StatisticsFile.reportLimit else {
        throw Failure("cannot add up more than \(StatisticsFile.reportLimit) reports (merge some first)")
      }
    }
    let sums = StatisticsFile.sums(of: files)
    if sums.contains(where: \.hadShares) { Report.line("left out the Turkish shares: they cannot be added up") }
    var output = StandardOutput()
    if json {
      for sum in sums {
        try output.write(
          JSONWriter.bytes(
            of: StatisticsReport.json(
              tokenizer: sum.tokenizer, sum.statistics, sum.frequencies, hasTokenCounts: true, sum.bits,
              model: sum.model)))
        try output.write("\n")
      }
    } else {
      let rows = sums.map { StatisticsReport.Row($0.tokenizer, $0.statistics, $0.frequencies?.distribution, $0.bits) }
      try output.write(StatisticsReport.table(rows, showsKinds: kinds))
    }
    try output.flush()
  }

  private func score(_ chosen: [(id: String, tokenizer: any Tokenizer)], _ gold: RawArgument) throws {
    let name = VisibleText(bytes: gold.bytes[...]).string
    let file: GoldFile
    do {
      file = try GoldFile(
        gold.bytes == [0x2D]
          ? try BoundedFile.contents(ofDescriptor: STDIN_FILENO, limit: GoldFile.byteLimit)
          : try BoundedFile.contents(of: gold.bytes, limit: GoldFile.byteLimit))
    } catch let error as FormatError {
      throw Failure("cannot read \(name): \(error)")
    }
    let words = file.words.filter { half == nil || $0.half == half }
    guard !words.isEmpty else { throw Failure("\(name) has no words in this half (leave --half out)") }
    let reports = chosen.map { GoldReport($0.id, $0.tokenizer, words, of: file) }
    var output = StandardOutput()
    if json {
      for report in reports {
        try output.write(JSONWriter.bytes(of: report.json(document: name, half: half)))
        try output.write("\n")
      }
    } else {
      try output.write(GoldReport.table(reports))
    }
    try output.flush()
  }

  private static func count(
    _ document: InputDocument, _ tokenizer: any Tokenizer, _ model: LanguageModel?,
    into total: inout SegmentationStatistics, _ frequencies: inout TokenFrequencies, _ bits: inout BitsPerByte?,
    _ unique: inout UniqueTokens?
  ) throws {
    var pieces = document.pieces(for: tokenizer)
    var isFirst = true
    while isFirst || pieces.position < document.range.upperBound {
      let text = try pieces.next() ?? []
      let segmentation = tokenizer.segmentation(of: text)
      total.merge(SegmentationStatistics(segmentation, of: text, continues: !isFirst))
      frequencies.add(segmentation)
      unique?.add(segmentation, of: text)
      if let model {
        bits?.merge(BitsPerByte(try model.bitsOfTokens(of: segmentation, text: text), of: segmentation))
      }
      isFirst = false
    }
  }
}

extension GoldFile.Half: ExpressibleByArgument {}
