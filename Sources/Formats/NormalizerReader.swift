import UnicodeText

/// Reads `normalizer` objects: NFC, NFKC, ByteLevel at the end, and sequences of these; everything else is refused by name.
struct NormalizerReader {
  /// NFKC after NFC, or before it, is NFKC.
  private(set) var form: NormalForm?
  /// The text is spelled in the byte-level alphabet before added tokens are looked for.
  private(set) var isByteLevel = false

  mutating func read(_ reader: inout JSONReader) throws(FormatError) {
    if try reader.readNull() { return }
    try readStep(&reader, inside: false)
  }

  private mutating func readStep(_ reader: inout JSONReader, inside: Bool) throws(FormatError) {
    // The type may come after its settings: look for it first, then read the object again.
    guard try reader.peek() == .object else {
      throw FormatError(.value, at: .byte(reader.position), "expected an object")
    }
    let object = reader.position
    var type: [UInt8] = []
    try reader.readObject { (reader, key) throws(FormatError) in
      if key == Array("type".utf8) { type = try reader.readString() } else { try reader.skipValue() }
    }
    let name = String(decoding: type, as: UTF8.self)
    let isRead = ["NFC", "NFKC", "ByteLevel"].contains(name) && !isByteLevel || name == "Sequence" && !inside
    guard isRead else {
      throw FormatError(
        .unsupported, at: .byte(object), "normalizer \(FormatError.quoted(type))",
        advice: "read are NFC, NFKC, ByteLevel at the end, and a Sequence of these")
    }
    switch name {
    case "NFKC": form = .nfkc
    case "NFC": form = form ?? .nfc
    case "ByteLevel": isByteLevel = true
    default:
      let end = reader.position
      reader.move(to: object)
      try reader.readObject { (reader, key) throws(FormatError) in
        guard key == Array("normalizers".utf8) else { return try reader.skipValue() }
        try reader.readArray { (reader, index) throws(FormatError) in
          do throws(FormatError) { try readStep(&reader, inside: true) } catch {
            throw error.within("normalizers[\(index)]")
          }
        }
      }
      reader.move(to: end)
    }
  }
}
