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

  static let morphemes = MorphemeListTokenizer()
  static let morphemeText = "Ankara'da evlerimizdekilerden kitabı gelin 2024 yok. EV, o\nxqzev O ((gel))"

  static let start = "The exemptions: 1234567, 11 U.S.C. § 362(a), evlerimizdekilerden"

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
        note: "same text, six ways to cut it", isParallel: index >= texts.count - parallelCount)
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
          "Tab": .tab, "Back": .backspace, "Del": .delete, "Home": .home, "End": .end, "PgDn": .pageDown,
          "PgUp": .pageUp,
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
      send(.opened(document(index), window: window(around: 0), offset: 0, generation: generation))
    case .readWindow(let offset, let generation): send(.windowRead(window(around: offset), generation: generation))
    case .segment(let ids, let window, let generation):
      for id in ids {
        let cut = segmentation(of: window.bytes, by: id)
        if id == "morphemes" { send(.described(tokenizer: id, markers: Self.morphemes.markers(in: cut))) }
        send(.segmented(tokenizer: id, cut, generation: generation))
      }
    case .count(let ids, let generation):
      for id in ids {
        let tokens = segmentation(of: texts[open], by: id).tokenCount
        send(.counted(tokenizer: id, tokens: tokens, bytes: texts[open].count, generation: generation))
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
        send(.failed(VisibleText("cannot read \(name): no such file")))
      }
    case .countTerms(let ids, let list, let request):
      for id in ids {
        let cuts = TermCuts(list.terms) { segmentation(of: $0, by: id) }
        send(.termsCounted(tokenizer: id, cuts, request: request))
      }
    case .damage(let damage, let request):
      let text = damage.text
      let cuts = damage.tokenizers.map { id in (id, DamagedCuts(text) { segmentation(of: $0, by: id) }) }
      send(.damaged(text, cuts: Dictionary(uniqueKeysWithValues: cuts), request: request))
    case .findMatch(let query, let from, let backward, let request):
      let starts = matches(of: query)
      let found =
        backward ? starts.last { $0 < from } ?? starts.last : starts.first { $0 > from } ?? starts.first
      send(.found(found, isWhole: true, request: request))
    case .countMatches(let query, let request):
      let starts = matches(of: query)
      send(.matchesCounted(starts.count, starts: starts, isComplete: true, request: request))
    case .measure(let ids, let generation):
      for id in ids {
        let text = MeasuredText(segmentation(of: texts[open], by: id), of: texts[open])
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
    case .openFile, .exportText, .redraw, .suspend, .quit, .stopCorpus, .stopSearch, .remember: break
    }
  }

  private func matches(of query: SearchQuery) -> [Int] {
    query.matches(in: texts[open], query.tokenizers.map { segmentation(of: texts[open], by: $0) }).map(\.lowerBound)
  }

  private func segmentation(of text: [UInt8], by id: String) -> Segmentation {
    id == "morphemes" ? Self.morphemes.segmentation(of: text) : tokenizer(id).segmentation(of: text)
  }

  func tokenizer(_ id: String) -> WordListTokenizer { Self.tokenizers[Self.names.firstIndex(of: id)!] }

  private func document(_ index: Int) -> Document {
    Document(
      source: .sample(index), name: VisibleText("0\(index)-sample"), note: "same text, six ways to cut it",
      byteCount: texts[index].count,
      digest: "0123456789ab", pair: index == 0 ? pair : nil)
  }

  private func window(around offset: Int) -> TextWindow {
    let text = texts[open]
    let start = max(0, min(offset - windowLimit / 2, text.count - windowLimit))
    let end = min(text.count, start + windowLimit)
    return TextWindow(bytes: Array(text[start..<end]), start: start, isExact: true)
  }

  var frame: Frame { view(state, size: state.size, look: state.look) }
}
