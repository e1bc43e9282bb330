import Analysis
import Explorer
import Export
import Formats
import Screen
import Tokenization
import UnicodeText

/// Brings a state to rest on one thread: does what it asks until it asks nothing more.
package struct Settler {
  private let source: ByteSource
  private let tokenizer: (String) throws -> any Tokenizer
  private let recordings: [String: Engine.Recording]
  private let samples: [Engine.Sample]
  private let inputs: [Engine.Input]
  private let model: () throws -> LanguageModel

  /// - Parameters:
  ///   - source: of the open document.
  ///   - samples: in the order of `State.samples`.
  ///   - inputs: in the order of `State.files`; empty where the open document is the only one.
  ///   - model: called for each reading, so it should keep what it made.
  package init(
    _ source: ByteSource, tokenizer: @escaping (String) throws -> any Tokenizer,
    recordings: [String: Engine.Recording] = [:], samples: [Engine.Sample] = [],
    inputs: [Engine.Input] = [], model: @escaping () throws -> LanguageModel
  ) {
    self.source = source
    self.tokenizer = tokenizer
    self.recordings = recordings
    self.samples = samples
    self.inputs = inputs
    self.model = model
  }

  /// Does the work of `effects` and of all that follow from them.
  ///
  /// - Throws: what the tokenizers, the model and the source throw.
  package func carryOut(_ effects: [Effect], on state: inout State) throws {
    var waiting = effects
    while !waiting.isEmpty {
      var next: [Effect] = []
      for effect in waiting { next += try answer(effect, on: &state) }
      waiting = next
    }
  }

  /// The state when all that it has asked is answered: of a key that was pressed before, too, the same export comes.
  ///
  /// What cannot be read stays as it is.
  package func settled(_ state: State) -> State {
    var state = state
    try? carryOut(state.askAgain(), on: &state)
    if state.document?.digest == nil, source.byteCount <= ExportLimit.data,
      let bytes = try? source.read(0..<source.byteCount)
    {
      var hash = SHA256()
      bytes.withUnsafeBufferPointer { hash.update($0) }
      let digest = String(Hexadecimal.string(hash.finalize()).prefix(12))
      _ = state.handle(.digested(digest, generation: state.documentGeneration))
    }
    return state
  }

  /// What an export of a state writes.
  ///
  /// - Throws: also `ExportLimit` and `ExportError`.
  package func bytes(of state: State, _ format: ExportFormat, size: Size, isFull: Bool) throws -> [UInt8] {
    var state = settled(state)
    let count = source.byteCount
    let isCut = state.view.exportsWholeText && state.page?.window.bytes.count != count
    guard isCut, isFull || !format.isPicture else {
      return try ViewExport(state).bytes(format, size: size, isFull: isFull)
    }
    let limit = format.isPicture ? ExportLimit.picture : ExportLimit.data
    guard count <= limit else { throw ExportLimit(bytes: limit) }
    let text = try source.read(0..<count)
    if format.isPicture {
      try carryOut(state.show(whole: text), on: &state)
      return try ViewExport(state).bytes(format, size: size, isFull: isFull)
    }
    // Data needs no lines on a screen.
    var page = Page(window: TextWindow(bytes: text, start: 0, isExact: true), generation: 0)
    for id in state.shownIDs {
      page.segmentations[id] = try recordings[id]?.segmentation(of: page.window) ?? tokenizer(id).segmentation(of: text)
    }
    return try ViewExport(state, whole: page).bytes(format, size: size, isFull: isFull)
  }

  private func answer(_ effect: Effect, on state: inout State) throws -> [Effect] {
    switch effect {
    case .segment(let ids, let window, let generation):
      return try ids.flatMap { id in
        if let recording = recordings[id] {
          guard let cut = recording.segmentation(of: window) else {
            return state.handle(.unavailable(tokenizer: id, reason: "the trace is of another text: its column is off"))
          }
          return state.handle(.segmented(tokenizer: id, cut, generation: generation))
        }
        let tokenizer = try tokenizer(id)
        _ = state.handle(.specials(tokenizer: id, tokenizer.vocabulary.addedTokens.filter(\.special).map(\.content)))
        let cut = try WindowReader().segmentation(of: window, in: source, by: tokenizer)
        _ = state.handle(.described(tokenizer: id, markers: tokenizer.markers(in: cut)))
        return state.handle(.segmented(tokenizer: id, cut, generation: generation))
      }
    case .count(let ids, let generation):
      return try ids.flatMap { id in
        let tokens = try recordings[id]?.segmentation.tokenCount ?? count(tokenizer(id))
        return state.handle(.counted(tokenizer: id, tokens: tokens, bytes: source.byteCount, generation: generation))
      }
    case .readWindow(let offset, let generation):
      return state.handle(
        .windowRead(try WindowReader().window(of: source, around: offset), generation: generation))
    case .explain(let id, let offset, let window, let generation):
      guard recordings[id] == nil else { return [] }
      let explanation = Explanation(try tokenizer(id), named: id, at: offset, of: window.bytes)
      return state.handle(.explained(explanation, generation: generation))
    case .countTerms(let ids, let list, let request):
      return try ids.flatMap { id in
        let cuts = recordings[id] == nil ? TermCuts(list.terms, by: try tokenizer(id)) : nil
        return state.handle(.termsCounted(tokenizer: id, cuts, request: request))
      }
    case .damage(let damage, let request):
      let text = damage.text
      var cuts: [String: DamagedCuts] = [:]
      for id in damage.tokenizers where recordings[id] == nil { cuts[id] = DamagedCuts(text, by: try tokenizer(id)) }
      return state.handle(.damaged(text, cuts: cuts, request: request))
    case .readModel(let id, let cut, let window, let offset, let depths, let request, let generation):
      // Only the metrics show what the model makes of columns besides the active one.
      guard id == state.columns[state.active].id || state.view == .metrics else { return [] }
      return try read(id, cut, window, offset: offset, depths: depths).flatMap {
        state.handle(.modelRead(tokenizer: id, $0, request: request, generation: generation))
      }
    case .derive(let place, let window, let request):
      let tokenizers = try place.tokenizers.map { recordings[$0] == nil ? try tokenizer($0) : nil }
      let sides = StepSide.sides(of: place.tokenizers, at: place.offset, in: window.bytes) { id in
        place.tokenizers.firstIndex(of: id).flatMap { tokenizers[$0] }
      }
      return state.handle(.derived(sides, request: request))
    case .checkSeam(let seam, let request):
      var checks: [String: SeamCheck] = [:]
      for id in seam.tokenizers where recordings[id] == nil {
        checks[id] = SeamCheck(seam.bytes, at: seam.offset, by: try tokenizer(id))
      }
      return state.handle(.seamChecked(checks, request: request))
    case .measure(let ids, let generation):
      return try ids.flatMap { id in
        state.handle(.measured(tokenizer: id, try measurement(of: source, by: id), generation: generation))
      }
    case .measureCorpus(let ids, let texts, let request):
      return try texts.flatMap { text in
        let bytes = try document(text, of: state)
        return try ids.flatMap { id in
          // What was recorded is the cut of one text.
          let measurement = recordings[id] == nil ? try measurement(of: bytes, by: id) : nil
          return state.handle(.corpusMeasured(tokenizer: id, text: text, measurement, request: request))
        }
      }
    case .countParallels(let ids, let sets):
      return try ids.flatMap { id in
        let counts = recordings[id] == nil ? ParityCounts(sets, by: try tokenizer(id)) : nil
        return state.handle(.parallelsCounted(tokenizer: id, counts))
      }
    case .listVocabulary(let request, let number):
      guard recordings[request.tokenizer] == nil else { return state.handle(.vocabularyListed(nil, request: number)) }
      var study = VocabularyStudy(try tokenizer(request.tokenizer), try listing(request.tokenizer))
      study.compare(with: try other(of: request).map { ($0, try listing($0)) })
      study.read(source, byteCount: request.byteCount, generation: request.generation)
      while try study.step() {}
      return state.handle(.vocabularyListed(study.answer(request.query), request: number))
    case .describeEntry(let place, let number):
      let others = try place.others.filter { recordings[$0] == nil }.map { ($0, try listing($0)) }
      let details = EntryDetails(
        place.entry, of: try listing(place.tokenizer), by: try tokenizer(place.tokenizer), others: others)
      return state.handle(.entryDescribed(details, request: number))
    case .countMatches(let query, let number):
      let search = TextSearch(
        query, in: ByteSource(part: 0..<source.byteCount, of: source),
        cut: { (window, id) throws(InputError) in
          if let recording = recordings[id] { return recording.segmentation(of: window) }
          guard let tokenizer = try? tokenizer(id) else { return nil }
          return try WindowReader().segmentation(of: window, in: source, by: tokenizer)
        }, goesOn: { _ in true })
      guard let all = try search.all({ _ in }) else { return [] }
      return state.handle(.matchesCounted(all.count, starts: all.starts, isComplete: true, request: number))
    case .findMatch, .stopSearch, .remember, .openText, .readText,
      .wait, .saveSample, .stopCorpus,
      .openSample, .openFile, .readTerms, .checkIDs, .export, .yank, .copy, .mouse, .redraw, .suspend, .quit:
      return []
    }
  }

  /// A text of the corpus, a place in files, then samples.
  private func document(_ text: Int, of state: State) throws -> ByteSource {
    if text < state.files.count { return inputs.indices.contains(text) ? try inputs[text].open() : source }
    let sample = samples[text - state.files.count]
    return ByteSource(name: sample.name, bytes: sample.bytes)
  }

  private func listing(_ id: String) throws -> VocabularyListing { VocabularyListing(try tokenizer(id)) }

  /// The tokenizer that the listed one is compared with; nil also for a recording.
  private func other(of request: VocabularyBrowser.Request) -> String? {
    request.other.flatMap { recordings[$0] == nil ? $0 : nil }
  }

  private func read(_ id: String, _ cut: Segmentation, _ window: TextWindow, offset: Int, depths: Bool) throws
    -> [PieceTrace]
  {
    if let recording = recordings[id] { return [recording.trace] }
    var traces: [PieceTrace] = []
    try model().read(cut, of: window.bytes, around: offset, wantsDepths: depths) { traces.append($0) }
    return traces
  }

  private func measurement(of source: ByteSource, by id: String) throws -> Measurement {
    if let recording = recordings[id] {
      return Measurement(MeasuredText(recording.segmentation, of: recording.text), vocabularyCount: nil)
    }
    let tokenizer = try tokenizer(id)
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
}

/// A text is too long to be exported whole.
package struct ExportLimit: Error, CustomStringConvertible {
  package let bytes: Int

  /// Most bytes of a text whose picture shows all of it, and of one whose data is written.
  package static let picture = 256 << 10
  package static let data = 16 << 20

  package var description: String {
    "the text has more than \(bytes) bytes (export what is visible, or use tokview encode --json)"
  }
}
