import Tokenization

/// The different pretokens of the training text, cut into tokens, with all adjacent pairs counted.
///
/// All words lie behind each other in one array of symbols with a border between them. A token of n bytes takes n places: its id stands
/// at the first, its length at the first and the last, so that both neighbours are one step away. Every pair knows the places where
/// it was made; places that have changed since are recognised and skipped. Merging a pair costs time in the number of its
/// occurrences and of their different neighbours. Example: `aaab` after (a, a) → A is `A · a b` with lengths `2 2 1 1`.
final class TrainingText {
  private static let border = UInt32.max
  private static let covered = UInt32.max - 1

  private let symbols: UnsafeMutablePointer<UInt32>
  private let lengths: UnsafeMutablePointer<UInt32>
  /// Index of the word at each place.
  private let words: UnsafeMutablePointer<UInt32>
  private let weights: UnsafeMutablePointer<Int>

  private(set) var pairs: PairTable
  /// Pairs that occur less often when a merge makes them are not kept.
  var minimumCount = 1
  /// Pairs of more bytes are not kept when a merge makes them; at least 2.
  var maximumLength = Int.max
  /// Places of all pairs, each pair's behind each other in ascending order.
  private var places: [UInt32]
  /// Weighted occurrences of every token, by id.
  private(set) var tokenCounts: [Int]
  /// Bytes of every token, by id.
  private var byteCounts: [Int]

  private var left = Neighbours()
  private var right = Neighbours()

  init(_ table: PretokenTable) {
    let size = table.byteCount + table.count + 1
    precondition(size < 1 << 30, "more than 1 GB of different pretokens")
    symbols = .allocate(capacity: size)
    lengths = .allocate(capacity: size)
    words = .allocate(capacity: size)
    weights = .allocate(capacity: max(table.count, 1))
    lengths.initialize(repeating: 1, count: size)
    var tokenCounts = [Int](repeating: 0, count: 256)
    symbols[0] = Self.border
    words[0] = 0
    var place = 1
    var word = 0
    let (symbols, words, weights) = (symbols, words, weights)
    table.visitAll { bytes, count in
      for byte in bytes {
        symbols[place] = UInt32(byte)
        words[place] = UInt32(word)
        tokenCounts[Int(byte)] += count
        place += 1
      }
      symbols[place] = Self.border
      words[place] = UInt32(word)
      weights[word] = count
      place += 1
      word += 1
    }
    self.tokenCounts = tokenCounts
    byteCounts = [Int](repeating: 1, count: 256)
    left.reserve(256)
    right.reserve(256)

    var counts = [Int](repeating: 0, count: 1 << 16)
    var numbers = [UInt32](repeating: 0, count: 1 << 16)
    Self.forEachBytePair(symbols, size) { pair, place in
      counts[pair] += weights[Int(words[place])]
      numbers[pair] += 1
    }
    pairs = PairTable(minimumCapacity: max(1 << 16, size / 4))
    var start: UInt32 = 0
    for pair in 0..<1 << 16 where numbers[pair] > 0 {
      let slot = pairs.findOrInsert(PairTable.key(UInt32(pair >> 8), UInt32(pair & 255)))
      slot.pointee.count = counts[pair]
      slot.pointee.start = start
      slot.pointee.length = numbers[pair]
      (start, numbers[pair]) = (start + numbers[pair], start)
    }
    places = [UInt32](repeating: 0, count: Int(start))
    places.reserveCapacity(Int(start) * 2)
    places.withUnsafeMutableBufferPointer { places in
      Self.forEachBytePair(symbols, size) { pair, place in
        places[Int(numbers[pair])] = UInt32(place)
        numbers[pair] += 1
      }
    }
  }

  deinit {
    symbols.deallocate()
    lengths.deallocate()
    words.deallocate()
    weights.deallocate()
    pairs.deallocate()
  }

