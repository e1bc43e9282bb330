import Formats
import Tokenization
import UnicodeText

/// Tokens as lines of tab-separated fields.
package enum TokenTable {
  /// The heading of `line(_:of:base:by:)`.
  package static let heading = TabSeparated.line(["id", "start", "end", "kind", "text", "form", "gloss"])

  /// One token of a text: its id, bytes, kind and source, and for a root, suffix or marker its form and what it means.
  ///
  /// - Parameters:
  ///   - text: the bytes that were cut.
  ///   - base: offset in the document of the first of them.
  package static func line(_ token: Token, of text: [UInt8], base: Int, by tokenizer: any Tokenizer) -> String {
    let description = (tokenizer as? any MorphologicalTokenizer)?.description(of: token.id)
    return TabSeparated.line([
      "\(token.id)", "\(base + token.start)", "\(base + token.end)", token.kind.rawValue,
      VisibleText(bytes: text[token.range]).string, description.map { bare($0.form) } ?? "", description?.gloss ?? "",
    ])
  }

  /// The heading of `vocabularyLine(of:in:)`.
  package static let vocabularyHeading = TabSeparated.line(["id", "kind", "form", "hex", "gloss", "spellings"])

  /// One entry of a vocabulary; a token that is a string of bytes has them in hexadecimal, any other its spellings.
  package static func vocabularyLine(of id: TokenID, in tokenizer: any Tokenizer, _ vocabulary: Vocabulary) -> String {
    let bytes = vocabulary.bytes(of: id)
    let kind = vocabulary.kind(of: id).rawValue
    guard let description = (tokenizer as? any MorphologicalTokenizer)?.description(of: id) else {
      let hex = Hexadecimal.string(bytes)
      return TabSeparated.line(["\(id)", kind, VisibleText(bytes: bytes).string, hex, "", ""])
    }
    return TabSeparated.line([
      "\(id)", kind, bare(description.form), "", description.gloss, description.allomorphs.joined(separator: " "),
    ])
  }

  /// A form without the hyphen that suffixes begin with: the kind says it.
  private static func bare(_ form: String) -> String { form.hasPrefix("-") ? String(form.dropFirst()) : form }
}
