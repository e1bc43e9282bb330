extension TokenizerFile {
  /// Reads a `.tiktoken` file: on each line a piece in base64, a space and its rank, which is also its id.
  ///
  /// Lines may end in LF or CR LF; empty lines are passed over. The file does not name its pattern.
  /// - Throws: the first fault with its line number.
  package init(tiktoken bytes: [UInt8], limits: Limits = Limits()) throws(FormatError) {
    guard bytes.count <= limits.bytes else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(limits.bytes)")
    }
    var pieces = PieceTable()
    var lineOfID: [UInt32: Int] = [:]
    var line = 0
    var start = 0
    while start < bytes.count {
      line += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var text = bytes[start..<end]
      start = end + 1
      if text.last == 0x0D { text.removeLast() }
      if text.isEmpty { continue }
      func fail(_ kind: FormatError.Kind, _ what: String) -> FormatError { FormatError(kind, at: .line(line), what) }
      guard pieces.count < limits.pieces else { throw fail(.limit, "more than \(limits.pieces) pieces") }
      guard text.count <= limits.pieceBytes / 3 * 4 + 24 else {
        throw fail(.limit, "a piece longer than \(limits.pieceBytes) bytes")
      }
      guard let space = text.firstIndex(of: 0x20) else { throw fail(.missing, "no rank after the piece") }
      guard let piece = Base64.decode(text[..<space]) else {
        throw fail(.syntax, "\(FormatError.quoted(text[..<space])) is not base64")
      }
      guard !piece.isEmpty else { throw fail(.value, "an empty piece") }
      guard piece.count <= limits.pieceBytes else {
        throw fail(.limit, "a piece longer than \(limits.pieceBytes) bytes")
      }
      let digits = text[(space + 1)...]
      guard let rank = Self.rank(digits), rank <= limits.id else {
        throw fail(.value, "expected a rank from 0 to \(limits.id), found \(FormatError.quoted(digits))")
      }
      let id = UInt32(rank)
      if let other = lineOfID.updateValue(line, forKey: id) {
        throw fail(.duplicate, "rank \(rank) stands on line \(other) already")
      }
      if let other = pieces.append(piece, id: id) {
        throw fail(.duplicate, "the piece has rank \(pieces.ids[other]) already")
      }
    }
    for byte in UInt8.min...UInt8.max where pieces.index(of: CollectionOfOne(byte)) == nil {
      throw FormatError(
        .missing, at: .whole, "no piece for byte 0x\(Hexadecimal.string([byte]))",
        advice: "a .tiktoken file has all 256 single bytes")
    }
    self.init(pieces: pieces, merges: [], pattern: nil, ignoresMerges: true)
  }

  private static func rank(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
  }

  /// The pieces as a `.tiktoken` file, by id; added tokens have no place in it.
  package func tiktoken() -> [UInt8] {
    let added = Set(addedTokens.map(\.id))
    var out: [UInt8] = []
    for index in pieces.ids.indices.sorted(by: { pieces.ids[$0] < pieces.ids[$1] })
    where !added.contains(pieces.ids[index]) {
      out += Base64.encode(pieces.bytes(at: index))
      out += " \(pieces.ids[index])\n".utf8
    }
    return out
  }
}
