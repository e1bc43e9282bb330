import Tokenization

/// A morphological tokenizer of a test: the longest root of a list at the start of a word, then the longest suffixes; what neither covers falls
/// into pairs of bytes. Capitals and a missing space are markers.
struct MorphemeListTokenizer: MorphologicalTokenizer {
  private static let roots: [(surface: String, form: String, gloss: String)] = [
    ("ev", "ev", "noun"), ("kitap", "kitap", "noun"), ("kitab", "kitap", "noun"), ("gelin", "gelin", "noun"),
    ("gel", "gel-", "verb"), ("ankara", "Ankara", "name"), ("o", "o", "pronoun"),
  ]
  private static let suffixes: [(surface: String, form: String, gloss: String)] = [
    ("ler", "-lAr", "plural"), ("imiz", "-(I)mIz", "possessive 1pl"), ("de", "-DA", "locative"),
    ("da", "-DA", "locative"), ("ki", "-ki", "that is at"), ("den", "-DAn", "ablative"), ("ı", "-(y)I", "accusative"),
    ("in", "-(I)n", "possessive 2sg"),
  ]
  private static let markers = [
    MorphemeDescription(form: "⟨glue⟩", gloss: "no space before the root", allomorphs: []),
    MorphemeDescription(form: "⟨Title⟩", gloss: "first letter is a capital", allomorphs: []),
    MorphemeDescription(form: "⟨UPPER⟩", gloss: "written in capitals", allomorphs: []),
  ]
  private static let firstMarker: TokenID = 2000
  private static let firstSuffix: TokenID = 3000
  private static let firstRoot: TokenID = 4000

  var vocabulary: Vocabulary { TestModel.vocabulary.vocabulary }

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    ids += segmentation(of: Array(text)).tokens.map(\.id)
  }

  func segmentation(of text: [UInt8]) -> Segmentation {
    var tokens: [Token] = []
    var position = 0
    var isInWord = false
    func mark(_ index: Int) {
      tokens.append(
        Token(id: Self.firstMarker + TokenID(index), start: position, end: position, kind: .marker))
    }
    func take(_ id: TokenID, to end: Int, _ kind: TokenKind) {
      tokens.append(Token(id: id, start: position, end: end, kind: kind))
      position = end
    }
    while position < text.count {
      if isInWord, let suffix = Self.longest(Self.suffixes.map(\.surface), at: position, of: text) {
        take(Self.firstSuffix + TokenID(suffix.index), to: suffix.end, .suffix)
        continue
      }
      let start = position + (text[position] == 0x20 ? 1 : 0)
      let isFirst = start > position || position == 0 || !Self.isLetter(text[position - 1])
      if isFirst, let root = Self.longest(Self.roots.map(\.surface), at: start, of: text) {
        let isCapital = { (0x41...0x5A).contains(text[$0]) }
        if start == position { mark(0) }
        if isCapital(start) { mark(isCapital(root.end - 1) ? 2 : 1) }
        take(Self.firstRoot + TokenID(root.index), to: root.end, .root)
        isInWord = true
        continue
      }
      isInWord = isInWord && text[position] == 0x27
      if Self.isLetter(text[position]), position + 1 < text.count, Self.isLetter(text[position + 1]) {
        take(300, to: position + 2, .merge)
      } else {
        take(TokenID(text[position]), to: position + 1, .byte)
      }
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    let cut = segmentation(of: text)
    guard let index = cut.tokenIndex(at: offset) else { return Derivation(steps: []) }
    var first = index
    while cut.tokens[first].kind == .suffix { first -= 1 }
    var steps: [Derivation.Step] = []
    for token in cut.tokens[first...] {
      if token.kind == .suffix {
        let suffix = Self.suffixes[Int(token.id - Self.firstSuffix)]
        steps.append(
          Derivation.Step(
            .suffix(form: suffix.form, gloss: suffix.gloss, rules: [.harmony]), range: token.range, token: token.id,
            pieces: []))
      } else if token.kind == .root, steps.isEmpty {
        let root = Self.roots[Int(token.id - Self.firstRoot)]
        steps.append(
          Derivation.Step(
            .root(form: root.form, rules: root.surface == "kitab" ? [.softening] : []), range: token.range,
            token: token.id, pieces: []))
      } else if steps.isEmpty {
        return Derivation(steps: [Derivation.Step(.unknownSpan, range: token.range, pieces: [token.range])])
      } else {
        break
      }
    }
    return Derivation(steps: steps)
  }

  /// Those of the list, for `gelin` another one, and for `kitabı` the same pieces once more.
  func readings(at offset: Int, of text: [UInt8], count: Int) -> [WordReading] {
    let steps = derivation(at: offset, of: text).steps.filter { $0.token != nil }
    guard let root = steps.first else { return [] }
    let parts = steps.enumerated().map { place, step in
      WordReading.Part(kind: place == 0 ? .root : .suffix, id: step.token, range: step.range)
    }
    var readings = [WordReading(parts: parts, cost: 3100)]
    if root.token == Self.firstRoot + 3 {
      let middle = root.range.upperBound - 2
      readings.append(
        WordReading(
          parts: [
            WordReading.Part(kind: .root, id: Self.firstRoot + 4, range: root.range.lowerBound..<middle),
            WordReading.Part(kind: .suffix, id: Self.firstSuffix + 7, range: middle..<root.range.upperBound),
          ], cost: 4018))
    }
    if root.token == Self.firstRoot + 2, parts.count == 2 {
      let other = WordReading.Part(kind: .suffix, id: Self.firstSuffix + 7, range: parts[1].range)
      readings.append(WordReading(parts: [parts[0], other], cost: 3500))
    }
    return Array(readings.prefix(count))
  }

  func description(of id: TokenID) -> MorphemeDescription? {
    if id >= Self.firstRoot {
      let root = Self.roots[Int(id - Self.firstRoot)]
      let stems = Self.roots.filter { $0.form == root.form }.map(\.surface)
      return MorphemeDescription(form: root.form, gloss: root.gloss, allomorphs: stems)
    }
    if id >= Self.firstSuffix {
      let suffix = Self.suffixes[Int(id - Self.firstSuffix)]
      let shapes = Self.suffixes.filter { $0.form == suffix.form }.map(\.surface)
      return MorphemeDescription(form: suffix.form, gloss: suffix.gloss, allomorphs: shapes)
    }
    return id >= Self.firstMarker ? Self.markers[Int(id - Self.firstMarker)] : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
  }

  /// The longest of `surfaces` that stands at `start`, whatever the case of its ASCII letters.
  private static func longest(_ surfaces: [String], at start: Int, of text: [UInt8]) -> (index: Int, end: Int)? {
    var best: (index: Int, end: Int)?
    for (index, surface) in surfaces.enumerated() {
      let bytes = Array(surface.utf8)
      guard start + bytes.count <= text.count, bytes.count > best.map({ $0.end - start }) ?? 0 else { continue }
      let fits = bytes.indices.allSatisfy { place in
        let byte = text[start + place]
        return bytes[place] == ((0x41...0x5A).contains(byte) ? byte + 32 : byte)
      }
      if fits { best = (index, start + bytes.count) }
    }
    return best
  }
}
