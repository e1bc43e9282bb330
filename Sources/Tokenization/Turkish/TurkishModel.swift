/// What `TurkishTokenizer` does with one pretoken: a word, with the space before it, or what lies between words.
struct TurkishModel: PretokenModel {
  /// Readings that are tried when the best one is not spelled as the word is.
  static let alternatives = 8

  let layout: TurkishVocabulary
  let base: BPETokenizer
  let analyzer: MorphologicalAnalyzer
  let speller: MorphemeSpeller
  private var scratch = MorphologicalAnalyzer.Scratch()
  private var plain: [TokenID] = []

  init(layout: TurkishVocabulary, base: BPETokenizer, analyzer: MorphologicalAnalyzer) {
    self.layout = layout
    self.base = base
    self.analyzer = analyzer
    speller = MorphemeSpeller(analyzer)
  }

  mutating func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let word = TurkishModel.word(in: pretoken)
    if word.isEmpty || word.count > 4 * MorphologicalAnalyzer.maximumLetterCount {
      return appendPlain(pretoken, to: &ids)
    }
    let bytes = UnsafeBufferPointer(rebasing: pretoken[word])
    let first = ids.count
    for count in [1, TurkishModel.alternatives] {
      for analysis in analyzer.analyses(of: bytes, count: count, &scratch) {
        if append(analysis, of: pretoken, word, to: &ids) { return }
        ids.removeLast(ids.count - first)
      }
    }
    appendPlain(pretoken, to: &ids)
  }

  /// The word of a pretoken, without the space before it; empty for what lies between words.
  static func word(in pretoken: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let start = pretoken[0] == 0x20 ? 1 : 0
    guard start < pretoken.count, TurkishPretokenCutter.wordScalar(at: start, in: pretoken) > 0 else { return 0..<0 }
    return start..<pretoken.count
  }

  /// Appends the tokens of one reading.
  ///
  /// - Returns: false when the morphemes are not spelled as the word is; what was appended by then is to be taken away.
  private mutating func append(
    _ analysis: MorphologicalAnalysis, of pretoken: UnsafeBufferPointer<UInt8>, _ word: Range<Int>,
    to ids: inout [TokenID]
  ) -> Bool {
    if analysis.morphemes.count == 1, analysis.morphemes[0].kind == .unknown || analysis.morphemes[0].kind == .number {
      appendPlain(pretoken, to: &ids)
      return true
    }
    var context: MorphemeSpeller.Context?
    var run: [Morpheme] = []
    var start = 0
    for (index, morpheme) in analysis.morphemes.enumerated() {
      let range = morpheme.range.lowerBound + word.lowerBound..<morpheme.range.upperBound + word.lowerBound
      let apostrophe = TurkishModel.apostrophe(endingAt: range.upperBound, in: pretoken, from: range.lowerBound)
      let body = range.lowerBound..<range.upperBound - apostrophe
      let isPlain = morpheme.kind == .unknown || morpheme.kind == .number
      if !isPlain { run.append(Morpheme(kind: morpheme.kind, id: morpheme.id, range: body)) }
      let endsRun = apostrophe > 0 || index + 1 == analysis.morphemes.count
      if endsRun, !run.isEmpty {
        guard let tail = append(run, from: start, of: pretoken, word, after: context, to: &ids) else { return false }
        context = tail
        run.removeAll()
        start = body.upperBound
      }
      if isPlain {
        appendPlain(UnsafeBufferPointer(rebasing: pretoken[start..<body.upperBound]), to: &ids)
        context = TurkishContext.context(before: body.upperBound, in: pretoken)
        start = body.upperBound
      }
      if apostrophe > 0 {
        appendPlain(UnsafeBufferPointer(rebasing: pretoken[start..<range.upperBound]), to: &ids)
        start = range.upperBound
      }
    }
    return true
  }

  /// Bytes of the apostrophe that a morpheme ends with.
  private static func apostrophe(endingAt end: Int, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    for length in [1, 3] where end - length >= start {
      if TurkishPretokenCutter.apostrophe(at: end - length, in: text) == length { return length }
    }
    return 0
  }

  /// Appends roots and suffixes that follow each other, with their markers.
  ///
  /// - Parameter start: where their bytes begin; the space before a word's root is one of them.
  /// - Returns: what a suffix after an apostrophe hears; nil when the run has no such spelling.
  private func append(
    _ run: [Morpheme], from start: Int, of pretoken: UnsafeBufferPointer<UInt8>, _ word: Range<Int>,
    after context: MorphemeSpeller.Context?, to ids: inout [TokenID]
  ) -> MorphemeSpeller.Context? {
    let surface = UnsafeBufferPointer(rebasing: pretoken[run[0].range.lowerBound..<run[run.count - 1].range.upperBound])
    let pattern = TurkishWord.casePattern(of: surface)
    guard pattern != .mixed else { return nil }
    let items = run.map { $0.kind == .root ? MorphemeSpeller.Item.root($0.id) : .suffix($0.id) }
    let isDecomposed = surface.contains(0xCC)
    let spellings = speller.spellings(
      of: items, after: run[0].kind == .root ? nil : context, count: TurkishVocabulary.variantCount + 1)
    guard
      let variant = spellings.firstIndex(where: {
        TurkishSpelling.bytes(of: $0.letters, as: pattern, decomposed: isDecomposed).elementsEqual(surface)
      })
    else { return nil }
    func mark(_ id: TokenID) { ids.append(PackedToken(id, byteCount: 0).rawValue) }
    if run[0].kind == .root, start == run[0].range.lowerBound { mark(layout.id(of: .glue)) }
    if pattern == .title { mark(layout.id(of: .title)) }
    if pattern == .upper { mark(layout.id(of: .upper)) }
    if isDecomposed { mark(layout.id(of: .decomposed)) }
    if variant > 0 { mark(layout.id(ofVariant: variant)) }
    var position = start
    for (index, morpheme) in run.enumerated() {
      if index > 0, morpheme.kind == .root { mark(layout.id(of: .glue)) }
      let end = morpheme.range.upperBound
      ids.append(PackedToken(layout.id(of: items[index]), byteCount: end - position).rawValue)
      position = end
    }
    return TurkishContext.context(after: spellings[variant])
  }

  private mutating func appendPlain(_ bytes: UnsafeBufferPointer<UInt8>, to ids: inout [TokenID]) {
    guard !bytes.isEmpty else { return }
    plain.removeAll(keepingCapacity: true)
    base.encode(bytes, into: &plain)
    for id in plain { ids.append(PackedToken(id, byteCount: layout.vocabulary.byteCount(of: id)).rawValue) }
  }
}
