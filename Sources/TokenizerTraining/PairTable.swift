/// Counts and occurrences of adjacent token pairs: open addressing, 24 bytes a slot, load at or under 5/8.
struct PairTable {
  struct Slot {
    var key: UInt64
    var count: Int
    /// Occurrences in the list that the owner keeps.
    var start: UInt32
    var length: UInt32
  }

  static let freeKey = UInt64.max

  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private var used = 0

  init(minimumCapacity: Int) {
    capacity = 1 << 10
    while capacity * 5 < minimumCapacity * 8 { capacity *= 2 }
    slots = Self.freeSlots(capacity)
  }

  /// Frees the memory; the table may not be used afterwards.
  func deallocate() { slots.deallocate() }

  static func key(_ left: UInt32, _ right: UInt32) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  private static func freeSlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(key: freeKey, count: 0, start: 0, length: 0), count: capacity)
    return slots
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> Int {
    let h = (key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (h >> 20) ^ (h >> 43))
  }

  /// The slot of `key`; valid until the next insertion.
  @inline(__always)
  func find(_ key: UInt64) -> UnsafeMutablePointer<Slot>? {
    let mask = capacity - 1
    var index = Self.hash(key) & mask
    while true {
      let slot = slots + index
      if slot.pointee.key == key { return slot }
      if slot.pointee.key == Self.freeKey { return nil }
      index = (index + 1) & mask
    }
  }

  /// The slot of `key`, made with count 0 when there is none; valid until the next insertion.
  @inline(__always)
  mutating func findOrInsert(_ key: UInt64) -> UnsafeMutablePointer<Slot> {
    if used * 8 >= capacity * 5 { grow() }
    let mask = capacity - 1
    var index = Self.hash(key) & mask
    while true {
      let slot = slots + index
      if slot.pointee.key == key { return slot }
      if slot.pointee.key == Self.freeKey {
        slot.pointee.key = key
        used += 1
        return slot
      }
      index = (index + 1) & mask
    }
  }

  /// Drops the pairs that no longer occur and doubles the table if that does not make room.
  private mutating func grow() {
    let old = slots
    let oldCapacity = capacity
    var living = 0
    for index in 0..<oldCapacity where old[index].count > 0 { living += 1 }
    if living * 16 > capacity * 5 { capacity *= 2 }
    slots = Self.freeSlots(capacity)
    used = living
    let mask = capacity - 1
    for place in 0..<oldCapacity where old[place].count > 0 {
      var index = Self.hash(old[place].key) & mask
      while slots[index].key != Self.freeKey { index = (index + 1) & mask }
      slots[index] = old[place]
    }
    old.deallocate()
  }

  /// Calls `body` with key and count of every pair that occurs.
  func visitAll(_ body: (UInt64, Int) -> Void) {
    for index in 0..<capacity where slots[index].count > 0 { body(slots[index].key, slots[index].count) }
  }
}
