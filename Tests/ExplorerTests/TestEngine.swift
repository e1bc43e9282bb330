import Analysis
import Explorer
import Screen
import Tokenization
import UnicodeText

/// Runs the effects of a state at once and in memory.
struct TestEngine {
  var state: State
  var texts: [[UInt8]]
  let windowLimit: Int
  /// The twin of the first text.
  let pair: Document.Pair?
  /// Everything asked for so far.
  private(set) var effects: [Effect] = []
  /// When true, effects pile up in `waiting` instead of being answered.
  var isPaused = false
  /// When false, the model takes what it is asked and says nothing.
  var modelAnswers = true
  var waiting: [Effect] = []
  /// Lists of terms by the path of their file.
  var termFiles: [String: TermList] = [:]
  private var open = 0
  private(set) var exports: [Export] = []

  /// A file that was to be written to the folder.
  struct Export {
    let name: String
    let isFull: Bool
    let state: State

    /// What it would be as text.
    var text: String { state.exportedText(isFull: isFull) }
  }
  /// Names of samples that were saved.
  private(set) var saved: [NewSample] = []
  /// When false, a pause in typing never comes.
  var pauses = true

  static let names = ["bpe", "lbpe", "scaffold", "turkish", "legal", "r2l", "bytes"]
  static let titles = ["BPE", "LBPE", "Scaffold", "Turkish", "Legal", "R2L num", "Bytes"]
  static let common =
    "The| ex|emptions|: |,| |11| U|.S|.C|.| §| |(a|),| ev|ler|imiz|de|k|ilerden| the| lazy| dog|s| jump|ed| over|\n"
  static let tokenizers: [WordListTokenizer] = [
    WordListTokenizer(common),
    WordListTokenizer(common + "| exemption|leri|mi|z| jumped"),
    WordListTokenizer(common + "| exemptions|kiler|den"),
    WordListTokenizer(common + "|ki|ler|den| ev"),
    WordListTokenizer(common + "| exemptions|11 U.S.C.| §|im|iz|iler"),
    WordListTokenizer(common, digits: .threesFromRight),
    WordListTokenizer("", digits: .single),
  ]

  /// Byte-pair encoders over the same pieces, each joined from the left; so some of them are never given.
  static let vocabularies: [String: BPETokenizer] = Dictionary(
    uniqueKeysWithValues: zip(names, tokenizers).map { name, list in
      var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
      var ids: [[UInt8]: TokenID] = [:]
      var merges: [Merge] = []
      for piece in list.pieces {
        for length in stride(from: 2, through: piece.count, by: 1) where ids[Array(piece[..<length])] == nil {
          // Ids have gaps.
          let (id, bytes) = (TokenID(entries.count + 9), Array(piece[..<length]))
          let left = ids[Array(bytes.dropLast())] ?? TokenID(bytes[0])
          merges.append(Merge(left: left, right: TokenID(bytes[length - 1]), result: id))
          ids[bytes] = id
          entries.append((id: id, bytes: bytes))
        }
      }
      do {
        let vocabulary = try Vocabulary(name: "test-\(name)", entries: entries, merges: merges, pattern: .tokview)
        return (name, BPETokenizer(vocabulary: vocabulary))
      } catch { preconditionFailure("\(error)") }
    })

  static let morphemes = MorphemeListTokenizer()
  static let morphemeText = "Ankara'da evlerimizdekilerden kitabı gelin 2024 yok. EV, o\nxqzev O ((gel))"

  static let start = "The exemptions: 1234567, 11 U.S.C. § 362(a), evlerimizdekilerden"

  static let question = TourQuestion(
    text:
      "Which column takes exemptions whole, and how many tokens does it save beside the others of this long question?",
    answer: TourAnswer(
      "Scaffold, {tokens:scaffold}; BPE {tokens:bpe}: {pieces:bpe: exemptions}; Bytes {tokens:bytes}.")!)

