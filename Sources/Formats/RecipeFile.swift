import UnicodeText

/// What a vocabulary is to be trained with, as a file states it: options and the tokens made by hand.
///
///     size = 32768
///     pattern = gpt2
///     normalizer = NFKC
///     digits = yes
///     enumerations = a-z A-Z 1-99 ii-xxx
///     years = 1776-2049
///     citation = U.S.C.
///     token = "],\n"
///
/// One `key = value` a line; blank lines and those that begin with `#` are skipped. Options stand there once, lists and tokens as often
/// as wanted. A token that is in quotes may hold `\n`, `\t`, `\"`, `\\` and blanks at its ends. Tokens keep the order of the file.
package struct RecipeFile: Sendable, Hashable {
  /// A token that is not learned but given.
  package struct Token: Sendable, Hashable {
    package let bytes: [UInt8]
    /// Matched only where no letter, digit or underscore touches it.
    package let isSingleWord: Bool

    package init(_ bytes: [UInt8], isSingleWord: Bool) {
      self.bytes = bytes
      self.isSingleWord = isSingleWord
    }
  }

  package static let byteLimit = 1 << 20
  package static let tokenLimit = 100_000
  package static let tokenByteLimit = 256

  package private(set) var size: Int?
  package private(set) var pattern: KnownPattern?
  package private(set) var normalForm: NormalForm?
  package private(set) var digits: Bool?
  package private(set) var minimumCount: Int?
  package private(set) var maximumTokenLength: Int?
  /// Each bytes once.
  package private(set) var tokens: [Token] = []
  private var known: Set<[UInt8]> = []

  /// - Throws: errors name the line.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= RecipeFile.byteLimit else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(RecipeFile.byteLimit)")
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var options: Set<String> = []
    for (index, whole) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = index + 1
      let content = RecipeFile.trimmed(whole.last == 0x0D ? whole.dropLast() : whole)
      guard String(validating: content, as: UTF8.self) != nil else {
        throw FormatError(.encoding, at: .line(line), "not UTF-8")
      }
      guard !content.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
        throw FormatError(.syntax, at: .line(line), "a control character", advice: "write \\n and \\t inside quotes")
      }
      if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
      guard let sign = content.firstIndex(of: UInt8(ascii: "=")) else {
        throw FormatError(
          .syntax, at: .line(line), "no = in \(FormatError.quoted(content))", advice: "write key = value")
      }
      let key = String(decoding: RecipeFile.trimmed(content[..<sign]), as: UTF8.self)
      let value = RecipeFile.trimmed(content[(sign + 1)...])
      guard !value.isEmpty else { throw FormatError(.missing, at: .line(line), path: key, "no value") }
      do throws(FormatError) {
        if let tokens = try RecipeFile.tokens(key, value, line: line) {
          for token in tokens { try add(token, line: line) }
        } else if try setOption(key, value, line: line) {
          guard options.insert(key).inserted else { throw FormatError(.duplicate, at: .line(line), "set before") }
        } else {
          throw FormatError(
            .unsupported, at: .line(line), "no such key", advice: "known are " + RecipeFile.keys.joined(separator: ", ")
          )
        }
      } catch { throw error.within(key.utf8.count < 40 ? key : "…") }
    }
  }

  private static let keys = [
    "size", "pattern", "normalizer", "digits", "min-count", "max-token-length", "whitespace-runs", "enumerations",
    "roman-numerals",
    "numbers", "years", "citation", "word", "token",
  ]

  private mutating func add(_ token: Token, line: Int) throws(FormatError) {
    guard known.insert(token.bytes).inserted else {
      throw FormatError(.duplicate, at: .line(line), "\(FormatError.quoted(token.bytes)) stands there twice")
    }
    guard tokens.count < RecipeFile.tokenLimit else {
      throw FormatError(.limit, at: .line(line), "more than \(RecipeFile.tokenLimit) tokens")
    }
    tokens.append(token)
  }

  private mutating func setOption(_ key: String, _ value: ArraySlice<UInt8>, line: Int) throws(FormatError) -> Bool {
    let text = String(decoding: value, as: UTF8.self)
    func number(in range: ClosedRange<Int>) throws(FormatError) -> Int {
      guard let number = RecipeFile.number(value), range.contains(number) else {
        throw FormatError(
          .value, at: .line(line),
          "\(FormatError.quoted(value)) is no number between \(range.lowerBound) and \(range.upperBound)")
      }
      return number
    }
    switch key {
    case "size": size = try number(in: 256...1 << 24)
    case "min-count": minimumCount = try number(in: 1...1 << 40)
    case "max-token-length": maximumTokenLength = try number(in: 2...1 << 16)
    case "pattern":
      guard let named = KnownPattern(rawValue: text) else {
        throw FormatError(
          .value, at: .line(line), "\(FormatError.quoted(value)) is no pattern",
          advice: "known are " + KnownPattern.allCases.map(\.rawValue).joined(separator: ", "))
      }
      pattern = named
    case "normalizer":
      guard let named = NormalForm(rawValue: text) else {
        throw FormatError(
          .value, at: .line(line), "\(FormatError.quoted(value)) is no normal form",
          advice: "known are " + NormalForm.allCases.map(\.rawValue).joined(separator: ", "))
      }
      normalForm = named
    case "digits":
      guard text == "yes" || text == "no" else {
        throw FormatError(.value, at: .line(line), "\(FormatError.quoted(value)) is neither yes nor no")
      }
      digits = text == "yes"
    default: return false
    }
    return true
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let start = bytes.drop(while: isBlank)
    return start.prefix((start.lastIndex { !isBlank($0) } ?? start.startIndex - 1) + 1 - start.startIndex)
  }

  /// A decimal number of at most 15 digits.
  static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 15, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
