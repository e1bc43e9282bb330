import UnicodeText

extension TokenizerFile {
  /// Reads a Hugging Face `tokenizer.json` of a BPE vocabulary: byte-level, or by characters where no step is ByteLevel.
  ///
  /// Of a byte-level vocabulary pieces outside its alphabet are left out with their merges: no text can become them.
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
  /// Entries outside the byte-level alphabet: dead unless an added token has the same text and id.
  var literal: [[UInt8]: UInt32] = [:]
  var merges: [TokenizerFile.Merge] = []
  var pairs = PairSet()
  /// Where the merges stand when they come before the vocabulary.
  var deferredMerges: Int?
  var hasMerges = false
  var ignoresMerges = false
  var unknownToken: [UInt8]?
  var addedTokens: [TokenizerFile.AddedToken] = []
  /// Ids of the added tokens that were read before the model, by content.
  private var addedIDs: [[UInt8]: UInt32] = [:]
  /// Ids of added tokens whose bytes a piece has under another id.
  var repeated: [UInt32] = []
  var scaffold: [UInt32]?
  var preTokenizer: PreTokenizerReader.Result?
  var normalizer = NormalizerReader()
  var hasModel = false
  /// Where the model stands when nothing before it says that it is byte-level.
  var deferredModel: Int?
  private var text: [UInt8] = []
  private var joined: [UInt8] = []
  /// The parts of a merge as the file writes them.
  private var written: [UInt8] = []

  /// Whether pieces are texts, not bytes in the byte-level alphabet; final once all but the model is read.
  private var isByCharacters: Bool { !normalizer.isByteLevel && preTokenizer?.isByteLevel != true }

  init(limits: TokenizerFile.Limits) { self.limits = limits }