  init(
    texts: [[UInt8]] = [Array(start.utf8)], shown: [String]? = nil, themes: [Theme] = [.mono],
    depth: ColorDepth = .mono,
    isASCII: Bool = false, size: Size, windowLimit: Int = 65536, hasModel: Bool = false, hasMorphemes: Bool = false,
    pair: Document.Pair? = nil, parallelSets: [ParallelSet] = [], parallelCount: Int = 0
  ) {
    self.pair = pair
    var entries = zip(Self.names, Self.titles).map { id, title in
      TokenizerEntry(
        id: id, title: title, summary: "word list of the tests", vocabulary: "test-\(id)", isDefault: id != "bytes")
    }
    if hasMorphemes {
      entries.insert(
        TokenizerEntry(
          id: "morphemes", title: "Morphemes", summary: "roots and suffixes of the tests", vocabulary: "morphemes",
          isDefault: true), at: 3)
    }
    let samples = texts.indices.map { index in
      SampleEntry(
        name: "0\(index)-sample", title: "Sample \(index)", language: "en", domain: "general",
        note: "same text, six ways to cut it",
        question: index == 2 ? nil : Self.question, isParallel: index >= texts.count - parallelCount)
    }
    state = State(
      version: "0.1.0", tokenizers: entries, shown: shown, samples: samples, parallelSets: parallelSets,
      model: hasModel ? ModelEntry(name: "test model") : nil, themes: themes, depth: depth,
      isASCII: isASCII, size: size)
    self.texts = texts
    self.windowLimit = windowLimit
    send(.opened(document(0), window: window(around: 0), offset: 0, generation: 0))
  }

  mutating func send(_ event: Event) {
    let (next, asked) = update(state, event)
    state = next
    effects += asked
    for effect in asked {
      if isPaused { waiting.append(effect) } else { answer(effect) }
    }
  }

  /// Types keys; `^x` is control, names in `<>` are special keys.
  mutating func type(_ keys: String) {
    var rest = Array(keys.unicodeScalars)[...]
    while let first = rest.popFirst() {
      if first == "^", let next = rest.popFirst() {
        send(.input(.key(.control(next))))
      } else if first == "<", let end = rest.firstIndex(of: ">") {
        let name = String(String.UnicodeScalarView(rest[..<end]))
        rest = rest[(end + 1)...]
        let special: [String: Key] = [
          "Esc": .escape, "Enter": .enter, "Up": .up, "Down": .down, "Left": .left, "Right": .right, "F1": .function(1),
          "Tab": .tab, "S-Tab": .backTab, "Back": .backspace, "Del": .delete, "Home": .home, "End": .end,
          "PgDn": .pageDown,
          "PgUp": .pageUp, "F2": .function(2),
        ]
        if let key = special[name] { send(.input(.key(key))) }
      } else {
        send(.input(.key(.character(first))))
      }
    }
  }

  mutating func answerWaiting() {
    while !waiting.isEmpty { answer(waiting.removeFirst()) }
  }

