import Analysis
import ArgumentParser
import Catalog
import Engine
import Explorer
import Export
import Formats
import Screen
import Tokenization
import UnicodeText

/// The state of the screen once every answer has come, without a terminal or threads.
struct SettledScreen {
  private(set) var state: State
  private let document: Document
  private let source: ByteSource
  private let shelf: Shelf
  private let model: [UInt8]?
  /// Why the model could not read, if it was asked to and could not.
  private(set) var failure: String?

  init(
    _ options: ExportSource, _ shelf: Shelf, view: State.View, heat: HeatSettings = HeatSettings(),
    showsPanel: Bool = true, arrangement: State.Arrangement? = nil, noise: Noise? = nil,
    terms: TermTable = TermTable(), metrics: Metrics.Scope = .text, section: Metrics.Section? = nil
  ) throws {
    var shelf = shelf
    var opened = try options.open(shelf)
    if case .file(let path) = opened.0.source, let trace = try TraceDocument.open(path) {
      shelf.add(trace, path: path)
      opened.1 = ByteSource(name: opened.0.name.string, bytes: trace.text)
      opened.0.byteCount = trace.text.count
    }
    (document, source) = opened
    self.shelf = shelf
    model = options.model.folder?.bytes
    var position = 0
    var files = [document.name]
    if case .sample(let index) = document.source {
      files = []
      position = index
    }
    state = State(
      version: Program.version, tokenizers: shelf.entries, shown: shelf.shown, samples: shelf.sampleEntries,
      parallelSets: shelf.parallelSets, files: files,
      model: ModelEntry(name: model.map { VisibleText(bytes: $0[...]).string } ?? "bundled"),
      isASCII: options.ascii, arrangement: arrangement, view: view, heat: heat, showsPanel: showsPanel,
      noise: noise, terms: terms, metrics: metrics, section: section, position: position, size: options.size.size)
    let window = try WindowReader().window(of: source, around: options.cursor ?? 0)
    try carryOut(state.handle(.opened(document, window: window, offset: options.cursor ?? 0, generation: 0)))
    if let cursor = options.cursor { try carryOut(state.go(to: cursor)) }
    var digest = SHA256()
    var reader = PieceReader(source, pieceSize: 1 << 20, limit: 1 << 20)
    while let piece = try reader.next() { piece.withUnsafeBufferPointer { digest.update($0) } }
    _ = state.handle(.digested(String(Hexadecimal.string(digest.finalize()).prefix(12)), generation: 0))
  }

  private mutating func carryOut(_ effects: [Effect]) throws {
    var waiting = effects
    while !waiting.isEmpty {
      var next: [Effect] = []
      for effect in waiting { next += try answer(effect) }
      waiting = next
    }
  }

