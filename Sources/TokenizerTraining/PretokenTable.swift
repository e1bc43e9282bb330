/// A multiset of byte strings: open addressing with the short strings inside the slots.
///
/// A string of at most 15 bytes lies in the slot itself, so that counting it again costs one cache line; a longer one lies in `arena`.
/// Load stays at or under 5/8. Neither the hash nor the layout depends on anything but the sequence of additions.
package struct PretokenTable {
  /// 24 bytes. Short: `low` and 7 bytes of `high` hold the bytes, the top byte of `high` is the length (1–15).
  /// Long: `low` is the place in the arena, `high` is the length with the top byte 0xFF. Free: `high` is 0.
  private struct Slot {
    var low: UInt64
    var high: UInt64
    var count: Int
  }

  private static let longMark: UInt64 = 0xFF << 56

  private var slots: [Slot]
  private var arena: [UInt8] = []
  /// Different strings.
  package private(set) var count = 0
  /// Bytes of the different strings.
  package private(set) var byteCount = 0

  /// Sum of the counts of forgotten strings; 0 means that the counts are exact.
  package private(set) var forgottenOccurrences = 0
  private let memoryLimit: Int

  /// Memory that a trainer needs for every byte of the different strings, measured.
  private static let trainingBytes = 32

  /// - Parameter memoryLimit: bytes that the table and training on it may take, 256 KiB to 32 GiB. When they would take more, every
  ///   string that was counted at most as often as the median string is forgotten: on large text those are the strings seen once.
  package init(memoryLimit: Int = 4 << 30) {
    self.memoryLimit = min(max(memoryLimit, 256 << 10), 32 << 30)
    slots = Self.freeSlots(1 << 12)
  }

  /// A table for other strings made of these, with the same limit; what was forgotten stays so.
  var emptied: PretokenTable {
    var table = PretokenTable(memoryLimit: memoryLimit)
    table.forgottenOccurrences = forgottenOccurrences
    return table
  }

  private static func freeSlots(_ capacity: Int) -> [Slot] {
    [Slot](repeating: Slot(low: 0, high: 0, count: 0), count: capacity)
  }

  /// Counts `weight` more of the `length` bytes at `start`; the length is positive.
  @inline(__always)
  package mutating func add(_ start: UnsafePointer<UInt8>, length: Int, readable: Int, weight: Int) {
    if length <= 15 {
      let (low, high) = Self.packed(start, length: length, readable: readable)
      addShort(low: low, high: high, length: length, weight: weight)
    } else {
      addLong(UnsafeBufferPointer(start: start, count: length), weight: weight)
    }
  }

  /// The bytes as two words; reads past `length`, never past `readable`.
  @inline(__always)
  private static func packed(_ start: UnsafePointer<UInt8>, length: Int, readable: Int) -> (UInt64, UInt64) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    if readable >= 16 {
      let raw = UnsafeRawPointer(start)
      low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      if length < 8 {
        low &= (1 << UInt64(length * 8)) &- 1
        high = 0
      } else {
        high &= (1 << UInt64((length - 8) * 8)) &- 1
      }
    } else {
      for index in 0..<min(length, 8) { low |= UInt64(start[index]) << UInt64(index * 8) }
      for index in 8..<max(length, 8) { high |= UInt64(start[index]) << UInt64((index - 8) * 8) }
    }
    return (low, high | UInt64(length) << 56)
  }

  @inline(__always)
  private static func hash(_ low: UInt64, _ high: UInt64) -> Int {
    var h = (low ^ (low >> 32)) &* 0x9E37_79B9_7F4A_7C15
    h = (h ^ high ^ (h >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: (h ^ (h >> 32)) & 0x7FFF_FFFF_FFFF_FFFF)
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var h: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { h = (h ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash(h, UInt64(bytes.count))
  }

  @inline(__always)
  private mutating func addShort(low: UInt64, high: UInt64, length: Int, weight: Int) {
    let mask = slots.count - 1
    let start = Self.hash(low, high) & mask
    let found = slots.withUnsafeMutableBufferPointer { slots -> Bool in
      var index = start
      while true {
        let slot = slots.baseAddress.unsafelyUnwrapped + index
        if slot.pointee.low == low && slot.pointee.high == high {
          slot.pointee.count += weight
          return true
        }
        if slot.pointee.high == 0 {
          slot.pointee = Slot(low: low, high: high, count: weight)
          return false
        }
        index = (index + 1) & mask
      }
    }
    if !found { grew(by: length) }
  }

  private mutating func addLong(_ bytes: UnsafeBufferPointer<UInt8>, weight: Int) {
    let high = UInt64(bytes.count) | Self.longMark
    let mask = slots.count - 1
    var index = Self.hash(bytes) & mask
    while slots[index].high != 0 {
      if slots[index].high == high {
        let place = Int(slots[index].low)
        if arena[place..<place + bytes.count].elementsEqual(bytes) {
          slots[index].count += weight
          return
        }
      }
      index = (index + 1) & mask
    }
    slots[index] = Slot(low: UInt64(arena.count), high: high, count: weight)
    arena.append(contentsOf: bytes)
    grew(by: bytes.count)
  }

  private mutating func grew(by length: Int) {
    count += 1
    byteCount += length
    let slotBytes = slots.count * MemoryLayout<Slot>.stride
    let isFull = count * 8 > slots.count * 5
    let memory = slotBytes * (isFull ? 2 : 1) + arena.count + (byteCount + count) * Self.trainingBytes
    if memory > memoryLimit {
      forgetRarerHalf()
    } else if isFull {
      rehash(into: slots.count * 2, keeping: { _ in true })
    }
  }

  private mutating func forgetRarerHalf() {
    var counts: [Int] = []
    counts.reserveCapacity(count)
    for slot in slots where slot.high != 0 { counts.append(slot.count) }
    counts.sort()
    let median = counts[(counts.count - 1) / 2]
    for count in counts.prefix(while: { $0 <= median }) { forgottenOccurrences += count }
    rehash(into: slots.count, keeping: { $0 > median })
  }

  /// Moves the slots whose count `keeping` accepts into a table of `capacity` slots and squeezes the arena.
  private mutating func rehash(into capacity: Int, keeping: (Int) -> Bool) {
    let old = slots
    let oldArena = arena
    slots = Self.freeSlots(capacity)
    let squeezes = !old.allSatisfy { $0.high == 0 || keeping($0.count) }
    if squeezes { arena = [] }
    count = 0
    byteCount = 0
    let mask = capacity - 1
    for var slot in old where slot.high != 0 && keeping(slot.count) {
      var index: Int
      if slot.high >= Self.longMark {
        let place = Int(slot.low)
        let length = Int(slot.high & ~Self.longMark)
        index = oldArena[place..<place + length].withUnsafeBufferPointer { Self.hash($0) } & mask
        if squeezes {
          slot.low = UInt64(arena.count)
          arena += oldArena[place..<place + length]
        }
        byteCount += length
      } else {
        index = Self.hash(slot.low, slot.high) & mask
        byteCount += Int(slot.high >> 56)
      }
      while slots[index].high != 0 { index = (index + 1) & mask }
      slots[index] = slot
      count += 1
    }
  }

  /// Calls `body` with every string and its count, in table order.
  package func visitAll(_ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) {
    arena.withUnsafeBufferPointer { arena in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2) { words in
        for slot in slots where slot.high != 0 {
          if slot.high >= Self.longMark {
            let place = Int(slot.low)
            body(UnsafeBufferPointer(rebasing: arena[place..<place + Int(slot.high & ~Self.longMark)]), slot.count)
          } else {
            words[0] = slot.low.littleEndian
            words[1] = slot.high.littleEndian
            let length = Int(slot.high >> 56)
            UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(words)[..<length]).withMemoryRebound(to: UInt8.self)
            {
              body($0, slot.count)
            }
          }
        }
      }
    }
  }
}
