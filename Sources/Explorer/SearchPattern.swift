import Analysis
import Tokenization
import UnicodeText

/// What is searched for, as it is typed: text, `\=17` for a token, `\x e2 82` for bytes, `\differs` for places where the columns differ.
///
/// Only a backslash at the beginning is special; `\\` begins text with one.
package enum SearchPattern: Hashable, Sendable {
  case bytes([UInt8])
  case token(TokenID)
  case differences

  /// Why a text is no pattern.
  enum Fault: Error, Equatable {
    case empty
    /// What, and how it is written.
    case wrong(VisibleText)
  }

  init(_ text: String) throws(Fault) {
    guard text.unicodeScalars.first == "\\" else {
      if text.isEmpty { throw .empty }
      self = .bytes(Array(text.utf8))
      return
    }
    let rest = String(text.unicodeScalars.dropFirst())
    let body = rest.unicodeScalars.dropFirst().filter { $0 != " " }
    switch rest.unicodeScalars.first {
    case "\\": self = .bytes(Array(rest.utf8))
    case "=":
      let isNumber = !body.isEmpty && body.allSatisfy { ("0"..."9").contains($0) }
      guard isNumber, let id = TokenID(String(String.UnicodeScalarView(body))) else {
        throw .wrong("\\= needs the id of a token: \\=17")
      }
      self = .token(id)
    case "x":
      let digits = body.map { Character($0).hexDigitValue }
      guard !digits.isEmpty, digits.count % 2 == 0, body.allSatisfy(\.isASCII), digits.allSatisfy({ $0 != nil }) else {
        throw .wrong("\\x needs pairs of hexadecimal digits: \\x e2 82")
      }
      let values = digits.compactMap { $0 }
      self = .bytes(stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) })
    default:
      guard rest == "differs" else {
        throw .wrong("after \\ comes =ID, x HEX, differs, or a second \\ for the sign itself")
      }
      self = .differences
    }
  }
}

extension SearchPattern {
  /// The bytes that `pattern` names; nil where it names something else.
  package static func bytes(_ pattern: [UInt8]) -> [UInt8]? {
    guard let text = String(validating: pattern, as: UTF8.self), case .bytes(let bytes)? = try? SearchPattern(text)
    else { return nil }
    return bytes
  }

  /// The pattern that names `bytes`: themselves where they are plain text.
  static func pattern(of bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.first != "\\",
      !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    {
      return text
    }
    return "\\x " + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}

/// A search as it is carried out: with the tokenizers that it is about.
package enum SearchQuery: Hashable, Sendable {
  case bytes([UInt8])
  case token(TokenID, tokenizer: String)
  case differences(tokenizers: [String])

  /// The tokenizers whose cuts it needs.
  package var tokenizers: [String] {
    switch self {
    case .bytes: []
    case .token(_, let tokenizer): [tokenizer]
    case .differences(let tokenizers): tokenizers
    }
  }

  /// The matches in `text`, ascending; those of bytes may overlap, those of tokens without bytes are empty.
  ///
  /// - Parameter segmentations: one for each of `tokenizers`.
  package func matches(in text: [UInt8], _ segmentations: [Segmentation]) -> [Range<Int>] {
    switch self {
    case .bytes(let bytes):
      bytes.isEmpty ? [] : ByteMatcher(bytes).starts(in: text).map { $0..<$0 + bytes.count }
    case .token(let id, _):
      segmentations.first.map { cut in cut.tokens.filter { $0.id == id }.map(\.range) } ?? []
    case .differences: segmentations.count < 2 ? [] : Alignment(segmentations).differences
    }
  }
}