  mutating func answer(_ effect: Effect) {
    switch effect {
    case .openSample(let index, let generation):
      // As in the engine an older request that comes to its turn late opens nothing.
      guard state.awaited == .document(generation) else { return }
      open = index
      edited = nil
      send(.opened(document(index), window: window(around: 0), offset: 0, generation: generation))
    case .openText(let bytes, let document, let offset, let generation):
      edited = bytes
      send(.opened(document, window: window(around: offset), offset: offset, generation: generation))
    case .readText(let generation): send(.textRead(texts[open], generation: generation))
    case .wait(_, let request): if pauses { send(.waited(request: request)) }
    case .saveSample(let sample):
      saved.append(sample)
      texts.insert(sample.body, at: sample.place)
      let entry = SampleEntry(
        name: sample.name, title: sample.title, language: sample.language, domain: sample.domain, note: sample.note)
      send(.sampleSaved(entry, place: sample.place, path: VisibleText("samples/\(sample.name).txt")))
    case .readWindow(let offset, let generation): send(.windowRead(window(around: offset), generation: generation))
    case .segment(let ids, let window, let generation):
      for id in ids {
        guard id == "morphemes" || Self.names.contains(id) || id.contains("@") else {
          send(.unavailable(tokenizer: id, reason: VisibleText("no tokenizer \"\(id)\"")))
          continue
        }
        let cut = segmentation(of: window.bytes, by: id)
        if id == "morphemes" { send(.described(tokenizer: id, markers: Self.morphemes.markers(in: cut))) }
        send(.segmented(tokenizer: id, cut, generation: generation))
      }
    case .count(let ids, let generation):
      for id in ids {
        let tokens = segmentation(of: text, by: id).tokenCount
        send(.counted(tokenizer: id, tokens: tokens, bytes: text.count, generation: generation))
      }
    case .explain(let id, let offset, let window, let generation):
      if id == "morphemes" {
        send(
          .explained(Explanation(Self.morphemes, named: id, at: offset, of: window.bytes), generation: generation))
        return
      }
      let derivation = tokenizer(id).derivation(at: offset, of: window.bytes)
      send(
        .explained(
          Explanation(tokenizer: id, offset: offset, derivation: derivation, vocabularyCount: 1300),
          generation: generation))
    case .derive(let place, let window, let request):
      let sides = place.tokenizers.map { id in
        let explanation =
          id == "morphemes"
          ? Explanation(Self.morphemes, named: id, at: place.offset, of: window.bytes)
          : Explanation(
            tokenizer: id, offset: place.offset,
            derivation: tokenizer(id).derivation(at: place.offset, of: window.bytes), vocabularyCount: 1300)
        return StepSide(tokenizer: id, explanation: explanation, foreign: id == "morphemes" ? nil : [:])
      }
      send(.derived(sides, request: request))
    case .readModel(let id, let cut, let window, let offset, _, let request, let generation):
      guard modelAnswers else { return }
      for isComplete in [false, true] {
        let trace = TestModel.trace(of: cut, text: window.bytes, at: offset, isComplete: isComplete)
        send(.modelRead(tokenizer: id, trace, request: request, generation: generation))
      }
    case .readTerms(let path, let request):
      let name = String(decoding: path, as: UTF8.self)
      if let list = termFiles[name] {
        send(.termsRead(list, name: VisibleText(name), request: request))
      } else {
        send(.termsUnreadable(VisibleText("cannot read \(name): no such file"), request: request))
      }
    case .checkIDs(let path, let id, let generation):
      // The name of a file says where its ids are others.
      let byte = Int(String(decoding: path, as: UTF8.self))
      send(
        .idsChecked(
          VisibleText("\(id): \(byte.map { "other at \($0)" } ?? "equal")"), byte: byte, generation: generation))
    case .countTerms(let ids, let list, let request):
      for id in ids {
        let cuts = TermCuts(list.terms) { segmentation(of: $0, by: id) }
        send(.termsCounted(tokenizer: id, cuts, request: request))
      }
    case .checkSeam(let seam, let request):
      let checks = seam.tokenizers.map { id in
        (id, SeamCheck(seam.bytes, at: seam.offset) { segmentation(of: $0, by: id) })
      }
      send(.seamChecked(Dictionary(uniqueKeysWithValues: checks), request: request))
    case .damage(let damage, let request):
      let text = damage.text
      let cuts = damage.tokenizers.map { id in (id, DamagedCuts(text) { segmentation(of: $0, by: id) }) }
      send(.damaged(text, cuts: Dictionary(uniqueKeysWithValues: cuts), request: request))
    case .measure(let ids, let generation):
      for id in ids {
        let text = MeasuredText(segmentation(of: text, by: id), of: text)
        send(.measured(tokenizer: id, Measurement(text, vocabularyCount: 1_300), generation: generation))
      }
    case .measureCorpus(let ids, let indices, let request):
      for index in indices {
        for id in ids {
          let text = MeasuredText(segmentation(of: texts[index], by: id), of: texts[index])
          send(
            .corpusMeasured(
              tokenizer: id, text: index, Measurement(text, vocabularyCount: 1_300), request: request))
        }
      }
    case .countParallels(let ids, let sets):
      for id in ids {
        send(.parallelsCounted(tokenizer: id, ParityCounts(sets) { segmentation(of: $0, by: id) }))
      }
    case .export(let request):
      guard request.target == .folder else { return }
      let name = state.exportName(request.format, isFull: request.isFull)
      exports.append(Export(name: name, isFull: request.isFull, state: state))
    case .yank(.bytes(let bytes, let name)): send(.yanked(bytes, name: name, file: "/cache/yank.txt"))
    case .findMatch(let query, let from, let backward, let request):
      let starts = matches(of: query)
      let found =
        backward ? starts.last { $0 < from } ?? starts.last : starts.first { $0 > from } ?? starts.first
      send(.found(found, isWhole: true, request: request))
    case .countMatches(let query, let request):
      let starts = matches(of: query)
      send(.matchesCounted(starts.count, starts: starts, isComplete: true, request: request))
    case .listVocabulary(let list, let request):
      guard let tokenizer = Self.vocabularies[list.tokenizer] else {
        send(.vocabularyListed(nil, request: request))
        return
      }
      let listing = VocabularyListing(tokenizer)
      var facts = VocabularyFacts(listing)
      facts.comparison = list.other.flatMap { Self.vocabularies[$0] }.map {
        VocabularyComparison(listing, VocabularyListing($0))
      }
      facts.uses = TokenUses(entries: listing.count)
      // What is found out comes bit by bit.
      send(.vocabularyListed(.init(facts: facts, rows: facts.rows(list.query), countedBytes: 0), request: request))
      var ids: [TokenID] = []
      text.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      facts.uses?.add(ids, listing)
      facts.reach.test(listing.count, by: ReachTest(listing, of: tokenizer))
      let rows = facts.rows(list.query)
      send(.vocabularyListed(.init(facts: facts, rows: rows, countedBytes: text.count), request: request))
    case .describeEntry(let place, let request):
      guard let tokenizer = Self.vocabularies[place.tokenizer] else { return }
      let others = place.others.compactMap { id in
        Self.vocabularies[id].map { (tokenizer: id, listing: VocabularyListing($0)) }
      }
      let details = EntryDetails(place.entry, of: VocabularyListing(tokenizer), by: tokenizer, others: others)
      send(.entryDescribed(details, request: request))
    case .openFile, .yank, .copy, .mouse, .redraw, .suspend, .quit, .stopCorpus, .stopSearch, .remember: break
    }
  }

