/// A trie over letter codes below 32; node 0 is the root. Each node holds one value.
///
/// Words are added in any order, sorted ones fastest: the walk over what a word shares with the last one is not repeated. While it is
/// built, children hang in lists; `seal` lays them out side by side, so that a child is found by counting bits of a mask.
struct LetterTrie: Sendable {
  static let none = UInt32.max

  private struct Node {
    /// Letters of the children, as bits.
    var mask: UInt32 = 0
    /// The child with the lowest letter, the others follow; while building the child that was added last.
    var child: UInt32 = 0
    var value = LetterTrie.none
  }

  private var nodes = [Node()]
  /// The next child of the same parent while building, and the letter that leads to each node.
  private var siblings: [UInt32] = [0]
  private var letters: [UInt8] = [0]
  /// Nodes on the way to the last word, and its letters; only the first `lastCount` count.
  private var path: [UInt32] = [0]
  private var last: [UInt8] = []
  private var lastCount = 0

  var count: Int { nodes.count }

  mutating func reserve(_ count: Int) {
    nodes.reserveCapacity(count)
    siblings.reserveCapacity(count)
    letters.reserveCapacity(count)
  }

  /// The node of `word`, made when it is not there. Not after `seal`.
  mutating func insert(_ word: [UInt8]) -> UInt32 {
    while last.count < word.count {
      path.append(0)
      last.append(0)
    }
    var depth = 0
    let shared = min(word.count, lastCount)
    while depth < shared, word[depth] == last[depth] { depth += 1 }
    var node = path[depth]
    while depth < word.count {
      node = insert(word[depth], below: node)
      last[depth] = word[depth]
      depth += 1
      path[depth] = node
    }
    lastCount = word.count
    return node
  }

  private mutating func insert(_ letter: UInt8, below parent: UInt32) -> UInt32 {
    let first = nodes[Int(parent)].child
    if nodes[Int(parent)].mask >> UInt32(letter) & 1 != 0 {
      var child = first
      while letters[Int(child)] != letter { child = siblings[Int(child)] }
      return child
    }
    let child = UInt32(nodes.count)
    nodes.append(Node())
    siblings.append(first)
    letters.append(letter)
    nodes[Int(parent)].child = child
    nodes[Int(parent)].mask |= 1 << UInt32(letter)
    return child
  }

  /// Lays the children of each node side by side; nodes get new numbers. Values stay with their nodes.
  mutating func seal() {
    var sealed: [Node] = []
    sealed.reserveCapacity(nodes.count)
    sealed.append(nodes[0])
    // Depth first, as the nodes of a sorted list were made: memory is read in order.
    var open: [Int] = [0]
    while var parent = open.popLast() {
      // Most nodes have one child: a chain is copied without counting bits.
      while sealed[parent].mask != 0, sealed[parent].mask & (sealed[parent].mask - 1) == 0 {
        let child = Int(sealed[parent].child)
        sealed[parent].child = UInt32(sealed.count)
        parent = sealed.count
        sealed.append(nodes[child])
      }
      let mask = sealed[parent].mask
      if mask == 0 { continue }
      var child = sealed[parent].child
      let start = sealed.count
      sealed[parent].child = UInt32(start)
      let count = mask.nonzeroBitCount
      for _ in 0..<count { sealed.append(Node()) }
      for _ in 0..<count {
        let below = mask & (1 << UInt32(letters[Int(child)]) - 1)
        sealed[start + below.nonzeroBitCount] = nodes[Int(child)]
        child = siblings[Int(child)]
      }
      for index in (start..<start + count).reversed() where sealed[index].mask != 0 { open.append(index) }
    }
    nodes = sealed
    siblings = []
    letters = []
    path = []
    last = []
    lastCount = 0
  }

  /// The child of `node` at `letter`, which is below 32. Only after `seal`.
  @inline(__always)
  func child(of node: UInt32, at letter: UInt8) -> UInt32? {
    let parent = nodes[Int(node)]
    let bit: UInt32 = 1 << UInt32(letter)
    guard parent.mask & bit != 0 else { return nil }
    return parent.child + UInt32((parent.mask & (bit - 1)).nonzeroBitCount)
  }

  subscript(node: UInt32) -> UInt32 {
    get { nodes[Int(node)].value }
    set { nodes[Int(node)].value = newValue }
  }
}
