/// Takes the longest token anywhere in a pretoken, leftmost first, then the longest in what is still free, and so on.
///
/// Every start offers its longest token from a queue by length. A start whose token runs into bytes taken meanwhile goes
/// back with its longest token that still fits. Whatever was taken before is at least as long as the token at hand, so it
/// cannot lie strictly inside: two bytes, the first and the last, tell whether a token is free. Time: O(n) for reading
/// plus one step for each time a start is put back, at most the number of tokens that begin there.
struct LongestFirstModel: PretokenModel {
  private static let none = UInt32.max

  private let automaton: TokenAutomaton
  /// What "long" counts, for each entry.
  private let measures: [UInt32]

  /// The longest token that may still be taken at a start; the token itself where one was taken.
  private var candidates: [TokenAutomaton.Entry] = []
  /// The start of the taken token that holds a byte, or `none`.
  private var owners: [UInt32] = []
  /// The queue: for each measure the first start, for each start the next one of the same measure.
  private var heads: [UInt32]
  private var nexts: [UInt32] = []
  private var starts: [UInt32] = []
  /// Queue entries looked at since the model was made: what the bound above is about.
  private(set) var steps = 0

  init(vocabulary: Vocabulary, length: TokenLength) {
    automaton = TokenAutomaton(vocabulary: vocabulary, direction: .backward)
    switch length {
    case .bytes: measures = automaton.lengths
    case .characters:
      measures = (0..<vocabulary.count).map { entry in
        let bytes = vocabulary.arena[Int(vocabulary.offsets[entry])..<Int(vocabulary.offsets[entry + 1])]
        return UInt32(bytes.count { $0 & 0xC0 != 0x80 })
      }
    }
    heads = [UInt32](repeating: LongestFirstModel.none, count: Int(measures.max() ?? 0) + 1)
  }

  mutating func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    take(pretoken) { _, _ in }
    var position = 0
    while position < pretoken.count {
      let entry = candidates[position]
      ids.append(automaton.ids[Int(entry)])
      position += automaton.length(of: entry)
    }
  }

  /// The spans of two bytes and more in the order in which they are taken; the bytes between them stay single.
  mutating func spans(of pretoken: UnsafeBufferPointer<UInt8>) -> [(range: Range<Int>, token: TokenID)] {
    var out: [(range: Range<Int>, token: TokenID)] = []
    let ids = automaton.ids
    take(pretoken) { range, entry in out.append((range, ids[Int(entry)])) }
    return out
  }

  /// Fills `candidates` and `owners`; a byte that no span holds has its single-byte token as its candidate.
  private mutating func take(_ pretoken: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, TokenAutomaton.Entry) -> Void)
  {
    let count = pretoken.count
    precondition(count < Int(LongestFirstModel.none), "a pretoken of 4 GiB")
    if candidates.count < count {
      candidates = [UInt32](repeating: LongestFirstModel.none, count: count)
      owners = candidates
      nexts = candidates
    }
    var top = 0
    var state = TokenAutomaton.start
    for start in stride(from: count - 1, through: 0, by: -1) {
      state = automaton.step(state, pretoken[start])
      owners[start] = LongestFirstModel.none
      let entry = automaton.longest(at: state)
      candidates[start] = entry
      if automaton.length(of: entry) > 1 { top = max(top, enqueue(start, entry)) }
    }
    for measure in stride(from: top, through: 0, by: -1) {
      dequeue(measure)
      for index in starts.indices {
        let start = Int(starts[index])
        guard owners[start] == LongestFirstModel.none else { continue }
        offer(start, at: measure, body)
      }
    }
  }

  /// Takes the longest token at a free start that has `measure`, or puts the start back with a lower one.
  private mutating func offer(_ start: Int, at measure: Int, _ body: (Range<Int>, TokenAutomaton.Entry) -> Void) {
    var entry = candidates[start]
    while true {
      steps += 1
      let end = start + automaton.length(of: entry)
      let owner = owners[end - 1]
      if owner == LongestFirstModel.none {
        for index in start..<end { owners[index] = UInt32(start) }
        body(start..<end, entry)
        return
      }
      entry = automaton.longest(from: entry, atMost: Int(owner) - start)
      candidates[start] = entry
      if automaton.length(of: entry) == 1 { return }
      // In characters a shorter token can measure the same.
      if Int(measures[Int(entry)]) < measure {
        _ = enqueue(start, entry)
        return
      }
    }
  }

  private mutating func enqueue(_ start: Int, _ entry: TokenAutomaton.Entry) -> Int {
    let measure = Int(measures[Int(entry)])
    nexts[start] = heads[measure]
    heads[measure] = UInt32(start)
    return measure
  }

  /// Empties the queue at `measure` into `starts`, ascending.
  private mutating func dequeue(_ measure: Int) {
    starts.removeAll(keepingCapacity: true)
    var start = heads[measure]
    heads[measure] = LongestFirstModel.none
    var ascending = true
    while start != LongestFirstModel.none {
      if let last = starts.last, last > start { ascending = false }
      starts.append(start)
      start = nexts[Int(start)]
    }
    if !ascending { starts.sort() }
  }
}
