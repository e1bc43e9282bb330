import UnicodeText

/// A tokenizer behind what its vocabulary wants done to the text first: added tokens are cut out and the rest is normalised.
///
/// The order is that of Hugging Face. Added tokens with `normalized: false` are found in the text as it is; each part between
/// them is normalised; in that the other added tokens are found, in their normalised form; each part that is left is a text
/// of its own to the tokenizer inside, so no pretoken and no merge crosses an added token. Special tokens are ordinary text
/// unless they are asked for, yet no other added token is found inside one.
///
/// Ranges are those of the source: the first token that comes from a source character has its bytes, further ones are
/// virtual; what normalization leaves as it is has its bytes one for one. `decode` gives the normalised text, and of an added
/// token that takes in white space its content alone. Time: that of the tokenizer inside, and linear for what comes first.
///
/// Example: with NFKC and the added token `(a)`, `ﬁ(a)` is `f`, `i`, `(a)` with the bytes 0..<3, 3..<3, 3..<6.
package struct PreparedTokenizer: Tokenizer {
  package let inner: any Tokenizer
  package let parsesSpecialTokens: Bool
  package let boundary: SafeBoundary
  let form: NormalForm?
  let raw: AddedTokenMatcher?
  let normalized: AddedTokenMatcher?
  /// Bytes that some token has beside each other; nil where a pattern cuts.
  let joins: ByteJoins?
  /// Added tokens that decode to their normalised form.
  private let decoded: [TokenID: [UInt8]]

  package var vocabulary: Vocabulary { inner.vocabulary }

  /// Whether texts of `vocabulary` need more than a pattern and a model.
  package static func isNeeded(for vocabulary: Vocabulary) -> Bool {
    vocabulary.normalForm != nil || vocabulary.alphabet != nil || vocabulary.pattern == .whole
      || vocabulary.addedTokens.contains { !$0.special }
  }

  /// - Parameters:
  ///   - inner: cuts what lies between added tokens; its vocabulary says what comes first.
  ///   - parsesSpecialTokens: whether special tokens are taken out of the text too.
  package init(_ inner: any Tokenizer, parsesSpecialTokens: Bool = false) {
    let vocabulary = inner.vocabulary
    let form = vocabulary.normalForm
    var raw: [AddedTokenMatcher.Pattern] = []
    var normalized: [AddedTokenMatcher.Pattern] = []
    var decoded: [TokenID: [UInt8]] = [:]
    if parsesSpecialTokens || vocabulary.addedTokens.contains(where: { !$0.special }) {
      for token in vocabulary.addedTokens {
        var pattern = AddedTokenMatcher.Pattern(
          id: token.id, content: token.content, singleWord: token.singleWord, stripsLeft: token.stripsLeft,
          stripsRight: token.stripsRight, isSkipped: token.special && !parsesSpecialTokens)
        if token.normalized {
          if let form { pattern.content = NormalizedText.bytes(of: token.content, form: form) }
          if pattern.content != token.content { decoded[token.id] = pattern.content }
          normalized.append(pattern)
        } else {
          raw.append(pattern)
        }
      }
    }
    self.inner = inner
    self.parsesSpecialTokens = parsesSpecialTokens
    self.form = form
    self.raw = raw.isEmpty ? nil : AddedTokenMatcher(raw)
    self.normalized = normalized.isEmpty ? nil : AddedTokenMatcher(normalized)
    self.decoded = decoded
    joins = vocabulary.pattern == .whole ? PreparedTokenizer.joins(of: vocabulary) : nil
    let edges = raw.isEmpty && normalized.isEmpty ? nil : AddedTokenEdges(raw + normalized)
    boundary = SafeBoundary(rules: [.init(joins: joins, form: form, edges: edges, alphabet: vocabulary.alphabet)])
  }

  /// Every pair where a whole text is looked up: then no place is safe.
  private static func joins(of vocabulary: Vocabulary) -> ByteJoins {
    guard vocabulary.looksUpWholePretokens else { return ByteJoins(vocabulary: vocabulary) }
    var all = ByteJoins()
    for left in UInt8.min...UInt8.max { for right in UInt8.min...UInt8.max { all.insert(left, right) } }
    return all
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard let raw else { return encodePlain(text, into: &ids) }
    for part in raw.parts(of: text) {
      switch part {
      case .token(let id, _): ids.append(id)
      case .text(let range): encodePlain(UnsafeBufferPointer(rebasing: text[range]), into: &ids)
      }
    }
  }

  /// Encodes a text without raw added tokens.
  private func encodePlain(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    if let form, let bytes = NormalizedText.bytes(of: text, form: form) {
      bytes.withUnsafeBufferPointer { encodeNormal($0, into: &ids) }
    } else {
      encodeNormal(text, into: &ids)
    }
  }

  private func encodeNormal(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard let normalized else { return inner.encode(text, into: &ids) }
    for part in normalized.parts(of: text) {
      switch part {
      case .token(let id, _): ids.append(id)
      case .text(let range): inner.encode(UnsafeBufferPointer(rebasing: text[range]), into: &ids)
      }
    }
  }

  package func segmentation(of text: [UInt8]) -> Segmentation {
    segmentation(of: text) { inner.segmentation(of: $0) }
  }

  /// The segmentation whose parts between added tokens are cut by `cut`.
  private func segmentation(of text: [UInt8], cut: ([UInt8]) -> Segmentation) -> Segmentation {
    // Read once: each read through the protocol copies the vocabulary's references.
    let vocabulary = vocabulary
    var tokens: [Token] = []
    var pieces = NormalizedPieces()
    text.withUnsafeBufferPointer { text in
      for part in raw?.parts(of: text) ?? [.text(0..<text.count)] {
        switch part {
        case .token(let id, let range):
          // Before it there may be bytes that the alphabet lacks.
          let start = tokens.last?.end ?? 0
          if start < range.lowerBound { pieces.append(text[range], index: tokens.count) }
          tokens.append(Token(id: id, start: start, end: range.upperBound, kind: vocabulary.kind(of: id)))
        case .text(let range): append(text, range, vocabulary, cut, to: &tokens, &pieces)
        }
      }
      if let last = tokens.last, last.end < text.count {
        if pieces[tokens.count - 1] == nil { pieces.append(text[last.range], index: tokens.count - 1) }
        tokens[tokens.count - 1] = Token(
          id: last.id, start: last.start, end: text.count, kind: last.kind, internalID: last.internalID)
      }
    }
    return Segmentation(proven: tokens, byteCount: text.count, normalized: pieces)
  }

  /// Appends the tokens of `part` of the text, which has no raw added tokens.
  private func append(
    _ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ vocabulary: Vocabulary,
    _ cut: ([UInt8]) -> Segmentation, to tokens: inout [Token], _ pieces: inout NormalizedPieces
  ) {
    let source = UnsafeBufferPointer(rebasing: text[part])
    let normal = form.flatMap { NormalizedText(source, form: $0) }
    let mayReadOtherwise = normal != nil || vocabulary.alphabet != nil
    var cursor = normal.map(NormalizedText.Cursor.init)
    var position = tokens.last?.end ?? 0
    func append(_ token: Token, _ bytes: some Collection<UInt8>, upTo offset: Int) {
      let end = part.lowerBound + (cursor?.sourceEnd(offset) ?? offset)
      if mayReadOtherwise, !bytes.elementsEqual(text[position..<end]) { pieces.append(bytes, index: tokens.count) }
      tokens.append(Token(id: token.id, start: position, end: end, kind: token.kind, internalID: token.internalID))
      position = end
    }
    func appendParts(of bytes: UnsafeBufferPointer<UInt8>) {
      for part in normalized?.parts(of: bytes) ?? [.text(0..<bytes.count)] {
        switch part {
        case .token(let id, let range):
          append(Token(id: id, range: range, kind: vocabulary.kind(of: id)), bytes[range], upTo: range.upperBound)
        case .text(let range):
          let cut = cut(Array(bytes[range]))
          for (index, token) in cut.tokens.enumerated() {
            let range = range.lowerBound + token.start..<range.lowerBound + token.end
            if mayReadOtherwise, let text = cut.normalized[index] {
              append(token, text, upTo: range.upperBound)
            } else {
              append(token, bytes[range], upTo: range.upperBound)
            }
          }
        }
      }
    }
    if let normal { normal.bytes.withUnsafeBufferPointer(appendParts) } else { appendParts(of: source) }
  }

  package func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8] {
    guard !decoded.isEmpty, ids.contains(where: { decoded[$0] != nil }) else { return try inner.decode(ids) }
    var out: [UInt8] = []
    var start = 0
    for index in 0...ids.count {
      let content = index < ids.count ? decoded[ids[index]] : []
      guard let content else { continue }
      do throws(UnknownTokenID) {
        out += try inner.decode(Array(ids[start..<index]))
      } catch {
        throw UnknownTokenID(id: error.id, index: start + error.index)
      }
      out += content
      start = index + 1
    }
    return out
  }

  package func separableCount(of ids: [TokenID]) -> Int { inner.separableCount(of: ids) }
}

extension PreparedTokenizer {
  /// The tokens of a Scaffold-BPE tokenizer before any is taken apart; nil for any other.
  package var stage1: (@Sendable ([UInt8]) -> Segmentation)? {
    guard let scaffold = inner as? ScaffoldBPETokenizer else { return nil }
    return { segmentation(of: $0) { scaffold.stage1(of: $0) } }
  }
}

extension Token {
  fileprivate init(id: TokenID, range: Range<Int>, kind: TokenKind) {
    self.init(id: id, start: range.lowerBound, end: range.upperBound, kind: kind)
  }
}
