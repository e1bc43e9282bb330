import Analysis
import Screen
import Tokenization
import UnicodeText

/// Everything that the screen depends on: a value that only `update` changes.
package struct State: Sendable {
  /// What fills the body when no list is open.
  package enum View: String, CaseIterable, Hashable, Sendable {
    case compare, attention, words, routing, metrics, terms, damage, vocabulary, seam, explain

    /// Whether the text is on the screen, so that there is a place in it to go to.
    var showsText: Bool { self != .terms && self != .metrics && self != .vocabulary }

    /// Whether it shows what the model does.
    package var isOfModel: Bool {
      switch self {
      case .attention, .words, .routing: true
      case .compare, .metrics, .terms, .damage, .vocabulary, .seam, .explain: false
      }
    }
  }

  /// What lies over the view.
  package enum List: Hashable, Sendable {
    /// `page` 0 lists the keys, 1 explains the marks; `scroll` lines are above the body.
    case help(page: Int, scroll: Int)
    case picker(selected: Int)
    case browser(selected: Int)
    /// `scroll` lines are above the body.
    case messages(scroll: Int)
    case warnings(selected: Int)
  }

  /// How the compared tokenizers stand to each other.
  package enum Arrangement: Hashable, Sendable {
    case columns
    case rows(Skin)
    /// A line for each place where one of them cuts, a token a cell.
    case list
  }

  /// Where the cursor goes when the awaited window is there.
  package enum Target: Hashable, Sendable {
    case offset(Int)
    /// The first difference, else the offset.
    case firstDifference(from: Int)
    /// The next difference after the offset, window by window.
    case searchForward(from: Int)
    /// The last difference before the offset, window by window.
    case searchBackward(from: Int)
  }

  // What there is to choose from.
  package let version: String
  package internal(set) var tokenizers: [TokenizerEntry]
  package internal(set) var samples: [SampleEntry]
  /// Samples of which there are translations, and those.
  package let parallelSets: [ParallelSet]
  /// Files named on the command line, as titles.
  package let files: [VisibleText]
  /// How each of them is named there; nil for a part of a file.
  let filePaths: [[UInt8]?]
  /// Nil where there is none to read the columns.
  package let model: ModelEntry?
  /// Words of the command line that an export of the same needs too, such as `--model` and its folder.
  package let exportOptions: [[UInt8]]
  package internal(set) var looks: [Look]

  // The text.
  package internal(set) var document: Document?
  /// What is shown.
  package internal(set) var page: Page?
  /// What will be shown when all its segmentations are there.
  package internal(set) var incoming: Page?
  package internal(set) var incomingDocument: Document?
  package internal(set) var target: Target = .firstDifference(from: 0)
  /// Byte that the shown and the incoming page were read around.
  var windowPlace = 0
  var incomingPlace = 0
  /// Tokens of the whole document by tokenizer id.
  package internal(set) var counts: [String: Count] = [:]

  /// Edited texts by their place in files, then samples.
  package internal(set) var drafts: [Int: Draft] = [:]
  /// The open editor; nil while there is none.
  package internal(set) var editor: Editor?
  var draftRequests = DraftRequests()
  var choiceHistory = ChoiceHistory()
  /// Orders changes that can be undone.
  var lastChange = 0

  // What the user chose.
  /// In order; the number of a column is its place, from 1.
  package internal(set) var columns: [Column]
  /// Index of the column that the keys follow.
  package internal(set) var active = 0
  /// Index of the column that counts are compared with.
  package internal(set) var base = 0
  /// Byte of the document.
  package internal(set) var cursor = 0
  /// Byte of the document that the first visible line starts with.
  package internal(set) var top = 0
  /// Visible columns scrolled past.
  package internal(set) var firstShown = 0
  /// Nil: by width and colour.
  package internal(set) var chosenArrangement: Arrangement?
  package internal(set) var view = View.compare
  package internal(set) var list: List?
  /// Whether compare has the model's panel.
  package internal(set) var showsPanel = true
  package internal(set) var heat = HeatSettings()
  package internal(set) var terms: TermTable
  package internal(set) var damage = Damage()
  package internal(set) var tour: Tour?
  /// What the sample on the screen has replaced of the user's settings.
  var lent = LentSettings()
  /// True until the first text is there where the user has chosen the view.
  var keepsView = false
  /// True where the user has chosen the columns.
  let keepsColumns: Bool
  package internal(set) var metrics = Metrics()
  /// Whether the list of texts has those of parallel sets.
  package internal(set) var showsParallels = false
  package internal(set) var seam = TextSeam()
  package internal(set) var stepper = Stepper()
  package internal(set) var search = Search()
  package internal(set) var vocabulary = VocabularyBrowser()
  /// The line being typed at the bottom; nil while there is none.
  package internal(set) var prompt: Prompt?
  package internal(set) var export = ExportMenu()
  package internal(set) var isMouseOn: Bool
  /// The last that were shown, oldest first.
  package internal(set) var messages: [VisibleText] = []
  /// Lines that were run, oldest first.
  package internal(set) var promptHistory: [String] = []
  /// Lines that were searched for, oldest first.
  package internal(set) var searchHistory: [String] = []
  package internal(set) var showsInspector = false
  package internal(set) var panes = Panes()
  /// What the mouse has marked.
  package internal(set) var selection: TextSelection?
  package internal(set) var showsHex = false
  package internal(set) var showsInvisibles = true
  package internal(set) var lookIndex: Int
  package internal(set) var size: Size
  package internal(set) var message: VisibleText?
  package internal(set) var isError = false
  package internal(set) var pendingKeys: [Key] = []
  /// Keys that are typed when what they need is there.
  package internal(set) var heldKeys: [Key] = []
  package internal(set) var explanation: Explanation?
  /// Special tokens of the files of tokenizers, by id.
  package internal(set) var specials: [String: [[UInt8]]] = [:]
  package internal(set) var warnings = ShownWarnings()
  /// What the markers of a tokenizer mean, by its id.
  package internal(set) var markers: [String: [TokenID: MorphemeDescription]] = [:]

  // What the model made of the columns.
  var traces = TraceCache()
  /// Why the model cannot read, if it cannot.
  package internal(set) var modelFailure: VisibleText?
  /// What the model was asked to read last; nil when the answer is complete.
  package internal(set) var reading: ReadingRequest?
  /// Columns that the model failed on, by what it was asked.
  var unreadable: Set<TraceCache.Key> = []
  var lastReading = 0

  // Bookkeeping of requests.
  /// Place in files, then samples.
  package internal(set) var position: Int
  var lastGeneration = 0
  /// What was asked for and is not shown yet.
  package internal(set) var awaited: Awaited? = .document(0)
  package internal(set) var documentGeneration = -1
  var explained: ExplanationRequest?
  /// Derived from the page, the columns and the size; nil without a page.
  package internal(set) var layout: TextLayout?

  /// An asked-for document or window, with its generation.
  package enum Awaited: Hashable, Sendable {
    case document(Int)
    case window(Int)
  }

  /// A column that the model reads around a byte of the window.
  package struct ReadingRequest: Hashable, Sendable {
    package let tokenizer: String
    package let offset: Int
    package let generation: Int
    /// Names the request: answers to older ones are dropped.
    package let number: Int
    package let wantsDepths: Bool
  }

  struct ExplanationRequest: Hashable, Sendable {
    let tokenizer: String
    let offset: Int
    let generation: Int
  }

  /// The state before the first document: the engine opens it and sends `opened` with generation 0.
  ///
  /// - Parameters:
  ///   - shown: ids of the columns in order; ids that `tokenizers` lacks are left out. Nil shows those marked default.
  ///   - themes: at least one, as their files have them; `theme` is the index of the first used.
  ///   - filePaths: one for each of `files`, as a command line names them; nil for a part of a file.
  ///   - view: nil for compare, or what a sample wants.
  ///   - position: the document that the engine opens first, counted through `files`, then `samples`.
  ///   - notices: what was wrong with the user's own files.
  ///   - isTour: whether the tour begins there; without effect where the sample has no question.
  package init(
    version: String, tokenizers: [TokenizerEntry], shown: [String]? = nil, samples: [SampleEntry],
    parallelSets: [ParallelSet] = [], files: [VisibleText] = [], filePaths: [[UInt8]?] = [], model: ModelEntry? = nil,
    themes: [Theme] = [.mono], theme: Int = 0, depth: ColorDepth = .mono, isASCII: Bool = false,
    arrangement: Arrangement? = nil, view: View? = nil, heat: HeatSettings = HeatSettings(),
    showsPanel: Bool = true, noise: Noise? = nil, terms: TermTable = TermTable(), position: Int = 0,
    isTour: Bool = false, isMouseOn: Bool = false, notices: [VisibleText] = [], exportOptions: [[UInt8]] = [],
    size: Size
  ) {
    self.exportOptions = exportOptions
    self.isMouseOn = isMouseOn
    self.version = version
    self.tokenizers = tokenizers
    self.samples = samples
    self.parallelSets = parallelSets
    self.files = files
    self.filePaths = filePaths
    self.model = model
    looks = (themes.isEmpty ? [.mono] : themes).map { Look(theme: $0, depth: depth, isASCII: isASCII) }
    lookIndex = max(0, min(theme, looks.count - 1))
    let wanted = shown ?? tokenizers.filter(\.isDefault).map(\.id)
    columns = []
    for id in wanted where tokenizers.contains(where: { $0.id == id }) && !columns.contains(where: { $0.id == id }) {
      if columns.count < State.columnLimit { columns.append(Column(id: id)) }
    }
    chosenArrangement = arrangement
    keepsView = view != nil
    keepsColumns = shown != nil
    self.view = view.map { model == nil && $0.isOfModel ? .compare : $0 } ?? .compare
    self.heat = heat
    self.showsPanel = showsPanel
    self.terms = terms
    if let noise { damage.set(noise) }
    self.position = position
    self.size = size
    for notice in notices.prefix(State.messageLimit) { complain(notice) }
    if let first = notices.first, notices.count > 1 {
      message = "! " + first + VisibleText(" (and \(notices.count - 1) more: :messages)")
    }
    if isTour, let place = tourStops.firstIndex(of: position - files.count) { tour = Tour(place: place) }
  }

  /// Most messages that are kept.
  package static let messageLimit = 50
  /// Most tokenizers side by side.
  package static let columnLimit = 32

  package var look: Look { looks[lookIndex] }

  /// Indices of the columns that are on.
  package var shown: [Int] { columns.indices.filter { columns[$0].isOn } }

  package var shownIDs: [String] { columns.filter(\.isOn).map(\.id) }

  /// Files and samples, without those that are listed apart.
  package var documentCount: Int { files.count + plainSampleCount }

  package func entry(_ id: String) -> TokenizerEntry? { tokenizers.first { $0.id == id } }

  func title(_ column: Int) -> VisibleText { VisibleText(entry(columns[column].id)?.title ?? columns[column].id) }

  /// The segmentation of a column on the shown page, once it has arrived.
  package func segmentation(_ column: Int) -> Segmentation? {
    columns.indices.contains(column) ? page?.segmentations[columns[column].id] : nil
  }

  /// The active column's token at the cursor, with its index; offsets count from the start of the window.
  package var cursorToken: (index: Int, token: Token)? {
    guard let page, let cut = segmentation(active), let index = cut.tokenIndex(at: cursor - page.window.start) else {
      return nil
    }
    return (index, cut.tokens[index])
  }

  /// The markers directly before the token `index` of the active column, as the tokenizer describes them.
  func markers(before index: Int) -> [MorphemeDescription] {
    guard let cut = segmentation(active), let row = layout?.row(of: columns[active].id),
      let table = layout?.markers[row]
    else { return [] }
    return table.markers(before: index).map { marker in
      let id = cut.tokens[marker].id
      return markers[columns[active].id]?[id] ?? MorphemeDescription(form: "marker \(id)", gloss: "", allomorphs: [])
    }
  }

  /// Place of the token `index` of the active column among those that are not markers, from 1, and their number.
  func place(of index: Int) -> (number: Int, count: Int) {
    guard let cut = segmentation(active) else { return (0, 0) }
    let table = layout?.row(of: columns[active].id).flatMap { layout?.markers[$0] }
    return (index - (table?.count(before: index) ?? 0) + 1, cut.tokens.count - (table?.indices.count ?? 0))
  }

  /// Tokens of the whole document for a column; `isFinal` once every byte is counted.
  package func count(_ column: Int) -> (tokens: Int, isFinal: Bool)? {
    guard let document else { return nil }
    if let page, page.window.start == 0, page.window.bytes.count == document.byteCount {
      return segmentation(column).map { ($0.tokenCount, true) }
    }
    return counts[columns[column].id].map { ($0.tokens, $0.bytes >= document.byteCount) }
  }

  /// Share of the counting work that is done, 0...1; nil when there is none or all is done.
  package var countingProgress: Double? {
    guard let document, let page, page.window.bytes.count < document.byteCount, !shown.isEmpty else { return nil }
    let done = shown.reduce(0) { $0 + (counts[columns[$1].id]?.bytes ?? 0) }
    let all = document.byteCount * shown.count
    return done >= all ? nil : Double(done) / Double(all)
  }
}
