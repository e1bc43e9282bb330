extension RecipeFile {
  /// The tokens that a line asks for; nil when `key` is no list and no token.
  static func tokens(_ key: String, _ value: ArraySlice<UInt8>, line: Int) throws(FormatError) -> [Token]? {
    switch key {
    case "whitespace-runs":
      return try numbers(value, within: 2...64, line: line).map {
        Token([UInt8](repeating: 0x20, count: $0), isSingleWord: false)
      }
    case "numbers", "years":
      return try numbers(value, within: 0...99_999, line: line).map { Token(Array("\($0)".utf8), isSingleWord: true) }
    case "roman-numerals":
      return try numerals(value, line: line).map { Token(Array($0.utf8), isSingleWord: true) }
    case "enumerations": return try enumerations(value, line: line)
    case "citation", "word": return [Token(try text(value, line: line), isSingleWord: true)]
    case "token": return [Token(try text(value, line: line), isSingleWord: false)]
    default: return nil
    }
  }

  /// `(a)` for each different item of the ranges, bare and behind a space, so that the space costs no token of its own.
  private static func enumerations(_ value: ArraySlice<UInt8>, line: Int) throws(FormatError) -> [Token] {
    var items: [[UInt8]] = []
    for range in value.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
      let ends = range.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      if ends.count == 2, ends.allSatisfy({ $0.count == 1 }), let first = ends[0].first, let last = ends[1].first,
        isLetter(first), isLetter(last), first & 0x20 == last & 0x20, first <= last
      {
        items += (first...last).map { [$0] }
      } else if range.first.map({ $0 >= 0x30 && $0 <= 0x39 }) == true {
        items += try numbers(range, within: 0...9_999, line: line).map { Array("\($0)".utf8) }
      } else {
        items += try numerals(range, line: line).map { Array($0.utf8) }
      }
      guard items.count <= tokenLimit else {
        throw FormatError(.limit, at: .line(line), "more than \(tokenLimit) items")
      }
    }
    // Some numerals are letters of the alphabet as well.
    var known: Set<[UInt8]> = []
    return items.filter { known.insert($0).inserted }.flatMap { item in
      let enclosed = Array("(".utf8) + item + Array(")".utf8)
      return [Token(enclosed, isSingleWord: false), Token([0x20] + enclosed, isSingleWord: false)]
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  /// `FIRST-LAST`.
  private static func numbers(
    _ value: ArraySlice<UInt8>, within limits: ClosedRange<Int>, line: Int
  ) throws(FormatError) -> ClosedRange<Int> {
    let ends = value.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard ends.count == 2, let first = number(ends[0]), let last = number(ends[1]), first <= last,
      limits.contains(first), limits.contains(last)
    else {
      throw FormatError(
        .value, at: .line(line),
        "\(FormatError.quoted(value)) is no range of numbers between \(limits.lowerBound) and \(limits.upperBound)",
        advice: "write \(limits.lowerBound)-\(limits.lowerBound + 6)")
    }
    return first...last
  }

  /// `ii-xx` or `II-XX`: the numerals from the first to the last.
  private static func numerals(_ value: ArraySlice<UInt8>, line: Int) throws(FormatError) -> [String] {
    let ends = value.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    for spelled in [lowerNumerals, lowerNumerals.map { $0.uppercased() }] {
      if ends.count == 2, let first = spelled.firstIndex(of: ends[0]), let last = spelled.firstIndex(of: ends[1]),
        first <= last
      {
        return Array(spelled[first...last])
      }
    }
    throw FormatError(
      .value, at: .line(line), "\(FormatError.quoted(value)) is no range of roman numerals up to 99",
      advice: "write ii-xx")
  }

  /// 1 to 99.
  private static let lowerNumerals: [String] = {
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    let tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]
    return (1...99).map { tens[$0 / 10] + ones[$0 % 10] }
  }()

  /// A token as it stands there, or between quotes with `\n`, `\t`, `\"` and `\\`.
  private static func text(_ value: ArraySlice<UInt8>, line: Int) throws(FormatError) -> [UInt8] {
    var bytes = Array(value)
    if value.first == UInt8(ascii: "\"") {
      bytes = []
      var isEscaped = false
      var isClosed = false
      for byte in value.dropFirst() {
        guard !isClosed else { throw FormatError(.syntax, at: .line(line), "text after the closing quote") }
        if isEscaped {
          guard let meant = escapes[byte] else {
            throw FormatError(.syntax, at: .line(line), "an unknown escape", advice: "known are \\n \\t \\\" \\\\")
          }
          bytes.append(meant)
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isClosed = true
        } else {
          bytes.append(byte)
        }
      }
      guard isClosed else { throw FormatError(.syntax, at: .line(line), "no closing quote") }
    }
    guard !bytes.isEmpty else { throw FormatError(.value, at: .line(line), "an empty token") }
    guard bytes.count <= tokenByteLimit else {
      throw FormatError(.limit, at: .line(line), "a token of \(bytes.count) bytes, the limit is \(tokenByteLimit)")
    }
    return bytes
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "\""): UInt8(ascii: "\""),
    UInt8(ascii: "\\"): UInt8(ascii: "\\"),
  ]
}