  mutating func readTop(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      let name = String(decoding: key, as: UTF8.self)
      do throws(FormatError) {
        switch name {
        case "model":
          hasModel = true
          if isByCharacters {
            reader.skipSpace()
            deferredModel = reader.position
            try reader.skipValue(checkingKeys: false)
          } else {
            try readModel(&reader)
          }
        case "added_tokens": try readAddedTokens(&reader)
        case "pre_tokenizer": preTokenizer = try PreTokenizerReader.read(&reader)
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
      guard appendBytes(of: text[...]), !isAddedText(id) else {
        guard literal.updateValue(id, forKey: text) == nil else {
          throw FormatError(.duplicate, at: .byte(offset), path: entry(), "the piece stands there twice")
        }
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
        written.removeAll(keepingCapacity: true)
        var split = 0
        var writtenSplit = 0
        var isAlive = true
        if kind == .array {
          var parts = 0
          try reader.readArray { (reader, index) throws(FormatError) in
            text.removeAll(keepingCapacity: true)
            try reader.appendString(to: &text)
            parts = index + 1
            if parts == 2 { (split, writtenSplit) = (joined.count, written.count) }
            if try !appendPart(text[...], at: offset) { isAlive = false }
          }
          guard parts == 2 else { throw FormatError(.value, at: .byte(offset), "\(parts) parts, a merge joins two") }
        } else if kind == .string {
          text.removeAll(keepingCapacity: true)
          try reader.appendString(to: &text)
          let parts = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
          guard parts.count == 2 else {
            throw FormatError(.value, at: .byte(offset), "\(parts.count) parts, a merge joins two")
          }
          if try !appendPart(parts[0], at: offset) { isAlive = false }
          (split, writtenSplit) = (joined.count, written.count)
          if try !appendPart(parts[1], at: offset) { isAlive = false }
        } else {
          throw FormatError(.value, at: .byte(offset), "expected a string or an array, found \(kind.rawValue)")
        }
        if isAlive { try addMerge(split: split, offset) } else { try checkDeadMerge(split: writtenSplit, offset) }
      } catch { throw error.within("[\(rank)]") }
    }
  }

  /// Appends a part of a merge to `written` and its bytes to `joined`; false when it is outside the byte-level alphabet.
  private mutating func appendPart(_ part: ArraySlice<UInt8>, at offset: Int) throws(FormatError) -> Bool {
    guard !part.isEmpty else { throw FormatError(.value, at: .byte(offset), "an empty part") }
    written += part
    return appendBytes(of: part)
  }

  /// Appends to `joined` the bytes that a piece stands for; false when it is outside the byte-level alphabet.
  private mutating func appendBytes(of text: ArraySlice<UInt8>) -> Bool {
    guard isByCharacters else { return ByteLevelAlphabet.append(text, to: &joined) }
    joined += text
    return true
  }

  /// Whether `text` is an added token with this id that would read as other bytes: its entry only gives it the id.
  private func isAddedText(_ id: UInt32) -> Bool {
    !isByCharacters && joined.count > 1 && joined.count < text.count && addedIDs[text] == id
  }

  private func absent(_ what: String, _ text: ArraySlice<UInt8>, _ offset: Int) -> FormatError {
    FormatError(.inconsistent, at: .byte(offset), "the \(what) \(FormatError.quoted(text)) is not in the vocabulary")
  }

  /// Of a merge that no text can come to only this is asked: that its parts, the first `split` bytes of `written` and the
  /// rest, and its result are in the vocabulary.
  private func checkDeadMerge(split: Int, _ offset: Int) throws(FormatError) {
    for (what, text) in [("left part", written[..<split]), ("right part", written[split...]), ("result", written[...])]
    where literal[Array(text)] == nil {
      guard isKnown(Array(text)) else { throw absent(what, text, offset) }
    }
  }

  /// Adds the merge whose parts are the first `split` bytes of `joined` and the rest.
  private mutating func addMerge(split: Int, _ offset: Int) throws(FormatError) {
    guard let left = pieces.index(of: joined[..<split]) else { throw absent("left part", joined[..<split], offset) }
    guard let right = pieces.index(of: joined[split...]) else { throw absent("right part", joined[split...], offset) }
    guard let result = pieces.index(of: joined) else { throw absent("result", joined[...], offset) }
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
        addedIDs[token.content] = id
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
    if let deferredModel {
      reader.move(to: deferredModel)
      do { try readModel(&reader) } catch { throw error.within("model") }
    }
    guard hasVocabulary else { throw FormatError(.missing, at: .whole, path: "model.vocab", "no vocabulary") }
    guard hasMerges else { throw FormatError(.missing, at: .whole, path: "model.merges", "no merges") }
    if let deferredMerges {
      reader.move(to: deferredMerges)
      do { try readMerges(&reader) } catch { throw error.within("model.merges") }
    }
    let alphabet = try alphabet()
    try placeAddedTokens()
    // A character of several bytes is put together from parts that take places of pieces.
    guard pieces.count <= limits.pieces - (isByCharacters ? 1 << 16 : 0) else {
      throw FormatError(.limit, at: .whole, path: "added_tokens", "more than \(limits.pieces) pieces with those before")
    }
    try checkUniqueIDs()
    if let unknownToken {
      guard isKnown(unknownToken) || literal[unknownToken] != nil else {
        throw FormatError(
          .inconsistent, at: .whole, path: "model.unk_token",
          "\(FormatError.quoted(unknownToken)) is not in the vocabulary")
      }
      guard alphabet == nil else {
        throw FormatError(
          .unsupported, at: .whole, path: "model.unk_token",
          "\(FormatError.quoted(unknownToken)) in a vocabulary without a piece for every byte",
          advice: "read is null, which leaves out what has no piece")
      }
    }
    if alphabet != nil, ignoresMerges {
      throw FormatError(
        .unsupported, at: .whole, path: "model.ignore_merges", "true in a vocabulary without a piece for every byte")
    }
    try checkScaffold()
    if normalizer.isByteLevel, preTokenizer != nil {
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
      pieces: pieces, merges: merges, pattern: preTokenizer?.pattern ?? .whole, ignoresMerges: ignoresMerges,
      addedTokens: addedTokens, normalForm: normalizer.form, scaffold: scaffold, alphabet: alphabet)
  }

  /// What the pieces of the model, before added tokens come to them, can spell.
  private func alphabet() throws(FormatError) -> TokenizerFile.Alphabet? {
    if isByCharacters {
      let characters = pieces.ids.indices.compactMap { index in
        let text = String(decoding: pieces.bytes(at: index), as: UTF8.self).unicodeScalars
        return text.count == 1 ? text.first?.value : nil
      }
      guard !characters.isEmpty else {
        throw FormatError(
          .missing, at: .whole, path: "model.vocab", "no piece of one character",
          advice: "without a ByteLevel step a vocabulary is read by characters")
      }
      return .characters(characters)
    }
    let bytes = (UInt8.min...UInt8.max).filter { pieces.index(of: CollectionOfOne($0)) != nil }
    guard !bytes.isEmpty else {
      throw FormatError(.missing, at: .whole, path: "model.vocab", "no piece of one byte in the byte-level alphabet")
    }
    return bytes.count == 256 ? nil : .bytes(bytes)
  }

  private mutating func placeAddedTokens() throws(FormatError) {
    var contents = Set<[UInt8]>()
    for (index, token) in addedTokens.enumerated() {
      let path = "added_tokens[\(index)]"
      guard contents.insert(token.content).inserted else {
        throw FormatError(.duplicate, at: .whole, path: path, "\(FormatError.quoted(token.content)) was added before")
      }
      if let id = literal.removeValue(forKey: token.content) {
        try require(id: id, of: token, path)
        _ = pieces.append(token.content, id: token.id)
      } else if let index = pieces.index(of: token.content) {
        // Written without the byte-level alphabet the content is another word than the piece, unless both read alike.
        if isByCharacters || token.content.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
          try require(id: pieces.ids[index], of: token, path)
        }
        if pieces.ids[index] != token.id { repeated.append(token.id) }
      } else {
        _ = pieces.append(token.content, id: token.id)
      }
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
    if !repeated.isEmpty || !literal.isEmpty {
      var known = Set(ids)
      for id in repeated {
        guard known.insert(id).inserted else {
          throw FormatError(.duplicate, at: .whole, path: "added_tokens", "id \(id) stands there twice")
        }
      }
      for id in literal.values {
        guard known.insert(id).inserted else {
          throw FormatError(.duplicate, at: .whole, path: "model.vocab", "id \(id) stands there twice")
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
    if isByCharacters { return pieces.index(of: text) != nil }
    var bytes: [UInt8] = []
    return pieces.index(of: text) != nil || ByteLevelAlphabet.append(text, to: &bytes) && pieces.index(of: bytes) != nil
  }
}
