import UnicodeText

extension TokenizerFile {
  /// Reads a Hugging Face `tokenizer.json` of a byte-level BPE vocabulary.
  ///
  /// Read are `model`, `added_tokens`, `normalizer` and `pre_tokenizer`; a decoder, post-processor, truncation or padding plays no
  /// part in cutting and is only checked for its type. Our own addition is `model.tokview_scaffold.scaffold`, a list of ids.
  /// - Throws: the first fault found, with its byte offset or entry.
  package init(json bytes: [UInt8], limits: Limits = Limits()) throws(FormatError) {
    guard bytes.count <= limits.bytes else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(limits.bytes)")
    }
    var reader = JSONReader(bytes)
    var parser = TokenizerJSONParser(limits: limits)
    try parser.readTop(&reader)
    try reader.finish()
    self = try parser.finish(&reader)
  }
}

/// What has been read of a `tokenizer.json` so far; its parts may come in any order.
private struct TokenizerJSONParser {
  let limits: TokenizerFile.Limits
  var pieces = PieceTable()
  var hasVocabulary = false
  /// Entries outside the byte-level alphabet: allowed when an added token has the same text and id.
  var literal: [(text: [UInt8], id: UInt32)] = []
  var merges: [TokenizerFile.Merge] = []
  var pairs = PairSet()
  /// Where the merges stand when they come before the vocabulary.
  var deferredMerges: Int?
  var hasMerges = false
  var ignoresMerges = false
  var unknownToken: [UInt8]?
  var addedTokens: [TokenizerFile.AddedToken] = []
  /// Ids of added tokens whose bytes a piece has under another id.
  var repeated: [UInt32] = []
  var scaffold: [UInt32]?
  var pattern: KnownPattern?
  var normalizer = NormalizerReader()
  var hasModel = false
  private var text: [UInt8] = []
  private var joined: [UInt8] = []

  init(limits: TokenizerFile.Limits) { self.limits = limits }

