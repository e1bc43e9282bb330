/// The readings of one word's beginnings: for each letter position the nodes that were reached, each with its best ways.
///
/// A node is a state of the automaton, the sound before it and what may follow; at most `maximumWidth` of them stand at a position, so
/// that a word costs time in proportion to its letters.
struct AnalysisLattice {
  static let maximumWidth = 96

  /// One way to reach a node.
  struct Way {
    var cost: Int32
    /// What was read last: kind in the upper two bits, number below.
    var arc: UInt32
    /// The way before it; -1 at the beginning of the word.
    var previous: Int32
    var position: Int32
  }

  struct Node {
    let key: UInt16
    var wayCount: Int
    let next: Int32
    let ways: Int

    var state: Int { Int(key >> 6) }
    var sound: Sound { Sound(bits: UInt8(truncatingIfNeeded: key >> 2 & 15)) }
    var continuation: SuffixPattern.Continuation { SuffixPattern.Continuation(rawValue: UInt8(key & 3))! }

    static func key(_ state: Int, _ sound: Sound, _ continuation: SuffixPattern.Continuation) -> UInt16 {
      UInt16(state) << 6 | UInt16(sound.bits) << 2 | UInt16(continuation.rawValue)
    }
  }

  private(set) var nodes: [Node] = []
  private(set) var ways: [Way] = []
  private(set) var firstNodes: [Int32] = []
  private var widths: [Int] = []
  private var limit = 1

  mutating func reset(letterCount: Int, limit: Int) {
    nodes.removeAll(keepingCapacity: true)
    ways.removeAll(keepingCapacity: true)
    firstNodes.removeAll(keepingCapacity: true)
    widths.removeAll(keepingCapacity: true)
    firstNodes.append(contentsOf: repeatElement(-1, count: letterCount + 1))
    widths.append(contentsOf: repeatElement(0, count: letterCount + 1))
    self.limit = limit
  }

  /// Adds a way to the node with `key` at `position`; ways stay sorted by cost, the earlier first among equals.
  @inline(__always)
  mutating func add(_ key: UInt16, at position: Int, cost: Int32, arc: UInt32, previous: Int) {
    var node = Int(firstNodes[position])
    while node >= 0, nodes[node].key != key { node = Int(nodes[node].next) }
    if node < 0 {
      guard widths[position] < AnalysisLattice.maximumWidth else { return }
      widths[position] += 1
      node = nodes.count
      nodes.append(Node(key: key, wayCount: 0, next: firstNodes[position], ways: ways.count))
      firstNodes[position] = Int32(node)
      for _ in 0..<limit { ways.append(Way(cost: 0, arc: 0, previous: -1, position: 0)) }
    }
    let start = nodes[node].ways
    var slot = nodes[node].wayCount
    if slot == limit {
      guard cost < ways[start + slot - 1].cost else { return }
      slot -= 1
    } else {
      nodes[node].wayCount += 1
    }
    while slot > 0, ways[start + slot - 1].cost > cost {
      ways[start + slot] = ways[start + slot - 1]
      slot -= 1
    }
    ways[start + slot] = Way(cost: cost, arc: arc, previous: Int32(previous), position: Int32(position))
  }
}
