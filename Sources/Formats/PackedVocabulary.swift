import UnicodeText

/// A vocabulary that comes with the program, packed: what its `tokenizer.json` says, read in a thirtieth of the time.
///
/// Trainers number the 256 bytes 0 to 255 and the result of merge r 256 + r; then the merges alone state every piece. Numbers
/// are little-endian, of four bytes where nothing else is said; `pack.py` writes the files:
///
///     "tokview\u{1}"                                      8 bytes
///     pattern, normal form (empty: none)                  1 byte of length, then the name
///     scaffold tokens                                     count, ids
///     added tokens                                        count; for each id, flags, length, content
///     merges                                              count; for each the ids of its two parts, of two bytes
///
/// Flags of an added token: 1 special, 2 single word, 4 strips left, 8 strips right, 16 normalized.
package struct PackedVocabulary: Sendable {
  package private(set) var pattern: KnownPattern
  package private(set) var normalForm: NormalForm?
  package private(set) var scaffold: [UInt32] = []
  package private(set) var addedTokens: [TokenizerFile.AddedToken] = []
  /// By rank; the result of rank r has id 256 + r.
  package private(set) var merges: [TokenizerFile.Merge] = []
  /// The bytes of piece i, its id, are `arena[offsets[i]..<offsets[i + 1]]`.
  package private(set) var arena: [UInt8]
  package private(set) var offsets: [UInt32]

  /// - Throws: for bytes that are no such file.
  package init(_ bytes: [UInt8], limits: TokenizerFile.Limits = TokenizerFile.Limits()) throws(FormatError) {
    var reader = Reader(bytes: bytes)
    guard try reader.next(8).elementsEqual("tokview\u{1}".utf8) else {
      throw FormatError(.syntax, at: .byte(0), "no packed vocabulary")
    }
    let name = String(decoding: try reader.next(Int(try reader.byte())), as: UTF8.self)
    guard let pattern = KnownPattern(rawValue: name) else { throw reader.fault(.value, "no pattern of this name") }
    let form = String(decoding: try reader.next(Int(try reader.byte())), as: UTF8.self)
    self.pattern = pattern
    normalForm = NormalForm(rawValue: form)
    guard normalForm != nil || form.isEmpty else { throw reader.fault(.value, "no normal form of this name") }
    for _ in 0..<(try reader.count(of: 4)) { scaffold.append(try reader.number()) }
    for _ in 0..<(try reader.count(of: 12)) {
      let id = try reader.number()
      let flags = try reader.number()
      let content = try reader.next(Int(try reader.number()))
      var token = TokenizerFile.AddedToken(id: id, content: Array(content), special: flags & 1 != 0)
      token.singleWord = flags & 2 != 0
      token.stripsLeft = flags & 4 != 0
      token.stripsRight = flags & 8 != 0
      token.normalized = flags & 16 != 0
      addedTokens.append(token)
    }
    let count = try reader.count(of: 4)
    arena = Array(UInt8.min...UInt8.max)
    offsets = Array(0...256)
    merges.reserveCapacity(count)
    offsets.reserveCapacity(257 + count)
    arena.reserveCapacity(8 * count)
    for rank in 0..<count {
      let (left, right) = (Int(try reader.half()), Int(try reader.half()))
      let result = 256 + rank
      guard left < result, right < result else { throw reader.fault(.inconsistent, "a part that is made later") }
      let first = Int(offsets[left])..<Int(offsets[left + 1])
      let second = Int(offsets[right])..<Int(offsets[right + 1])
      guard first.count + second.count <= limits.pieceBytes, arena.count <= limits.bytes else {
        throw reader.fault(.limit, "a piece of more than \(limits.pieceBytes) bytes")
      }
      for index in first { arena.append(arena[index]) }
      for index in second { arena.append(arena[index]) }
      offsets.append(UInt32(arena.count))
      merges.append(.init(left: UInt32(left), right: UInt32(right), result: UInt32(result)))
    }
    guard reader.position == bytes.count else { throw reader.fault(.syntax, "more bytes than the merges have") }
  }

  /// Reads numbers one after the other; never beyond the end.
  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    func fault(_ kind: FormatError.Kind, _ what: String) -> FormatError { FormatError(kind, at: .byte(position), what) }

    mutating func next(_ count: Int) throws(FormatError) -> ArraySlice<UInt8> {
      guard count <= bytes.count - position else { throw fault(.syntax, "the file ends early") }
      position += count
      return bytes[position - count..<position]
    }

    mutating func byte() throws(FormatError) -> UInt8 {
      guard position < bytes.count else { throw fault(.syntax, "the file ends early") }
      position += 1
      return bytes[position - 1]
    }

    mutating func half() throws(FormatError) -> UInt16 { UInt16(try byte()) | UInt16(try byte()) << 8 }

    mutating func number() throws(FormatError) -> UInt32 { UInt32(try half()) | UInt32(try half()) << 16 }

    /// The number of items that follow, of at least `size` bytes each: no more than there can be.
    mutating func count(of size: Int) throws(FormatError) -> Int {
      let count = Int(try number())
      guard count <= (bytes.count - position) / size else { throw fault(.limit, "\(count) items in too few bytes") }
      return count
    }
  }
}
