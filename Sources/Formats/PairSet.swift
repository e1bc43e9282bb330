/// A set of 64-bit keys below 2^64 - 1 with open addressing; at most half full.
struct PairSet {
  private var slots = [UInt64](repeating: .max, count: 1024)
  private var count = 0

  /// False when the key was there.
  mutating func insert(_ key: UInt64) -> Bool {
    if count * 2 >= slots.count { grow() }
    let slot = slot(of: key)
    guard slots[slot] != key else { return false }
    slots[slot] = key
    count += 1
    return true
  }

  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot] != .max, slots[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: .max, count: old.count * 4)
    for key in old where key != .max { slots[slot(of: key)] = key }
  }
}
