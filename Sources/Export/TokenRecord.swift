import Formats
import Tokenization

/// One token as the schemas write it.
package enum TokenRecord {
  /// `{id, internal?, start, end, text, hex, kind, normalized?, surprisal?}` for a token of `text`.
  ///
  /// - Parameters:
  ///   - normalized: its normalised text, where that is another.
  ///   - base: offset in the document of the first byte of `text`.
  ///   - surprisal: bits; nil inside when they are not known, nil when no model was asked.
  package static func json(
    _ token: Token, of text: [UInt8], base: Int, normalized: ArraySlice<UInt8>? = nil, surprisal: Double?? = nil
  ) -> JSONValue {
    let source = text[token.range]
    var members: [String: JSONValue] = [
      "id": .integer(Int(token.id)),
      "start": .integer(base + token.start),
      "end": .integer(base + token.end),
      "text": .text(source),
      "hex": .hex(source),
      "kind": .string(token.kind.rawValue),
    ]
    if let normalized { members["normalized"] = .text(normalized) }
    if let surprisal { members["surprisal"] = surprisal.map { .number($0) } ?? .null }
    if let internalID = token.internalID { members["internal"] = .integer(Int(internalID)) }
    return .object(members)
  }
}
