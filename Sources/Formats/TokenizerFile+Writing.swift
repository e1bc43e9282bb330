extension TokenizerFile {
  /// The file as a Hugging Face `tokenizer.json`: pieces by id, one a line, merges as pairs in rank order.
  ///
  /// The pattern must be known and no two merges or pieces equal; `init(json:)` reads the result back to an equal value when the pieces were in
  /// the order of their ids.
  package func json() -> [UInt8] {
    guard let pattern else { preconditionFailure("a tokenizer.json states its pattern") }
    let isUnit = unitTest()
    let added = Set(addedTokens.map(\.id))
    var out: [UInt8] = []
    var isByCharacters = false
    if case .characters = alphabet { isByCharacters = true }
    func appendText(of bytes: ArraySlice<UInt8>) {
      if isByCharacters {
        JSONWriter.appendString(String(decoding: bytes, as: UTF8.self).unicodeScalars, to: &out)
      } else {
        JSONWriter.appendString(bytes.lazy.map { ByteLevelAlphabet.scalars[Int($0)] }, to: &out)
      }
    }
    let order = pieces.ids.indices.sorted { pieces.ids[$0] < pieces.ids[$1] }
    var place: [UInt32: Int] = [:]
    place.reserveCapacity(order.count)
    for index in order { place[pieces.ids[index]] = index }
    out += #"{"version":"1.0","truncation":null,"padding":null,"added_tokens":["#.utf8
    for (index, token) in addedTokens.sorted(by: { $0.id < $1.id }).enumerated() {
      out += (index == 0 ? "\n" : ",\n").utf8
      out += #"{"id":\#(token.id),"content":"#.utf8
      JSONWriter.appendString(String(decoding: token.content, as: UTF8.self).unicodeScalars, to: &out)
      out += #","single_word":\#(token.singleWord),"lstrip":\#(token.stripsLeft),"rstrip":\#(token.stripsRight)"#.utf8
      out += #","normalized":\#(token.normalized),"special":\#(token.special)}"#.utf8
    }
    let normalizer = normalForm.map { #"{"type":"\#($0.rawValue)"}"# } ?? "null"
    out += "],\n\"normalizer\":\(normalizer),\n\"pre_tokenizer\":".utf8
    appendPreTokenizer(pattern, isByteLevel: !isByCharacters, to: &out)
    let decoder =
      isByCharacters
      ? #"{"type":"Fuse"}"#
      : #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":false}"#
    out += #","post_processor":null,"decoder":\#(decoder),"#.utf8
    out += "\n\"model\":{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":null,\"continuing_subword_prefix\":null,".utf8
    out +=
      "\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":false,\"ignore_merges\":\(ignoresMerges),".utf8
    if let scaffold {
      out += "\n\"tokview_scaffold\":{\"scaffold\":[".utf8
      out += scaffold.map { "\($0)" }.joined(separator: ",").utf8
      out += "]},".utf8
    }
    out += "\n\"vocab\":{".utf8
    var isFirst = true
    func startEntry() {
      out += (isFirst ? "\n" : ",\n").utf8
      isFirst = false
    }
    // Added tokens that merges need are ordinary pieces too.
    var needed = Set(merges.lazy.flatMap { [$0.left, $0.right, $0.result] })
    for index in order where isUnit(pieces.bytes(at: index)) { needed.insert(pieces.ids[index]) }
    let ordinary = order.filter { !added.contains(pieces.ids[$0]) || needed.contains(pieces.ids[$0]) }
    for token in addedTokensInVocabulary(ordinary: ordinary.count, besides: needed) {
      startEntry()
      JSONWriter.appendString(String(decoding: token.content, as: UTF8.self).unicodeScalars, to: &out)
      out += ":\(token.id)".utf8
    }
    for index in ordinary {
      startEntry()
      appendText(of: pieces.bytes(at: index))
      out += ":\(pieces.ids[index])".utf8
    }
    out += "},\n\"merges\":[".utf8
    for (rank, merge) in merges.enumerated() {
      guard let left = place[merge.left], let right = place[merge.right] else {
        preconditionFailure("merge \(rank) has no parts")
      }
      out += (rank == 0 ? "\n[" : ",\n[").utf8
      appendText(of: pieces.bytes(at: left))
      out.append(UInt8(ascii: ","))
      appendText(of: pieces.bytes(at: right))
      out.append(UInt8(ascii: "]"))
    }
    out += "]}}\n".utf8
    return out
  }

  /// Whether a piece is one of the bytes or characters that text begins as.
  private func unitTest() -> (ArraySlice<UInt8>) -> Bool {
    switch alphabet {
    case nil: return { $0.count == 1 }
    case .bytes(let bytes): return { $0.count == 1 && $0.allSatisfy(bytes.contains) }
    case .characters(let characters):
      let known = Set(characters)
      return { piece in
        let text = String(decoding: piece, as: UTF8.self).unicodeScalars
        return text.count == 1 && text.allSatisfy { known.contains($0.value) }
      }
    }
  }

  /// The added tokens, by id, that only an entry of the vocabulary gives their id.
  ///
  /// Hugging Face numbers added tokens itself: one that is no entry gets the next id after the vocabulary and those before it.
  private func addedTokensInVocabulary(ordinary count: Int, besides needed: Set<UInt32>) -> [AddedToken] {
    let sorted = addedTokens.filter { !needed.contains($0.id) }.sorted { $0.id < $1.id }
    var tail = sorted.count
    while tail > 0, tail == sorted.count || sorted[tail - 1].id + 1 == sorted[tail].id { tail -= 1 }
    // All from some place on follow each other; the first of them must come right after the entries.
    while tail < sorted.count, Int(sorted[tail].id) != count + tail { tail += 1 }
    return Array(sorted[..<tail])
  }

  private func appendPreTokenizer(_ pattern: KnownPattern, isByteLevel: Bool, to out: inout [UInt8]) {
    let byteLevel = #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":"#
    guard isByteLevel else {
      guard pattern != .whole else {
        out += "null".utf8
        return
      }
      out += #"{"type":"Split","pattern":{"Regex":"#.utf8
      JSONWriter.appendString(pattern.regex.unicodeScalars, to: &out)
      out += #"},"behavior":"Isolated","invert":false}"#.utf8
      return
    }
    guard pattern != .gpt2, pattern != .whole else {
      out += (byteLevel + (pattern == .gpt2 ? "true}" : "false}")).utf8
      return
    }
    out += #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"#.utf8
    JSONWriter.appendString(pattern.regex.unicodeScalars, to: &out)
    out += (#"},"behavior":"Isolated","invert":false},"# + byteLevel + "false}]}").utf8
  }
}
