/// Byte strings with ids in one flat arena, found by their bytes.
///
/// Pieces are numbered in the order in which they were added; ids are whatever the file says. Adding and finding cost O(length).
package struct PieceTable: Sendable {
  /// Open addressing with linear probing; 0 = free, otherwise piece + 1. At most half full.
  private var slots = [UInt32](repeating: 0, count: 1024)
  /// High bits of the hash beside each slot, so that a probe seldom touches the arena.
  private var tags = [UInt32](repeating: 0, count: 1024)
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  package private(set) var ids: [UInt32] = []
  /// Bytes of the longest piece.
  package private(set) var longest = 0

  package init() {}

  package var count: Int { ids.count }

  /// Bytes of piece number `index`.
  package func bytes(at index: Int) -> ArraySlice<UInt8> { arena[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// Adds a piece; gives the number of the piece with the same bytes, and adds nothing, when there is one.
  package mutating func append(_ bytes: some RandomAccessCollection<UInt8>, id: UInt32) -> Int? {
    if count * 2 >= slots.count { grow() }
    let hash = PieceTable.hash(bytes)
    let (slot, match) = probe(bytes, hash)
    if let match { return match }
    slots[slot] = UInt32(count + 1)
    tags[slot] = UInt32(truncatingIfNeeded: hash >> 32)
    arena.append(contentsOf: bytes)
    ends.append(arena.count)
    ids.append(id)
    longest = max(longest, bytes.count)
    return nil
  }

  /// Number of the piece with exactly these bytes.
  package func index(of bytes: some RandomAccessCollection<UInt8>) -> Int? {
    probe(bytes, PieceTable.hash(bytes)).match
  }

  private func probe(_ bytes: some RandomAccessCollection<UInt8>, _ hash: UInt64) -> (slot: Int, match: Int?) {
    let mask = slots.count - 1
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if tags[slot] == tag, self.bytes(at: index).elementsEqual(bytes) { return (slot, index) }
      slot = (slot + 1) & mask
    }
    return (slot, nil)
  }

  private mutating func grow() {
    let capacity = slots.count * 4
    slots = [UInt32](repeating: 0, count: capacity)
    tags = [UInt32](repeating: 0, count: capacity)
    for index in 0..<count {
      let hash = PieceTable.hash(bytes(at: index))
      var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = UInt32(index + 1)
      tags[slot] = UInt32(truncatingIfNeeded: hash >> 32)
    }
  }

  /// FNV-1a with a final mix.
  private static func hash(_ bytes: some RandomAccessCollection<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash ^= hash >> 29
    hash = hash &* 0xbf58_476d_1ce4_e5b9
    return hash ^ (hash >> 32)
  }
}

extension PieceTable: Equatable {
  package static func == (a: PieceTable, b: PieceTable) -> Bool {
    a.ids == b.ids && a.ends == b.ends && a.arena == b.arena
  }
}
