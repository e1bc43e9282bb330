import UnicodeText

extension PreparedTokenizer {
  /// The steps inside the part between added tokens, in ranges of the source; one step for an added token.
  ///
  /// Without a pattern the part is one pretoken, and of a long one only the stretch is derived that no token reaches out of.
  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    guard !text.isEmpty else { return inner.derivation(at: offset, of: text) }
    let offset = min(max(offset, 0), text.count - 1)
    return text.withUnsafeBufferPointer { text in
      for part in raw?.parts(of: text) ?? [.text(0..<text.count)] {
        switch part {
        case .token(let id, let range) where range.contains(offset): return derivation(ofAdded: id, at: range)
        case .text(let range) where range.contains(offset):
          return derivation(
            at: offset - range.lowerBound, of: UnsafeBufferPointer(rebasing: text[range]), from: range.lowerBound)
        default: continue
        }
      }
      return Derivation(steps: [])
    }
  }

  private func derivation(ofAdded id: TokenID, at range: Range<Int>) -> Derivation {
    let isSpecial = vocabulary.kind(of: id) == .special
    return Derivation(steps: [.init(.addedToken(special: isSpecial), range: range, token: id, pieces: [range])])
  }

  private func derivation(at offset: Int, of source: UnsafeBufferPointer<UInt8>, from base: Int) -> Derivation {
    let normal = form.flatMap { NormalizedText(source, form: $0) }
    let bytes = normal?.bytes ?? Array(source)
    let place = normal?.offset(ofSource: offset) ?? offset
    func inSource(_ offset: Int) -> Int { base + (normal?.sourceEnd(offset) ?? offset) }
    func inSource(_ range: Range<Int>) -> Range<Int> { inSource(range.lowerBound)..<inSource(range.upperBound) }
    for part in bytes.withUnsafeBufferPointer({ normalized?.parts(of: $0) ?? [.text(0..<bytes.count)] }) {
      switch part {
      case .token(let id, let range) where range.contains(place): return derivation(ofAdded: id, at: inSource(range))
      case .text(let range) where range.contains(place):
        let stretch = stretch(around: place, in: bytes, within: range)
        func inBytes(_ range: Range<Int>) -> Range<Int> {
          stretch.lowerBound + range.lowerBound..<stretch.lowerBound + range.upperBound
        }
        let steps = inner.derivation(at: place - stretch.lowerBound, of: Array(bytes[stretch])).steps.map { step in
          Derivation.Step(
            step.operation, range: inBytes(step.range), token: step.token, pieces: step.pieces.map(inBytes))
        }
        return Derivation(
          steps: steps.map { step in
            .init(step.operation, range: inSource(step.range), token: step.token, pieces: step.pieces.map(inSource))
          }, normalized: normal == nil ? nil : normalized(steps, bytes, source) { inSource($0) - base })
      default: continue
      }
    }
    return Derivation(steps: [])
  }

  /// The part of `range` around `place` whose ends no token has inside; all of it where a pattern cuts, or where it is short.
  private func stretch(around place: Int, in bytes: [UInt8], within range: Range<Int>) -> Range<Int> {
    guard let joins, vocabulary.alphabet == nil, range.count > Derivation.longestPretoken else { return range }
    var start = place
    while start > range.lowerBound, joins.contains(bytes[start - 1], bytes[start]) { start -= 1 }
    var end = place + 1
    while end < range.upperBound, joins.contains(bytes[end - 1], bytes[end]) { end += 1 }
    return start..<end
  }

  /// What the steps read, in ranges of `bytes`; nil where that is what the source has.
  private func normalized(
    _ steps: [Derivation.Step], _ bytes: [UInt8], _ source: UnsafeBufferPointer<UInt8>, _ place: (Int) -> Int
  ) -> Derivation.Normalized? {
    guard let form, let first = steps.map({ min($0.range.lowerBound, $0.pieces.first?.lowerBound ?? .max) }).min(),
      let last = steps.map({ max($0.range.upperBound, $0.pieces.last?.upperBound ?? 0) }).max()
    else { return nil }
    let (start, end) = (place(first), place(last))
    if bytes[first..<last].elementsEqual(source[start..<end]) { return nil }
    func shifted(_ range: Range<Int>) -> Range<Int> { range.lowerBound - first..<range.upperBound - first }
    return Derivation.Normalized(
      form: form, bytes: Array(bytes[first..<last]),
      steps: steps.map { .init(range: shifted($0.range), pieces: $0.pieces.map(shifted)) })
  }
}
