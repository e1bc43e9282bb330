/// Where a token of a vocabulary comes from: a byte, learning, or a list made by hand.
package enum TokenOrigin: String, Sendable, Hashable, CaseIterable {
  /// One of the 256 bytes.
  case byte
  /// Joined from two tokens that often stand next to each other.
  case learned
  /// Joined by learning and left out of the final segmentation.
  case scaffold
  /// Digits: given before learning, or appended.
  case number
  /// Four digits, 1776 to 2049.
  case year
  case romanNumeral = "roman numeral"
  /// A letter, number or roman numeral in parentheses.
  case enumeration
  /// An abbreviation with dots of a reporter, a law or a court.
  case citationPiece = "citation piece"
  /// The name of a form, such as `10-K`.
  case formName = "form name"
  case whitespaceRun = "whitespace run"
  /// Signs that join parts of markdown, HTML, XML or JSON.
  case markupJoint = "markup joint"
  /// Given by hand, nothing of the above.
  case handMade = "made by hand"
  /// Marked special by its file: the start of a text, for example.
  case special
  /// A root of a lexicon.
  case root
  /// A suffix of an inventory.
  case suffix
  /// Says how the tokens after it are spelled.
  case marker

  /// The origin of an added token with these bytes.
  ///
  /// Decided by what stands there, one rule after the other. Example: `(iv)` and ` (3)` are enumerations, `F. Supp. 2d` is a citation
  /// piece, `10-K` a form name, `"},{"` a markup joint.
  package init(added bytes: some BidirectionalCollection<UInt8>) {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let text = Array(bytes.drop { $0 == 0x20 })
    let isPlain = text.allSatisfy(TokenOrigin.isPlain)
    if bytes.allSatisfy(isBlank) {
      self = .whitespaceRun
    } else if text.allSatisfy(TokenOrigin.isDigit) {
      let value = text.count == 4 ? text.reduce(0) { $0 * 10 + Int($1 - 0x30) } : 0
      self = 1776...2049 ~= value ? .year : .number
    } else if text.first == UInt8(ascii: "("), text.last == UInt8(ascii: ")"),
      TokenOrigin.isItem(text.dropFirst().dropLast())
    {
      self = .enumeration
    } else if TokenOrigin.isRomanNumeral(text[...]) {
      self = .romanNumeral
    } else if !text.contains(where: { TokenOrigin.isDigit($0) || TokenOrigin.isLetter($0) || $0 >= 0x80 }) {
      self = .markupJoint
    } else if isPlain, text.contains(UInt8(ascii: ".")), text.first.map(TokenOrigin.isDigitOrLetter) == true {
      self = .citationPiece
    } else if isPlain, TokenOrigin.isFormName(text[...]) {
      self = .formName
    } else {
      self = .handMade
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
  private static func isDigitOrLetter(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  /// What abbreviations and names are made of.
  private static func isPlain(_ byte: UInt8) -> Bool { isDigitOrLetter(byte) || " .&'-".utf8.contains(byte) }

  private static func isItem(_ text: ArraySlice<UInt8>) -> Bool {
    guard !text.isEmpty else { return false }
    return text.allSatisfy(isDigit) || text.count == 1 && text.allSatisfy(isLetter) || isRomanNumeral(text)
  }

  /// Capitals and digits around one hyphen.
  private static func isFormName(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { isDigit($0) || isLetter($0) && $0 & 0x20 == 0 }
      }
  }

  /// Two letters or more, all small or all capital, in the spelling of 1 to 3,999.
  private static func isRomanNumeral(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 2, text.allSatisfy(isLetter), let first = text.first,
      text.allSatisfy({ $0 & 0x20 == first & 0x20 })
    else { return false }
    var rest = text[...]
    let steps: [(UInt8, UInt8, UInt8)] = [(0x6D, 0, 0), (0x63, 0x64, 0x6D), (0x78, 0x6C, 0x63), (0x69, 0x76, 0x78)]
    for (one, five, ten) in steps {
      func take(_ sign: UInt8) -> Bool {
        guard let byte = rest.first, byte | 0x20 == sign else { return false }
        rest.removeFirst()
        return true
      }
      // A one is followed by a five or ten (4, 9), or else up to three ones follow a five or nothing.
      if five != 0, rest.count >= 2, rest.first.map({ $0 | 0x20 }) == one,
        let next = rest.dropFirst().first.map({ $0 | 0x20 }), next == five || next == ten
      {
        rest = rest.dropFirst(2)
        continue
      }
      if five != 0 { _ = take(five) }
      for _ in 0..<3 where !take(one) { break }
    }
    return rest.isEmpty
  }
}

extension Vocabulary {
  /// Where a token comes from; `id` must be in the vocabulary.
  package func origin(of id: TokenID) -> TokenOrigin {
    switch kind(of: id) {
    case .byte: .byte
    case .merge: .learned
    case .scaffold: .scaffold
    case .digits: isGivenNumber(id) ? .number : .learned
    case .added: TokenOrigin(added: bytes(of: id))
    case .special: .special
    case .root: .root
    case .suffix: .suffix
    case .marker: .marker
    }
  }

  /// True for the digit strings that a trainer placed before all it learned: two digits at 256 + value, three at 356 + value.
  private func isGivenNumber(_ id: TokenID) -> Bool {
    let digits = bytes(of: id)
    let value = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    return (digits.count == 2 ? 256 : 356) + value == Int(id)
  }
}