  private func matches(of query: SearchQuery) -> [Int] {
    query.matches(in: texts[open], query.tokenizers.map { segmentation(of: texts[open], by: $0) }).map(\.lowerBound)
  }

  private func segmentation(of text: [UInt8], by id: String) -> Segmentation {
    id == "morphemes" ? Self.morphemes.segmentation(of: text) : tokenizer(id).segmentation(of: text)
  }

  func tokenizer(_ id: String) -> WordListTokenizer { Self.tokenizers[Self.names.firstIndex(of: id) ?? 0] }

  /// What is open when it is an edited text.
  private var edited: [UInt8]?
  private var text: [UInt8] { edited ?? texts[open] }

  private func document(_ index: Int) -> Document {
    Document(
      source: .sample(index), name: VisibleText("0\(index)-sample"), note: "same text, six ways to cut it",
      byteCount: texts[index].count,
      digest: "0123456789ab", pair: index == 0 ? pair : nil)
  }

  private func window(around offset: Int) -> TextWindow {
    let start = max(0, min(offset - windowLimit / 2, text.count - windowLimit))
    let end = min(text.count, start + windowLimit)
    return TextWindow(bytes: Array(text[start..<end]), start: start, isExact: true)
  }

  var frame: Frame { view(state, size: state.size, look: state.look) }
}

extension State {
  /// What an export as text writes.
  func exportedText(size: Size? = nil, isFull: Bool = false) -> String {
    picture(.txt, size: size ?? self.size, isFull: isFull)?.text ?? ""
  }
}
