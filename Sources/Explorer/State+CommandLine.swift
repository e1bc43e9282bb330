import Analysis
import Screen
import Tokenization
import UnicodeText

/// The command line that writes what the screen shows.
extension State {
  /// `tokview export …` for this screen; running it gives the bytes that the export of the same format gives.
  ///
  /// - Returns: nil where no command can: `commandObstacle` says why.
  package func exportCommand(_ format: ExportFormat, isFull: Bool) -> String? {
    guard let document, var source = sourceWords(document) else { return nil }
    if view == .metrics, metrics.scope == .corpus, !files.isEmpty {
      guard let others = corpusWords(document) else { return nil }
      source = others
    }
    guard let changes = changeWords(document) else { return nil }
    var words: [[UInt8]] = ["tokview", "export", view.fileName].map { Array($0.utf8) }
    words += source.options + changes + exportOptions
    words += tokenizerWords.map { Array($0.utf8) }
    var options = placeWords
    switch view {
    case .compare: options += compareWords + heatWords + lensWords
    case .attention: options += option("form", heat.form, .labelled) + heatWords + keyWords
    case .words: options += heatWords + keyWords + budgetWords
    case .routing: options += heatWords + routingWords
    case .terms, .seam: break
    case .vocabulary: options += vocabularyWords
    case .explain: options += option("step", stepper.step, 0)
    case .metrics: options += metricsWords
    case .damage:
      if document.pair == nil {
        options += option("kind", damage.kind, .ocr) + option("rate", damage.rate, 5) + option("seed", damage.seed, 1)
      }
    }
    if format.isPicture {
      options += option("theme", look.theme.name, looks[0].theme.name)
      if format != .txt { options += option("color", colorName, "256") }
      if look.isASCII { options.append("--ascii") }
      options += ["--size", "\(size.width)x\(size.height)"]
    }
    words += options.map { Array($0.utf8) }
    if view == .terms { words += termWords }
    words += ["--format", format.rawValue].map { Array($0.utf8) }
    if isFull, format.isPicture { words.append(Array("--full".utf8)) }
    words += source.files
    return words.map(ShellWord.quoted).joined(separator: " ")
  }

  /// Why no command writes what the screen shows.
  var commandObstacle: VisibleText {
    guard let document else { return "no text is open" }
    if sourceWords(document) == nil { return "its sample is not there any more" }
    if changeWords(document) == nil {
      return document.isEdited
        ? VisibleText(
          "the edited text has a NUL byte, a trace or more than \(grouped(State.editedLimit)) bytes (^S in the editor saves it)"
        )
        : "what is searched for has a NUL byte"
    }
    return "one of its texts is edited, a part of a file, or a sample beside files"
  }

  /// Most bytes of an edited text that a command line has.
  private static let editedLimit = 4_096

  /// What names the text: options, or a file.
  private func sourceWords(_ document: Document) -> (options: [[UInt8]], files: [[UInt8]])? {
    let part = document.part.map { ["--part", "\($0)"].map { Array($0.utf8) } } ?? []
    switch document.source {
    case .sample(let index):
      guard samples.indices.contains(index) else { return nil }
      let name = samples[index].name
      let number = name.prefix { $0 != "-" }
      let isOnly = samples.count { $0.name.prefix { $0 != "-" } == number } == 1
      let short = Int(number).map { isOnly ? "\($0)" : name } ?? name
      return ([Array("--sample".utf8), Array(short.utf8)], [])
    case .file(let path): return (part, [State.word(path)])
    case .standardInput: return (part, [Array("-".utf8)])
    }
  }

  /// A path that is no option.
  private static func word(_ path: [UInt8]) -> [UInt8] {
    path.first == UInt8(ascii: "-") && path.count > 1 ? Array("./".utf8) + path : path
  }

  /// All files of the command line, and which of them is open; nil where one is a part of a file, none is open, or the open one is edited.
  private func corpusWords(_ document: Document) -> (options: [[UInt8]], files: [[UInt8]])? {
    let paths = filePaths.compactMap { $0 }
    guard paths.count == files.count, position < files.count, !document.isEdited else { return nil }
    return (option("open", position + 1, 1).map { Array($0.utf8) }, paths.map(State.word))
  }

  /// What was done to the text: how it was edited, and what is marked; nil where a command line cannot have it.
  private func changeWords(_ document: Document) -> [[UInt8]]? {
    var words: [[UInt8]] = []
    if document.isEdited {
      // A trace is of the text as it was.
      let hasTrace = columns.contains { entry($0.id)?.isRecorded == true }
      guard let bytes = page?.window.bytes, bytes.count == document.byteCount, bytes.count <= State.editedLimit,
        !hasTrace
      else { return nil }
      words += [Array("--edited".utf8), bytes]
    }
    if view.showsText, search.isShown, searchQuery != nil {
      words += [Array("--search".utf8), Array(search.text.utf8)]
    }
    return words.contains { $0.contains(0) } ? nil : words
  }

  /// Columns, unless they are those that are there at start, and what is done to them.
  private var tokenizerWords: [String] {
    // A trace brings its own column.
    let own = columns.filter { entry($0.id)?.isRecorded == false }.map(\.id)
    var words: [String] = []
    if own != tokenizers.filter({ $0.isDefault && !$0.isRecorded }).map(\.id) { words += own.flatMap { ["-t", $0] } }
    words += option("active", active + 1, (shown.first ?? 0) + 1) + option("base", base + 1, (shown.first ?? 0) + 1)
    words += columns.indices.filter { !columns[$0].isOn }.flatMap { ["--hide", "\($0 + 1)"] }
    return words
  }