  mutating func readTop(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      let name = String(decoding: key, as: UTF8.self)
      do throws(FormatError) {
        switch name {
        case "model":
          hasModel = true
          try readModel(&reader)
        case "added_tokens": try readAddedTokens(&reader)
        case "pre_tokenizer": pattern = try PreTokenizerReader.read(&reader)
        case "normalizer": try normalizer.read(&reader)
        case "truncation": try readTruncation(&reader)
        case "decoder", "post_processor": try requireObjectOrNull(&reader)
        default: try reader.skipValue()
        }
      } catch { throw error.within(name.count < 40 ? name : "…") }
    }
  }

  // MARK: Model

  private mutating func readModel(_ reader: inout JSONReader) throws(FormatError) {
    var type: [UInt8]?
    try reader.readObject { (reader, key) throws(FormatError) in
      let name = String(decoding: key, as: UTF8.self)
      do throws(FormatError) {
        switch name {
        case "type":
          let found = try reader.readString()
          guard found == Array("BPE".utf8) else {
            throw FormatError(
              .unsupported, at: .byte(reader.position), "model \(FormatError.quoted(found))", advice: "only BPE is read"
            )
          }
          type = found
        case "vocab": try readVocabulary(&reader)
        case "merges":
          hasMerges = true
          if hasVocabulary {
            try readMerges(&reader)
          } else {
            reader.skipSpace()
            deferredMerges = reader.position
            try reader.skipValue()
          }
        case "ignore_merges": ignoresMerges = try reader.readBool()
        case "tokview_scaffold": try readScaffold(&reader)
        case "unk_token": if try !reader.readNull() { unknownToken = try reader.readString() }
        case "dropout": try require(&reader, "null") { (reader) throws(FormatError) in try reader.readNull() }
        case "byte_fallback":
          try require(&reader, "false") { (reader) throws(FormatError) in try !reader.readBool() }
        case "continuing_subword_prefix", "end_of_word_suffix":
          try require(&reader, "null or empty") { (reader) throws(FormatError) in
            if try reader.readNull() { return true }
            return try reader.readString().isEmpty
          }
        default: try reader.skipValue()
        }
      } catch { throw error.within(name.count < 40 ? name : "…") }
    }
    if type == nil {
      throw FormatError(.missing, at: .byte(reader.position), path: "type", "no type", advice: "only BPE is read")
    }
  }

  private func require(
    _ reader: inout JSONReader, _ wanted: String, _ read: (inout JSONReader) throws(FormatError) -> Bool
  ) throws(FormatError) {
    let offset = reader.position
    if try read(&reader) { return }
    guard wanted != "null" else {
      throw FormatError(.unsupported, at: .byte(offset), "any value but null")
    }
    throw FormatError(.unsupported, at: .byte(offset), "any value but \(wanted)")
  }

  private mutating func readVocabulary(_ reader: inout JSONReader) throws(FormatError) {
    hasVocabulary = true
    try reader.readMembers { (reader, offset) throws(FormatError) in
      text.removeAll(keepingCapacity: true)
      try reader.appendString(to: &text)
      try reader.colon()
      func entry() -> String { "[\(FormatError.quoted(text))]" }
      guard pieces.count + literal.count < limits.pieces else {
        throw FormatError(.limit, at: .byte(offset), "more than \(limits.pieces) pieces")
      }
      let id: UInt32
      do throws(FormatError) { id = UInt32(try reader.readInteger(in: 0...limits.id)) } catch {
        throw error.within(entry())
      }
      joined.removeAll(keepingCapacity: true)
      guard ByteLevelAlphabet.append(text, to: &joined) else {
        literal.append((text, id))
        return
      }
      guard !joined.isEmpty else { throw FormatError(.value, at: .byte(offset), path: entry(), "an empty piece") }
      guard joined.count <= limits.pieceBytes else {
        throw FormatError(
          .limit, at: .byte(offset), path: entry(),
          "a piece of \(joined.count) bytes, the limit is \(limits.pieceBytes)")
      }
      if let other = pieces.append(joined, id: id) {
        throw FormatError(
          .duplicate, at: .byte(offset), path: entry(),
          "the piece stands there twice, with ids \(pieces.ids[other]) and \(id)")
      }
    }
    if pieces.count == 0, literal.isEmpty {
      throw FormatError(.missing, at: .byte(reader.position), "the vocabulary is empty")
    }
  }

  private mutating func readMerges(_ reader: inout JSONReader) throws(FormatError) {
    merges.reserveCapacity(pieces.count)
    try reader.readArray { (reader, rank) throws(FormatError) in
      let kind = try reader.peek()
      let offset = reader.position
      do throws(FormatError) {
        guard rank < limits.pieces else {
          throw FormatError(.limit, at: .byte(offset), "more than \(limits.pieces) merges")
        }
        joined.removeAll(keepingCapacity: true)
        var split = 0
        if kind == .array {
          var parts = 0
          try reader.readArray { (reader, index) throws(FormatError) in
            text.removeAll(keepingCapacity: true)
            try reader.appendString(to: &text)
            parts = index + 1
            if parts == 2 { split = joined.count }
            try appendPart(text[...], at: offset)
          }
          guard parts == 2 else { throw FormatError(.value, at: .byte(offset), "\(parts) parts, a merge joins two") }
        } else if kind == .string {
          text.removeAll(keepingCapacity: true)
          try reader.appendString(to: &text)
          let parts = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
          guard parts.count == 2 else {
            throw FormatError(.value, at: .byte(offset), "\(parts.count) parts, a merge joins two")
          }
          try appendPart(parts[0], at: offset)
          split = joined.count
          try appendPart(parts[1], at: offset)
        } else {
          throw FormatError(.value, at: .byte(offset), "expected a string or an array, found \(kind.rawValue)")
        }
        try addMerge(split: split, offset)
      } catch { throw error.within("[\(rank)]") }
    }
  }

  private mutating func appendPart(_ part: ArraySlice<UInt8>, at offset: Int) throws(FormatError) {
    guard !part.isEmpty else { throw FormatError(.value, at: .byte(offset), "an empty part") }
    guard ByteLevelAlphabet.append(part, to: &joined) else {
      throw FormatError(.value, at: .byte(offset), "part \(FormatError.quoted(part)) is not in the byte-level alphabet")
    }
  }

  /// Adds the merge whose parts are the first `split` bytes of `joined` and the rest.
  private mutating func addMerge(split: Int, _ offset: Int) throws(FormatError) {
    func absent(_ what: String, _ bytes: ArraySlice<UInt8>) -> FormatError {
      FormatError(.inconsistent, at: .byte(offset), "the \(what) \(FormatError.quoted(bytes)) is not in the vocabulary")
    }
    guard let left = pieces.index(of: joined[..<split]) else { throw absent("left part", joined[..<split]) }
    guard let right = pieces.index(of: joined[split...]) else { throw absent("right part", joined[split...]) }
    guard let result = pieces.index(of: joined) else { throw absent("result", joined[...]) }
    guard pairs.insert(UInt64(left) << 32 | UInt64(right)) else {
      throw FormatError(.duplicate, at: .byte(offset), "the merge stands there twice")
    }
    merges.append(.init(left: pieces.ids[left], right: pieces.ids[right], result: pieces.ids[result]))
  }

  private mutating func readScaffold(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      guard key == Array("scaffold".utf8) else { return try reader.skipValue() }
      var ids: [UInt32] = []
      try reader.readArray { (reader, index) throws(FormatError) in
        guard index < limits.pieces else {
          throw FormatError(.limit, at: .byte(reader.position), "more than \(limits.pieces) ids")
        }
        ids.append(UInt32(try reader.readInteger(in: 0...limits.id)))
      }
      scaffold = ids
    }
    if scaffold == nil { throw FormatError(.missing, at: .byte(reader.position), "no key \"scaffold\"") }
  }

  // MARK: Beside the model

  private mutating func readAddedTokens(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readArray { (reader, index) throws(FormatError) in
      let offset = reader.position
      do throws(FormatError) {
        guard index < limits.pieces else {
          throw FormatError(.limit, at: .byte(offset), "more than \(limits.pieces) tokens")
        }
        var id: UInt32?
        var token = TokenizerFile.AddedToken(id: 0, content: [])
        try reader.readObject { (reader, key) throws(FormatError) in
          switch String(decoding: key, as: UTF8.self) {
          case "id": id = UInt32(try reader.readInteger(in: 0...limits.id))
          case "content": token.content = try reader.readString()
          case "special": token.special = try reader.readBool()
          case "single_word": token.singleWord = try reader.readBool()
          case "lstrip": token.stripsLeft = try reader.readBool()
          case "rstrip": token.stripsRight = try reader.readBool()
          case "normalized": token.normalized = try reader.readBool()
          default: try reader.skipValue()
          }
        }
        guard let id else { throw FormatError(.missing, at: .byte(offset), "no id") }
        token.id = id
        guard !token.content.isEmpty else { throw FormatError(.value, at: .byte(offset), "empty or missing content") }
        guard token.content.count <= limits.pieceBytes else {
          throw FormatError(
            .limit, at: .byte(offset), "content of \(token.content.count) bytes, the limit is \(limits.pieceBytes)")
        }
        addedTokens.append(token)
      } catch { throw error.within("[\(index)]") }
    }
  }

  private func requireObjectOrNull(_ reader: inout JSONReader) throws(FormatError) {
    if try reader.readNull() { return }
    let offset = reader.position
    guard try reader.peek() == .object else {
      throw FormatError(.value, at: .byte(offset), "expected an object or null")
    }
    try reader.skipValue()
  }

  private func readTruncation(_ reader: inout JSONReader) throws(FormatError) {
    if try reader.readNull() { return }
    let offset = reader.position
    var longest = Int.max
    var stride = 0
    try reader.readObject { (reader, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "max_length": longest = try reader.readInteger(in: 0...Int.max)
      case "stride": stride = try reader.readInteger(in: 0...Int.max)
      default: try reader.skipValue()
      }
    }
    guard stride < longest else {
      throw FormatError(.inconsistent, at: .byte(offset), "stride \(stride) is not below max_length \(longest)")
    }
  }

  // MARK: The whole

  /// Reads what was put off and checks that the parts belong together.
  mutating func finish(_ reader: inout JSONReader) throws(FormatError) -> TokenizerFile {
    guard hasModel else {
      throw FormatError(.missing, at: .whole, path: "model", "no model", advice: "is this a tokenizer.json?")
    }
    guard hasVocabulary else { throw FormatError(.missing, at: .whole, path: "model.vocab", "no vocabulary") }
    guard hasMerges else { throw FormatError(.missing, at: .whole, path: "model.merges", "no merges") }
    if let deferredMerges {
      reader.move(to: deferredMerges)
      do { try readMerges(&reader) } catch { throw error.within("model.merges") }
    }
    try placeAddedTokens()
    guard pieces.count <= limits.pieces else {
      throw FormatError(.limit, at: .whole, path: "added_tokens", "more than \(limits.pieces) pieces with those before")
    }
    try checkUniqueIDs()
    for byte in UInt8.min...UInt8.max where pieces.index(of: CollectionOfOne(byte)) == nil {
      throw FormatError(
        .missing, at: .whole, path: "model.vocab", "no piece for byte 0x\(Hexadecimal.string([byte]))",
        advice: "only byte-level vocabularies with all 256 bytes are read")
    }
    if let unknownToken, !isKnown(unknownToken) {
      throw FormatError(
        .inconsistent, at: .whole, path: "model.unk_token",
        "\(FormatError.quoted(unknownToken)) is not in the vocabulary")
    }
    try checkScaffold()
    guard let pattern = pattern ?? (normalizer.isByteLevel ? .whole : nil) else {
      throw FormatError(
        .unsupported, at: .whole, path: "pre_tokenizer",
        "none: the vocabulary is read by characters, and text loses those that it lacks",
        advice: "a ByteLevel pre-tokenizer or normalizer is needed")
    }
    if normalizer.isByteLevel, self.pattern != nil {
      throw FormatError(.unsupported, at: .whole, path: "normalizer", "ByteLevel with a pre-tokenizer")
    }
    let asksNeighbours = addedTokens.contains { $0.normalized && ($0.singleWord || $0.stripsLeft || $0.stripsRight) }
    if normalizer.isByteLevel, asksNeighbours {
      throw FormatError(
        .unsupported, at: .whole, path: "normalizer",
        "ByteLevel, which hides white space from added tokens that look for it")
    }
    try checkNormalizedTokens()
    return TokenizerFile(
      pieces: pieces, merges: merges, pattern: pattern, ignoresMerges: ignoresMerges, addedTokens: addedTokens,
      normalForm: normalizer.form, scaffold: scaffold)
  }

  private mutating func placeAddedTokens() throws(FormatError) {
    var contents = Set<[UInt8]>()
    var waiting: [[UInt8]: UInt32] = [:]
    for (text, id) in literal {
      guard waiting.updateValue(id, forKey: text) == nil else {
        throw FormatError(
          .duplicate, at: .whole, path: "model.vocab[\(FormatError.quoted(text))]", "the piece stands there twice")
      }
    }
    for (index, token) in addedTokens.enumerated() {
      let path = "added_tokens[\(index)]"
      guard contents.insert(token.content).inserted else {
        throw FormatError(.duplicate, at: .whole, path: path, "\(FormatError.quoted(token.content)) was added before")
      }
      if let literal = waiting.removeValue(forKey: token.content) {
        try require(id: literal, of: token, path)
        _ = pieces.append(token.content, id: token.id)
      } else if let index = pieces.index(of: token.content) {
        // Written without the byte-level alphabet the content is another word than the piece, unless both read alike.
        if token.content.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { try require(id: pieces.ids[index], of: token, path) }
        if pieces.ids[index] != token.id { repeated.append(token.id) }
      } else {
        _ = pieces.append(token.content, id: token.id)
      }
    }
    if let text = literal.first(where: { waiting[$0.text] != nil })?.text {
      throw FormatError(
        .unsupported, at: .whole, path: "model.vocab[\(FormatError.quoted(text))]",
        "a piece outside the byte-level alphabet",
        advice: "only byte-level vocabularies are read")
    }
  }

  private func require(id: UInt32, of token: TokenizerFile.AddedToken, _ path: String) throws(FormatError) {
    guard id != token.id else { return }
    throw FormatError(
      .inconsistent, at: .whole, path: path,
      "\(FormatError.quoted(token.content)) has id \(token.id), in the vocabulary the same bytes have id \(id)")
  }

  /// Two added tokens that are alike once they are normalised could not be told apart.
  private func checkNormalizedTokens() throws(FormatError) {
    guard let form = normalizer.form else { return }
    var contents = Set<[UInt8]>()
    for (index, token) in addedTokens.enumerated() where token.normalized {
      guard contents.insert(NormalizedText.bytes(of: token.content, form: form)).inserted else {
        throw FormatError(
          .duplicate, at: .whole, path: "added_tokens[\(index)]",
          "\(FormatError.quoted(token.content)) is, normalised, a token that was added before")
      }
    }
  }

  private func checkUniqueIDs() throws(FormatError) {
    let ids = pieces.ids
    if !repeated.isEmpty {
      var known = Set(ids)
      for id in repeated {
        guard known.insert(id).inserted else {
          throw FormatError(.duplicate, at: .whole, path: "added_tokens", "id \(id) stands there twice")
        }
      }
    }
    guard !zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) else { return }
    let order = ids.indices.sorted { (ids[$0], $0) < (ids[$1], $1) }
    for (a, b) in zip(order, order.dropFirst()) where ids[a] == ids[b] {
      throw FormatError(
        .duplicate, at: .whole, path: "model.vocab",
        "\(FormatError.quoted(pieces.bytes(at: a))) and \(FormatError.quoted(pieces.bytes(at: b))) both have id \(ids[a])"
      )
    }
  }

  private func checkScaffold() throws(FormatError) {
    guard let scaffold else { return }
    let results = Set(merges.map(\.result))
    var seen = Set<UInt32>()
    for (index, id) in scaffold.enumerated() {
      let path = "model.tokview_scaffold.scaffold[\(index)]"
      guard results.contains(id) else {
        throw FormatError(.inconsistent, at: .whole, path: path, "id \(id) is not the result of a merge")
      }
      guard seen.insert(id).inserted else {
        throw FormatError(.duplicate, at: .whole, path: path, "id \(id) stands there twice")
      }
    }
  }

  /// True when a piece is written `text` in the file.
  private func isKnown(_ text: [UInt8]) -> Bool {
    var bytes: [UInt8] = []
    return pieces.index(of: text) != nil || ByteLevelAlphabet.append(text, to: &bytes) && pieces.index(of: bytes) != nil
  }
}
