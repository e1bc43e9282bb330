@testable import Tokenization

/// Encoders by the definition, for small inputs; each takes one pretoken and gives the byte ranges of its tokens.
struct NaiveEncoders {
  let tokens: Set<[UInt8]>
  let vocabulary: Vocabulary

  init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    tokens = Set(vocabulary.ids.map { Array(vocabulary.bytes(of: $0)) })
  }

  /// The ids of `text`, pretoken by pretoken.
  func encode(_ text: [UInt8], _ cut: ([UInt8]) -> [Range<Int>]) -> [TokenID] {
    let ranges = text.withUnsafeBufferPointer { PretokenScanner(pattern: vocabulary.pattern).pretokens(of: $0) }
    return ranges.flatMap { range in
      let pretoken = Array(text[range])
      return cut(pretoken).compactMap { vocabulary.id(of: pretoken[$0]) }
    }
  }

  /// For each length from the longest, for each start from the left: take what is free and a token.
  func longestFirst(_ bytes: [UInt8], by length: TokenLength) -> [Range<Int>] {
    func size(_ range: Range<Int>) -> Int {
      length == .bytes ? range.count : bytes[range].count { $0 & 0xC0 != 0x80 }
    }
    var free = [Bool](repeating: true, count: bytes.count)
    var taken: [Range<Int>] = []
    for wanted in stride(from: bytes.count, through: 0, by: -1) {
      for start in bytes.indices {
        for end in stride(from: bytes.count, to: start + 1, by: -1) where size(start..<end) == wanted {
          let range = start..<end
          guard free[range].allSatisfy({ $0 }), tokens.contains(Array(bytes[range])) else { continue }
          for index in range { free[index] = false }
          taken.append(range)
          break
        }
      }
    }
    let rest = bytes.indices.filter { free[$0] }.map { $0..<$0 + 1 }
    return (taken + rest).sorted { $0.lowerBound < $1.lowerBound }
  }

  func greedyFromTheLeft(_ bytes: [UInt8]) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end =
        stride(from: bytes.count, to: start, by: -1).first { tokens.contains(Array(bytes[start..<$0])) } ?? start + 1
      out.append(start..<end)
      start = end
    }
    return out
  }

  func greedyFromTheRight(_ bytes: [UInt8]) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var end = bytes.count
    while end > 0 {
      let start = (0..<end).first { tokens.contains(Array(bytes[$0..<end])) } ?? end - 1
      out.insert(start..<end, at: 0)
      end = start
    }
    return out
  }

  /// All cuts into tokens; the least count, then the longest last token, then the longest last but one, and so on.
  func fewest(_ bytes: [UInt8]) -> [Range<Int>] {
    func cuts(_ end: Int) -> [[Range<Int>]] {
      if end == 0 { return [[]] }
      return (0..<end).filter { tokens.contains(Array(bytes[$0..<end])) }
        .flatMap { start in cuts(start).map { $0 + [start..<end] } }
    }
    return cuts(bytes.count).min { a, b in
      a.count != b.count
        ? a.count < b.count : b.reversed().map(\.count).lexicographicallyPrecedes(a.reversed().map(\.count))
    } ?? []
  }
}

/// Digit grouping by the definition: find the runs, write down every cut, encode what lies between.
struct NaiveDigitGrouping {
  let base: Vocabulary
  let grouping: DigitGrouping

  /// ASCII digits only.
  func encode(_ text: [UInt8]) -> [TokenID] {
    func isDigit(_ index: Int) -> Bool { text.indices.contains(index) && text[index] >= 0x30 && text[index] <= 0x39 }
    func isPoint(_ index: Int) -> Bool { text.indices.contains(index) && text[index] == 0x2E }
    let pretokens = text.withUnsafeBufferPointer { PretokenScanner(pattern: base.pattern).pretokens(of: $0) }
    var cuts = Set(pretokens.map(\.upperBound))
    for start in text.indices where isDigit(start) && !isDigit(start - 1) {
      let end = (start...).first { !isDigit($0) } ?? start
      cuts.subtract(start...end)
      cuts.formUnion([start, end])
      var isFraction = isPoint(start - 1) && isDigit(start - 2) && !(isPoint(end) && isDigit(end + 1))
      if isFraction {
        let whole = (0..<start - 1).last { !isDigit($0) } ?? -1
        if isPoint(whole) { isFraction = false }
      }
      switch grouping {
      case .pattern: preconditionFailure("nothing to group")
      case .single: cuts.formUnion(start...end)
      case .leftToRight: cuts.formUnion(stride(from: start, to: end, by: 3))
      case .rightToLeft where isFraction: cuts.formUnion(stride(from: start, to: end, by: 3))
      case .rightToLeft: cuts.formUnion(stride(from: end, to: start, by: -3))
      }
    }
    let naive = NaiveBPE(vocabulary: base)
    var out: [TokenID] = []
    var start = 0
    for end in cuts.sorted() where end > start {
      out += naive.encodePretoken(Array(text[start..<end]))
      start = end
    }
    return out
  }
}
