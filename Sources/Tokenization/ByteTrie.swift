/// A trie over bytes; node 0 is the root, nodes are numbered as they are made.
///
/// The edges are one open-addressing table of packed words, so that a node costs the same however many children the
/// alphabet allows: 8 to 16 bytes each, at most half of the table in use.
struct ByteTrie: Sendable {
  /// Where a node hangs: its parent, the byte that leads to it, its distance from the root.
  typealias Parent = (node: UInt32, byte: UInt8, depth: UInt32)

  /// Number of nodes, the root included.
  private(set) var count = 1
  /// For each node; the root's own entry means nothing. Empty after `dropParents`.
  private(set) var parents: [Parent] = [(0, 0, 0)]
  /// Node 28 bits, byte 8 bits, child 28 bits; a child is never 0, so 0 is free.
  private var edges: [UInt64]
  private var shift: UInt64
  /// Children of the root, 0 where there is none.
  private var roots = [UInt32](repeating: 0, count: 256)

  /// - Parameter expectedCount: nodes that it has room for before it grows.
  init(expectedCount: Int = 0) {
    var bits = 12
    while 1 << bits < 2 * expectedCount { bits += 1 }
    edges = [UInt64](repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
    parents.reserveCapacity(expectedCount)
  }

  func child(of node: UInt32, at byte: UInt8) -> UInt32? {
    if node == 0 {
      let child = roots[Int(byte)]
      return child == 0 ? nil : child
    }
    let edge = edges[slot(node, byte)]
    return edge == 0 ? nil : UInt32(truncatingIfNeeded: edge & 0xFFF_FFFF)
  }

  /// The child of `node` at `byte`, made when it is not there.
  mutating func insert(_ byte: UInt8, below node: UInt32) -> UInt32 {
    var slot = 0
    if node == 0 {
      if roots[Int(byte)] != 0 { return roots[Int(byte)] }
    } else {
      if count * 2 >= edges.count { grow() }
      slot = self.slot(node, byte)
      if edges[slot] != 0 { return UInt32(truncatingIfNeeded: edges[slot] & 0xFFF_FFFF) }
    }
    precondition(count < 1 << 28, "a vocabulary of more than 2^28 prefixes")
    let child = UInt32(count)
    count += 1
    parents.append((node, byte, parents[Int(node)].depth + 1))
    if node == 0 { roots[Int(byte)] = child } else { edges[slot] = ByteTrie.key(node, byte) << 28 | UInt64(child) }
    return child
  }

  /// All nodes but the root, parents before their children.
  func nodesByDepth() -> [Int] {
    var firsts: [Int] = []
    for parent in parents {
      while firsts.count <= Int(parent.depth) + 1 { firsts.append(0) }
      firsts[Int(parent.depth) + 1] += 1
    }
    for depth in 1..<firsts.count { firsts[depth] += firsts[depth - 1] }
    var out = [Int](repeating: 0, count: count)
    for (node, parent) in parents.enumerated() {
      out[firsts[Int(parent.depth)]] = node
      firsts[Int(parent.depth)] += 1
    }
    out.removeFirst()
    return out
  }

  mutating func dropParents() { parents = [] }

  private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

  /// The slot that holds the edge, or the free one where it belongs.
  private func slot(_ node: UInt32, _ byte: UInt8) -> Int {
    let key = ByteTrie.key(node, byte)
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while edges[slot] != 0, edges[slot] >> 28 != key { slot = (slot + 1) & (edges.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = edges
    edges = [UInt64](repeating: 0, count: old.count * 2)
    shift -= 1
    for edge in old where edge != 0 {
      let key = edge >> 28
      edges[slot(UInt32(truncatingIfNeeded: key >> 8), UInt8(truncatingIfNeeded: key))] = edge
    }
  }
}