  /// Where in the text the screen is.
  private var placeWords: [String] {
    guard let page, let document else { return [] }
    var words = ["--cursor", "\(cursor)"]
    if page.window.bytes.count < document.byteCount { words += option("window", windowPlace, cursor) }
    if view == .compare {
      words += option("top", top, page.window.start) + option("first-column", firstShown + 1, 1)
    }
    return words
  }

  private var compareWords: [String] {
    var words: [String] = []
    switch chosenArrangement {
    case nil: break
    case .columns: words += ["--layout", "columns"]
    case .rows(let skin): words += ["--layout", skin.rawValue]
    case .list: words += ["--layout", "list"]
    }
    if !showsPanel { words.append("--no-panel") }
    if showsInspector { words.append("--inspector") }
    if showsHex { words.append("--hex") }
    if !showsInvisibles { words.append("--no-invisibles") }
    return words
  }

  private var heatWords: [String] {
    option("layer", heat.layer, 0) + option("head", heat.head.map(String.init) ?? "mean", "mean")
      + option("scale", heat.scale, .squareRoot) + option("sink", heat.sink, .raw)
      + option("direction", heat.direction, .from) + (heat.showsDigits ? ["--digits"] : [])
  }

  private var lensWords: [String] { option("lens", heat.lens, HeatSettings().lens) }

  private var keyWords: [String] {
    switch heat.key {
    case .strongest: []
    case .special(let index): ["--key", "#\(index)"]
    case .byte(let offset): ["--key", "\(offset)"]
    }
  }

  private var budgetWords: [String] {
    option("budget", heat.budget, .off) + option("budget-size", heat.budgetSize, HeatSettings().budgetSize)
  }

  private var routingWords: [String] {
    var words = option("form", heat.routingForm, .matrix) + option("policy", heat.policy, .plain)
    words += option("bars", heat.bars, .load)
    if heat.capacity != HeatSettings().capacity {
      words += ["--capacity", hundredths(heat.capacity, 100)]
    }
    if let expert = heat.expert { words += ["--expert", "\(expert)"] }
    return words
  }

  private var metricsWords: [String] {
    var words = metrics.scope == .corpus ? ["--all"] : []
    words += option("section", metrics.first, Metrics(scope: metrics.scope).first) + option("skip", metrics.skipped, 0)
    if let sort = metrics.sort { words += ["--sort", sort.rawValue] }
    return words
  }

  private var vocabularyWords: [String] {
    var words = option("order", vocabulary.order, .id) + option("show", vocabulary.show, .all)
    if let kind = vocabulary.kind { words += ["--kind", kind.rawValue] }
    if !vocabulary.text.isEmpty { words += ["--find", SearchPattern.pattern(of: vocabulary.text)] }
    if vocabulary.selected > 0, let entry = vocabulary.entry, let listing = vocabulary.answer?.facts.listing {
      words += ["--entry", "\(listing.innerID(entry))"]
    }
    return words + (vocabulary.showsDetails ? ["--details"] : [])
  }

  private var termWords: [[UInt8]] {
    let list = terms.path.map { [Array("--terms".utf8), $0] } ?? []
    return list + option("term", terms.selected + 1, 1).map { Array($0.utf8) }
  }

  private var colorName: String { look.depth == .mono ? "never" : "\(look.depth.colors)" }

  /// Nothing where the value is what the command takes without the option.
  private func option<Value: Equatable>(_ name: String, _ value: Value, _ usual: Value) -> [String] {
    value == usual ? [] : ["--\(name)", "\(value)"]
  }

  private func option<Value: RawRepresentable & Equatable>(_ name: String, _ value: Value, _ usual: Value) -> [String]
  where Value.RawValue == String {
    value == usual ? [] : ["--\(name)", value.rawValue]
  }
}

/// What a screen shows of a text, as the export command has it.
package struct ScreenChoices: Sendable {
  /// Indices of columns; nil for the first that is shown.
  package var active: Int?
  package var base: Int?
  package var hidden: Set<Int> = []
  package var firstShown = 0
  package var showsInspector = false
  package var showsHex = false
  package var showsInvisibles = true
  /// Index of a term.
  package var term = 0
  package var metrics = Metrics()
  package var vocabulary = VocabularyBrowser()

  package init() {}
}

extension State {
  /// Makes the choices of the user's; before a text is open.
  package mutating func choose(_ choices: ScreenChoices) {
    for index in choices.hidden where columns.indices.contains(index) { columns[index].isOn = false }
    active = choices.active ?? shown.first ?? 0
    base = choices.base ?? shown.first ?? 0
    firstShown = choices.firstShown
    showsInspector = choices.showsInspector
    showsHex = choices.showsHex
    showsInvisibles = choices.showsInvisibles
    terms.move(by: choices.term - terms.selected)
    metrics = choices.metrics
    vocabulary = choices.vocabulary
  }

  /// Shows the steps up to this one, from 0, as far as there are so many.
  package mutating func show(step: Int) {
    stepper.step = 0
    stepper.move(by: step)
  }

  /// Marks what `text` names, as after a search.
  ///
  /// - Returns: nil where it is no pattern.
  package mutating func mark(_ text: String) -> [Effect]? {
    guard let pattern = try? SearchPattern(text) else { return nil }
    search.text = text
    search.pattern = pattern
    search.isShown = true
    return go(to: cursor)
  }

  /// Puts the cursor of the vocabulary on the entry with this id in the vocabulary.
  ///
  /// - Returns: nil where the entry is not listed.
  package mutating func show(entry id: TokenID) -> [Effect]? { vocabulary.move(to: id) ? go(to: cursor) : nil }

  /// Puts byte `offset` of the document on the first visible line, as far as the cursor stays in sight.
  package mutating func scroll(to offset: Int) -> [Effect] {
    top = offset
    return go(to: cursor)
  }
}
