import Tokenization
import TokenizerTraining

/// Words with counts as the trainers see them, counted anew for every step: the oracle.
struct SlowText {
  private(set) var words: [(tokens: [TokenID], count: Int)]

  init(_ words: [(bytes: [UInt8], count: Int)]) {
    self.words = words.map { ($0.bytes.map { TokenID($0) }, $0.count) }
  }

  struct Pair: Hashable, Comparable {
    let left: TokenID
    let right: TokenID
    static func < (a: Pair, b: Pair) -> Bool { (a.left, a.right) < (b.left, b.right) }
  }

  func pairCounts() -> [Pair: Int] {
    var counts: [Pair: Int] = [:]
    for (tokens, count) in words {
      for (left, right) in zip(tokens, tokens.dropFirst()) {
        counts[Pair(left: left, right: right), default: 0] += count
      }
    }
    return counts
  }

  func frequency(of token: TokenID) -> Int {
    words.reduce(0) { sum, word in sum + word.count * word.tokens.count { $0 == token } }
  }

  mutating func merge(_ pair: Pair, into result: TokenID) {
    for index in words.indices {
      let tokens = words[index].tokens
      var out: [TokenID] = []
      var place = 0
      while place < tokens.count {
        if place + 1 < tokens.count, tokens[place] == pair.left, tokens[place + 1] == pair.right {
          out.append(result)
          place += 2
        } else {
          out.append(tokens[place])
          place += 1
        }
      }
      words[index].tokens = out
    }
  }
}

/// The shared state of both slow trainers.
struct SlowLearner {
  var text: SlowText
  private(set) var tokens: [[UInt8]] = (0..<256).map { [UInt8($0)] }
  private(set) var merges: [Merge] = []
  private var ids = Dictionary(uniqueKeysWithValues: (0..<256).map { ([UInt8($0)], TokenID($0)) })

  init(_ words: [(bytes: [UInt8], count: Int)]) { text = SlowText(words) }

  mutating func apply(_ pair: SlowText.Pair) -> TokenID {
    let bytes = tokens[Int(pair.left)] + tokens[Int(pair.right)]
    let result: TokenID
    if let known = ids[bytes] {
      result = known
    } else {
      result = TokenID(tokens.count)
      ids[bytes] = result
      tokens.append(bytes)
    }
    let merge = Merge(left: pair.left, right: pair.right, result: result)
    if !merges.contains(merge) { merges.append(merge) }
    text.merge(pair, into: result)
    return result
  }

  func result(scaffold: Set<TokenID>, appended: [HandMadeToken] = []) -> TrainingResult {
    TrainingResult(
      tokens: tokens + appended.map(\.bytes), merges: merges, scaffoldTokens: scaffold.sorted(),
      appendedTokens: appended,
      counts: tokens.indices.map { text.frequency(of: TokenID($0)) } + appended.map { _ in 0 })
  }

  /// Those of `wanted` that were not learned: single words alone or behind a space, others whole in any token.
  func missing(_ wanted: [HandMadeToken]) -> [HandMadeToken] {
    wanted.filter { word in
      word.isSingleWord
        ? ids[word.bytes] == nil && ids[[0x20] + word.bytes] == nil
        : !tokens.contains { $0.contains(word.bytes) }
    }
  }
}

func slowBPE(
  _ words: [(bytes: [UInt8], count: Int)], size: Int, minimumCount: Int = 2, seeds: [Merge] = [],
  maximumLength: Int = .max, handMade: [HandMadeToken] = []
) -> TrainingResult {
  var learner = SlowLearner(words)
  for seed in seeds { _ = learner.apply(SlowText.Pair(left: seed.left, right: seed.right)) }
  while learner.tokens.count + learner.missing(handMade).count < size {
    let counts = learner.text.pairCounts().filter { pair, count in
      count >= minimumCount
        && learner.tokens[Int(pair.left)].count + learner.tokens[Int(pair.right)].count <= maximumLength
    }
    guard let best = counts.min(by: { ($1.value, $0.key) < ($0.value, $1.key) }) else { break }
    _ = learner.apply(best.key)
  }
  return learner.result(scaffold: [], appended: learner.missing(handMade))
}

func slowScaffoldBPE(
  _ words: [(bytes: [UInt8], count: Int)], size: Int, minimumCount: Int = 2, seeds: [Merge] = []
) -> TrainingResult {
  enum Head {
    case token(TokenID)
    case pair(SlowText.Pair)
  }
  var learner = SlowLearner(words)
  for seed in seeds { _ = learner.apply(SlowText.Pair(left: seed.left, right: seed.right)) }
  let protected = learner.tokens.count
  var scaffold: Set<TokenID> = []

  func head() -> (Head, Int)? {
    let token = scaffold.map { (id: $0, count: learner.text.frequency(of: $0)) }.filter { $0.count > 0 }
      .min { ($1.count, $0.id) < ($0.count, $1.id) }
    let pair = learner.text.pairCounts().filter { $0.value >= minimumCount }
      .min { ($1.value, $0.key) < ($0.value, $1.key) }
    if let token, token.count >= pair?.value ?? 0 { return (.token(token.id), token.count) }
    return pair.map { (.pair($0.key), $0.value) }
  }

  while learner.tokens.count - scaffold.count < size, let (best, _) = head() {
    switch best {
    case .token(let token): scaffold.remove(token)
    case .pair(let pair):
      let result = learner.apply(pair)
      scaffold.remove(result)
      let next = head()?.1 ?? 0
      for part in Set([pair.left, pair.right]).sorted()
      where part >= protected && part != result && !scaffold.contains(part) && learner.text.frequency(of: part) < next {
        scaffold.insert(part)
      }
    }
  }
  return learner.result(scaffold: scaffold)
}

/// Lowest rank first, leftmost on ties, one merge at a time.
func slowEncode(_ bytes: [UInt8], merges: [Merge]) -> [TokenID] {
  var tokens = bytes.map { TokenID($0) }
  while true {
    var best: (rank: Int, place: Int)?
    for place in tokens.indices.dropLast() {
      guard let rank = merges.firstIndex(where: { $0.left == tokens[place] && $0.right == tokens[place + 1] }) else {
        continue
      }
      if rank < best?.rank ?? .max { best = (rank, place) }
    }
    guard let (rank, place) = best else { return tokens }
    tokens.replaceSubrange(place...place + 1, with: [merges[rank].result])
  }
}
