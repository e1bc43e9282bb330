import TestSupport

@testable import Tokenization

extension Vocabulary {
  /// The bytes and `tokens`, which need no merges.
  static func tokens(_ tokens: [String], pattern: PretokenPattern = .tokview) -> Vocabulary {
    .tokens(bytes: tokens.map { Array($0.utf8) }, pattern: pattern)
  }

  static func tokens(bytes tokens: [[UInt8]], pattern: PretokenPattern = .tokview) -> Vocabulary {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    for token in tokens { entries.append((TokenID(entries.count), token)) }
    do { return try Vocabulary(name: "test", entries: entries, merges: [], pattern: pattern) } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The bytes and the merges of random neighbours, `scaffoldShare` of whose results are scaffold tokens.
  static func random(
    alphabet: [[UInt8]], merges count: Int, longest: Int = 9, scaffoldShare: Double = 0,
    pattern: PretokenPattern = .tokview,
    using random: inout SeededGenerator
  ) -> Vocabulary {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    var known: [[UInt8]: TokenID] = [:]
    for entry in entries { known[entry.bytes] = entry.id }
    // Whole characters of the alphabet are likely sides, single bytes less so.
    var sides: [[UInt8]] = alphabet.flatMap { $0 }.map { [$0] }
    var merges: [Merge] = []
    var scaffold: Set<TokenID> = []
    for _ in 0..<count * 4 where merges.count < count {
      let left = sides[Int.random(in: 0..<sides.count, using: &random)]
      let right = sides[Int.random(in: 0..<sides.count, using: &random)]
      guard left.count + right.count <= longest, let l = known[left], let r = known[right],
        !merges.contains(where: { $0.left == l && $0.right == r })
      else { continue }
      let joined = left + right
      let id = known[joined] ?? TokenID(entries.count)
      if known[joined] == nil {
        known[joined] = id
        entries.append((id, joined))
        sides.append(joined)
        if Double.random(in: 0..<1, using: &random) < scaffoldShare { scaffold.insert(id) }
      }
      merges.append(Merge(left: l, right: r, result: id))
    }
    do {
      return try Vocabulary(
        name: "random", entries: entries, merges: merges, pattern: pattern, scaffoldTokens: scaffold.sorted())
    } catch { preconditionFailure("\(error)") }
  }

  /// All tokens of one to `digits` ASCII digits, at most three, then `ab`, `abc`, ` a` and `km`.
  static func digits(upTo digits: Int, pattern: PretokenPattern = .tokview) -> Vocabulary {
    let ones = (0...9).map(String.init)
    var pairs = ones.flatMap { left in ones.map { (left, $0) } }
    // Whichever two of three digits merge first, the third one joins them.
    if digits == 3 {
      for (left, right) in pairs { pairs += ones.flatMap { [(left + right, $0), ($0, left + right)] } }
    }
    return .merging(pairs + [("a", "b"), ("ab", "c"), (" ", "a"), ("k", "m")], pattern: pattern)
  }
}

/// Random bytes that look like text: letters of an alphabet, spaces, digits, punctuation, newlines, bytes that are no UTF-8.
struct RandomText {
  static let alphabet: [[UInt8]] = ["a", "b", "c", "ş", "ğ", "我"].map { Array($0.utf8) }

  static func next(length: Int, using random: inout SeededGenerator) -> [UInt8] {
    let others: [[UInt8]] = [" ", "  ", "\n", ".", ",", "-", "'s", "_", "²", "٣", "\r\n", "km"].map { Array($0.utf8) }
    var out: [UInt8] = []
    while out.count < length {
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<10: out += alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      case 10..<13: out += others[Int.random(in: 0..<others.count, using: &random)]
      case 13..<18: out.append(UInt8.random(in: 0x30...0x39, using: &random))
      case 18: out.append(0x20)
      default: out.append(UInt8.random(in: 0...255, using: &random))
      }
    }
    return out
  }
}

extension Tokenizer {
  func ids(of text: [UInt8]) -> [TokenID] {
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { encode($0, into: &ids) }
    return ids
  }

  /// The tokens of `text` with bars between them.
  func pieces(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return segmentation(of: bytes).tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined(
      separator: "|")
  }
}

extension PretokenPattern {
  /// Those with an expression.
  static let cutting = allCases.filter { $0 != .whole }
}
