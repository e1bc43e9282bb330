/// The tokens met on one side of the occurrences of a pair while it is merged: sum of weights and places for each.
///
/// Grouping by neighbour first means one look-up in the pair table per different neighbour instead of one per occurrence.
struct Neighbours {
  private var sums: [Int] = []
  private var numbers: [UInt32] = []
  private var tokens: [UInt32] = []
  private var notes: [(token: UInt32, place: UInt32)] = []
  private var firstPlace = 0

  /// Makes room for ids below `idLimit`.
  mutating func reserve(_ idLimit: Int) {
    sums.append(contentsOf: repeatElement(0, count: idLimit - sums.count))
    numbers.append(contentsOf: repeatElement(0, count: idLimit - numbers.count))
  }

  mutating func removeAll() {
    for token in tokens {
      sums[Int(token)] = 0
      numbers[Int(token)] = 0
    }
    tokens.removeAll(keepingCapacity: true)
    notes.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func note(_ token: UInt32, weight: Int, place: UInt32) {
    if numbers[Int(token)] == 0 { tokens.append(token) }
    sums[Int(token)] += weight
    numbers[Int(token)] += 1
    notes.append((token, place))
  }

  /// Appends the places to `list`, one neighbour after the other.
  mutating func layOut(in list: inout [UInt32]) {
    firstPlace = list.count
    var cursor = UInt32(list.count)
    list.append(contentsOf: repeatElement(0, count: notes.count))
    for token in tokens { (cursor, numbers[Int(token)]) = (cursor + numbers[Int(token)], cursor) }
    list.withUnsafeMutableBufferPointer { list in
      for note in notes {
        list[Int(numbers[Int(note.token)])] = note.place
        numbers[Int(note.token)] += 1
      }
    }
  }

  /// After `layOut`: every neighbour with its sum and where its places lie.
  var entries: Entries { Entries(owner: self) }

  struct Entries: Sequence, IteratorProtocol {
    private let owner: Neighbours
    private var index = 0
    private var start: Int

    fileprivate init(owner: Neighbours) {
      self.owner = owner
      start = owner.firstPlace
    }

    mutating func next() -> (token: UInt32, sum: Int, start: Int, number: Int)? {
      guard index < owner.tokens.count else { return nil }
      let token = owner.tokens[index]
      let end = Int(owner.numbers[Int(token)])
      defer {
        index += 1
        start = end
      }
      return (token, owner.sums[Int(token)], start, end - start)
    }
  }
}