  private static func forEachBytePair(_ symbols: UnsafeMutablePointer<UInt32>, _ size: Int, _ body: (Int, Int) -> Void)
  {
    guard size > 2 else { return }
    for place in 1..<size - 1 where symbols[place] < 256 && symbols[place + 1] < 256 {
      body(Int(symbols[place] << 8 | symbols[place + 1]), place)
    }
  }

  /// Weighted occurrences of a pair.
  func count(of pair: UInt64) -> Int { pairs.find(pair)?.pointee.count ?? 0 }

  /// Replaces the pair by `result` in every word, from the left, without overlap; `added` gets every pair with the new token and its count.
  func merge(_ pair: UInt64, into result: TokenID, added: (UInt64, Int) -> Void) {
    if Int(result) >= tokenCounts.count { reserve(Int(result) * 2) }
    let first = UInt32(pair >> 32)
    let second = UInt32(truncatingIfNeeded: pair)
    byteCounts[Int(result)] = byteCounts[Int(first)] + byteCounts[Int(second)]
    guard let slot = pairs.find(pair), slot.pointee.count > 0 else { return }
    let range = Int(slot.pointee.start)..<Int(slot.pointee.start + slot.pointee.length)
    left.removeAll()
    right.removeAll()
    let merged = replace(first, second, by: result, at: range)
    tokenCounts[Int(first)] -= merged
    tokenCounts[Int(second)] -= merged
    tokenCounts[Int(result)] += merged

    // All additions come first: what stands between two neighbouring occurrences is added by one and taken away by the other.
    left.layOut(in: &places)
    for (token, sum, start, number) in left.entries {
      add(PairTable.key(token, result), sum: sum, start: start, number: number, added: added)
    }
    right.layOut(in: &places)
    for (token, sum, start, number) in right.entries {
      add(PairTable.key(result, token), sum: sum, start: start, number: number, added: added)
    }
    for (token, sum, _, _) in left.entries { pairs.find(PairTable.key(token, first))?.pointee.count -= sum }
    for (token, sum, _, _) in right.entries { pairs.find(PairTable.key(second, token))?.pointee.count -= sum }
    // Overlapping occurrences (`aaa`) are gone as well.
    pairs.find(pair)?.pointee.count = 0
  }

  private func reserve(_ idLimit: Int) {
    tokenCounts.append(contentsOf: repeatElement(0, count: idLimit - tokenCounts.count))
    byteCounts.append(contentsOf: repeatElement(0, count: idLimit - byteCounts.count))
    left.reserve(idLimit)
    right.reserve(idLimit)
  }

  private func replace(_ first: UInt32, _ second: UInt32, by result: UInt32, at range: Range<Int>) -> Int {
    let (symbols, lengths, words, weights) = (symbols, lengths, words, weights)
    var merged = 0
    places.withUnsafeBufferPointer { places in
      for index in range {
        let start = Int(places[index])
        if symbols[start] != first { continue }
        let middle = start + Int(lengths[start])
        if symbols[middle] != second { continue }
        let end = middle + Int(lengths[middle])
        let weight = weights[Int(words[start])]
        let before = start - Int(lengths[start - 1])
        symbols[middle] = Self.covered
        symbols[start] = result
        lengths[start] = UInt32(end - start)
        lengths[end - 1] = UInt32(end - start)
        merged += weight
        if symbols[before] != Self.border { left.note(symbols[before], weight: weight, place: UInt32(before)) }
        if symbols[end] != Self.border { right.note(symbols[end], weight: weight, place: UInt32(start)) }
      }
    }
    return merged
  }

  /// A pair with a new token has all the occurrences that it will ever have, so a rare one need not be kept.
  @inline(__always)
  private func add(_ pair: UInt64, sum: Int, start: Int, number: Int, added: (UInt64, Int) -> Void) {
    guard sum >= minimumCount else { return }
    guard byteCounts[Int(pair >> 32)] + byteCounts[Int(pair & 0xFFFF_FFFF)] <= maximumLength else { return }
    let slot = pairs.findOrInsert(pair)
    slot.pointee.count = sum
    slot.pointee.start = UInt32(start)
    slot.pointee.length = UInt32(number)
    added(pair, sum)
  }
}