  private mutating func answer(_ effect: Effect) throws -> [Effect] {
    switch effect {
    case .segment(let ids, let window, let generation):
      return try ids.flatMap { id in
        if let cut = shelf.recordings[id]?.segmentation {
          return state.handle(.segmented(tokenizer: id, cut, generation: generation))
        }
        let tokenizer = try shelf.tokenizer(id)
        let cut = try WindowReader().segmentation(of: window, in: source, by: tokenizer)
        _ = state.handle(.described(tokenizer: id, markers: tokenizer.markers(in: cut)))
        return state.handle(.segmented(tokenizer: id, cut, generation: generation))
      }
    case .count(let ids, let generation):
      return try ids.flatMap { id in
        let tokens = try count(shelf.tokenizer(id))
        return state.handle(.counted(tokenizer: id, tokens: tokens, bytes: source.byteCount, generation: generation))
      }
    case .countTerms(let ids, let list, let request):
      return try ids.flatMap { id in
        let cuts = shelf.recordings[id] == nil ? TermCuts(list.terms, by: try shelf.tokenizer(id)) : nil
        return state.handle(.termsCounted(tokenizer: id, cuts, request: request))
      }
    case .damage(let damage, let request):
      let text = damage.text
      var cuts: [String: DamagedCuts] = [:]
      for id in damage.tokenizers where shelf.recordings[id] == nil {
        cuts[id] = DamagedCuts(text, by: try shelf.tokenizer(id))
      }
      return state.handle(.damaged(text, cuts: cuts, request: request))
    case .measure(let ids, let generation):
      return try ids.flatMap { id in
        state.handle(.measured(tokenizer: id, try measurement(of: source, by: id), generation: generation))
      }
    case .measureCorpus(let ids, let texts, let request):
      // No files but the one that is open come with an export.
      return try texts.flatMap { text in
        let bytes =
          state.files.isEmpty ? ByteSource(name: shelf.samples[text].name, bytes: shelf.samples[text].bytes) : source
        return try ids.flatMap { id in
          state.handle(
            .corpusMeasured(tokenizer: id, text: text, try measurement(of: bytes, by: id), request: request))
        }
      }
    case .countParallels(let ids, let sets):
      return try ids.flatMap { id in
        let counts = shelf.recordings[id] == nil ? ParityCounts(sets, by: try shelf.tokenizer(id)) : nil
        return state.handle(.parallelsCounted(tokenizer: id, counts))
      }
    case .derive(let place, let window, let request):
      let tokenizers = try place.tokenizers.map { shelf.recordings[$0] == nil ? try shelf.tokenizer($0) : nil }
      let sides = StepSide.sides(of: place.tokenizers, at: place.offset, in: window.bytes) { id in
        place.tokenizers.firstIndex(of: id).flatMap { tokenizers[$0] }
      }
      return state.handle(.derived(sides, request: request))
    case .readModel(let id, let cut, let window, let offset, let depths, let request, let generation):
      // Only the metrics show what the model makes of columns besides the active one.
      guard id == state.columns[state.active].id || state.view == .metrics else { return [] }
      return try read(id, cut, window, offset: offset, depths: depths).flatMap {
        state.handle(.modelRead(tokenizer: id, $0, request: request, generation: generation))
      }
    default: return []
    }
  }

  private func read(_ id: String, _ cut: Segmentation, _ window: TextWindow, offset: Int, depths: Bool) throws
    -> [PieceTrace]
  {
    if let recording = shelf.recordings[id] { return [recording.trace] }
    var traces: [PieceTrace] = []
    try shelf.catalog.languageModel(model).read(cut, of: window.bytes, around: offset, wantsDepths: depths) {
      traces.append($0)
    }
    return traces
  }

  private func measurement(of source: ByteSource, by id: String) throws -> Measurement {
    if let recording = shelf.recordings[id] {
      return Measurement(MeasuredText(recording.segmentation, of: recording.text), vocabularyCount: nil)
    }
    let tokenizer = try shelf.tokenizer(id)
    var reader = PieceReader(source, boundary: tokenizer.boundary)
    var text = MeasuredText()
    while let piece = try reader.next() { text.append(tokenizer.segmentation(of: piece), of: piece) }
    return Measurement(text, vocabularyCount: tokenizer.vocabulary.count)
  }

  private func count(_ tokenizer: any Tokenizer) throws -> Int {
    var reader = PieceReader(source, boundary: tokenizer.boundary)
    let vocabulary = tokenizer.vocabulary
    var ids: [TokenID] = []
    var tokens = 0
    while let piece = try reader.next() {
      if vocabulary.normalForm != nil {
        tokens += tokenizer.segmentation(of: piece).tokenCount
        continue
      }
      ids.removeAll(keepingCapacity: true)
      piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      tokens += vocabulary.tokenCount(of: ids)
    }
    return tokens
  }

  /// The text as it was read into the window.
  var text: [UInt8] { state.page?.window.bytes ?? [] }

  /// What the model made of the first column.
  func trace() throws -> PieceTrace {
    guard let trace = state.trace else { throw Failure("cannot show \(document.name.string): the text is empty") }
    return trace
  }
}
