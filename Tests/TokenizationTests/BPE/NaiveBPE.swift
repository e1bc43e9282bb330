import TestSupport

@testable import Tokenization

/// Byte-pair encoding by the definition: join the neighbours of lowest rank, leftmost first, until none can be joined.
struct NaiveBPE {
  let vocabulary: Vocabulary
  private let merges: [[TokenID]: (Int, TokenID)]

  init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    // The last of two equal pairs counts.
    merges = Dictionary(vocabulary.merges.enumerated().map { ([$1.left, $1.right], ($0, $1.result)) }) { $1 }
  }

  func encode(_ text: [UInt8]) -> [TokenID] {
    let ranges = text.withUnsafeBufferPointer { PretokenScanner(pattern: vocabulary.pattern).pretokens(of: $0) }
    return ranges.flatMap { encodePretoken(Array(text[$0])) }
  }

  func encodePretoken(_ bytes: [UInt8]) -> [TokenID] {
    if vocabulary.looksUpWholePretokens, let id = vocabulary.id(of: bytes[...]) { return [id] }
    var tokens = bytes.map { vocabulary.byteTokens[Int($0)] }
    while true {
      var best: (rank: Int, index: Int, result: TokenID)?
      for index in tokens.indices.dropLast() {
        guard let (rank, result) = merge(tokens[index], tokens[index + 1]) else { continue }
        if rank < best?.rank ?? .max { best = (rank, index, result) }
      }
      guard let best else { return tokens }
      tokens[best.index] = best.result
      tokens.remove(at: best.index + 1)
    }
  }

  private func merge(_ left: TokenID, _ right: TokenID) -> (Int, TokenID)? {
    switch vocabulary.ranking {
    case .mergeList: return merges[[left, right]]
    case .tokenID:
      return vocabulary.id(of: (vocabulary.bytes(of: left) + vocabulary.bytes(of: right))[...]).map { (Int($0), $0) }
    }
  }
}

extension Vocabulary {
  /// A vocabulary of the bytes and the results of merges, which are given as the bytes of both sides.
  static func merging(
    _ pairs: [(String, String)], pattern: PretokenPattern = .tokview, ranking: Ranking = .mergeList,
    looksUp: Bool = false
  ) -> Vocabulary {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    var merges: [Merge] = []
    func id(_ bytes: [UInt8]) -> TokenID {
      if let known = entries.first(where: { $0.bytes == bytes }) { return known.id }
      entries.append((TokenID(entries.count), bytes))
      return TokenID(entries.count - 1)
    }
    for (left, right) in pairs {
      let result = id(Array((left + right).utf8))
      merges.append(Merge(left: id(Array(left.utf8)), right: id(Array(right.utf8)), result: result))
    }
    do {
      return try Vocabulary(
        name: "test", entries: entries, merges: ranking == .mergeList ? merges : [], ranking: ranking, pattern: pattern,
        looksUpWholePretokens: looksUp)
    } catch { preconditionFailure("\(error)") }
  }

  /// Random tokens over the letters of `alphabet`, of random lengths, not made by training: merges whose result comes
  /// first, tokens that no merge reaches and results that two merges share are all in.
  static func random(
    alphabet: [UInt8], tokens: Int, ranking: Ranking, isSparse: Bool, looksUp: Bool, using random: inout SeededGenerator
  ) -> Vocabulary {
    var known: [[UInt8]] = alphabet.map { [$0] }
    var pairs: [([UInt8], [UInt8])] = []
    while pairs.count < tokens {
      let left = known.randomElement(using: &random)!
      let right = known.randomElement(using: &random)!
      guard left.count + right.count <= 12, !pairs.contains(where: { $0 == (left, right) }) else {
        if pairs.count > 0, Bool.random(using: &random) { break }
        continue
      }
      if !known.contains(left + right) { known.append(left + right) }
      pairs.append((left, right))
    }
    // Ranks out of the order in which the tokens build on each other.
    if Bool.random(using: &random) {
      for _ in 0..<3 {
        pairs.swapAt(Int.random(in: pairs.indices, using: &random), Int.random(in: pairs.indices, using: &random))
      }
    }
    var entries: [(id: TokenID, bytes: [UInt8])] = []
    var id: TokenID = 0
    var ids: [[UInt8]: TokenID] = [:]
    func add(_ bytes: [UInt8]) {
      guard ids[bytes] == nil else { return }
      ids[bytes] = id
      entries.append((id, bytes))
      id += isSparse ? TokenID(1 + bytes.count * 3) : 1
    }
    for byte in UInt8.min...UInt8.max { add([byte]) }
    for (left, right) in pairs { add(left + right) }
    if ranking == .tokenID {
      // Tokens that nothing builds.
      for _ in 0..<2 { add((0..<5).map { _ in alphabet.randomElement(using: &random)! }) }
    }
    let merges = pairs.map { Merge(left: ids[$0]!, right: ids[$1]!, result: ids[$0 + $1]!) }
    do {
      return try Vocabulary(
        name: "random", entries: entries, merges: ranking == .mergeList ? merges : [], ranking: ranking,
        pattern: .cl100k,
        looksUpWholePretokens: looksUp)
    } catch { preconditionFailure("\(error)") }
  }
}
