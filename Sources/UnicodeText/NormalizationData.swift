import Glibc

/// Decompositions, combining classes and compositions of all scalars, unpacked once from `NormalizationTables`.
///
/// A table is a text of entries in ascending order: `+`, the step from the value before (all numbers hexadecimal), `*`
/// and a count where values in a row share the entry, then the body: letters, each with scalars or a number between
/// points. One decomposition to one scalar that is shared goes up with the value. Hangul syllables follow rules.
struct NormalizationData: @unchecked Sendable {  // written by `init` only
  /// What is to know about a scalar that is not plain.
  struct Record {
    /// Places in `arena`; empty where there is none.
    var canonical: Range<UInt16> = 0..<0
    /// The decomposition for NFKC: the canonical one where there is no other.
    var compatible: Range<UInt16> = 0..<0
    var combiningClass: UInt8 = 0
  }

  static let unstableCompatible: UInt16 = 1 << 15
  static let unstableCanonical: UInt16 = 1 << 14
  /// The bits of a table entry that number its record; record 0 is that of plain scalars.
  static let recordBits: UInt16 = 1 << 14 - 1

  static let shared = NormalizationData()
  /// An entry for each of 0x110000 code points; the storage is never freed.
  nonisolated(unsafe) static let table = shared.entries

  private let entries: UnsafePointer<UInt16>
  let records: [Record]
  /// The scalars of all decompositions.
  let arena: [UInt32]
  /// Open addressing: the two scalars, 21 bits each, and where they lead; 0 is free.
  private let pairs: [(key: UInt64, composite: UInt32)]

  private init() {
    guard let storage = calloc(0x11_0000, MemoryLayout<UInt16>.stride) else { fatalError("out of memory") }
    let entries = storage.bindMemory(to: UInt16.self, capacity: 0x11_0000)
    var records = [Record()]
    var arena: [UInt32] = []
    var pairs = [(key: UInt64, composite: UInt32)](repeating: (0, 0), count: 2048)
    func withRecord(of value: UInt32, _ body: (inout Record) -> Void) {
      if entries[Int(value)] & NormalizationData.recordBits == 0 {
        entries[Int(value)] |= UInt16(records.count)
        records.append(Record())
      }
      body(&records[Int(entries[Int(value)] & NormalizationData.recordBits)])
    }
    let both = NormalizationData.unstableCanonical | NormalizationData.unstableCompatible
    NormalizationData.forEachEntry(of: NormalizationTables.combiningClasses) { value, _, numbers in
      withRecord(of: value) { $0.combiningClass = UInt8(numbers[0]) }
      entries[Int(value)] |= both
    }
    NormalizationData.forEachEntry(of: NormalizationTables.decompositions) { value, letter, scalars in
      let range = UInt16(arena.count)..<UInt16(arena.count + scalars.count)
      arena += scalars
      withRecord(of: value) { record in
        if letter == UInt8(ascii: "=") { record.canonical = range }
        record.compatible = range
      }
      entries[Int(value)] |= letter == UInt8(ascii: "=") ? both : NormalizationData.unstableCompatible
    }
    // A composite is what its decomposition joins to again: it stays as it is unless it has a compatible decomposition
    // beyond the canonical one.
    NormalizationData.forEachEntry(of: NormalizationTables.compositions) { value, _, parts in
      let key = NormalizationData.key(parts[0], parts[1])
      var slot = NormalizationData.firstSlot(key)
      while pairs[slot].key != 0 { slot = (slot + 1) & 2047 }
      pairs[slot] = (key, value)
      let record = records[Int(entries[Int(value)] & NormalizationData.recordBits)]
      guard record.combiningClass == 0 else { return }
      entries[Int(value)] &= ~NormalizationData.unstableCanonical
      if record.canonical == record.compatible { entries[Int(value)] &= ~NormalizationData.unstableCompatible }
    }
    // A scalar that joins what is before it.
    NormalizationData.forEachEntry(of: NormalizationTables.compositions) { _, _, parts in
      entries[Int(parts[1])] |= both
    }
    for value in Hangul.vowels { entries[Int(value)] |= both }
    for value in Hangul.tails { entries[Int(value)] |= both }
    self.entries = UnsafePointer(entries)
    self.records = records
    self.arena = arena
    self.pairs = pairs
  }

  func record(of value: UInt32) -> Record {
    records[Int(entries[Int(value)] & NormalizationData.recordBits)]
  }

  /// What two scalars join to, if anything.
  func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if let syllable = Hangul.syllable(first, second) { return syllable }
    let key = NormalizationData.key(first, second)
    var slot = NormalizationData.firstSlot(key)
    while pairs[slot].key != 0 {
      if pairs[slot].key == key { return pairs[slot].composite }
      slot = (slot + 1) & 2047
    }
    return nil
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 21 | UInt64(second) }

  private static func firstSlot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 53)
  }

  /// Calls `body` with each value, letter and its scalars.
  private static func forEachEntry(of text: StaticString, _ body: (UInt32, UInt8, [UInt32]) -> Void) {
    var text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)[...]
    func number() -> UInt32 {
      var number: UInt32 = 0
      while let byte = text.first, let digit = hexadecimal(byte) {
        number = number << 4 | digit
        text.removeFirst()
      }
      return number
    }
    var value: UInt32 = 0
    while text.popFirst() != nil {
      value += number()
      var count: UInt32 = 1
      if text.first == UInt8(ascii: "*") {
        text.removeFirst()
        count = number()
      }
      while let letter = text.first, letter != UInt8(ascii: "+") {
        var scalars: [UInt32] = []
        repeat {
          text.removeFirst()
          scalars.append(number())
        } while text.first == UInt8(ascii: ".")
        let rises = letter == UInt8(ascii: "=") || letter == UInt8(ascii: "~")
        for step in 0..<count { body(value + step, letter, rises && step > 0 ? scalars.map { $0 + step } : scalars) }
      }
      value += count - 1
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    default: nil
    }
  }
}

/// Syllables and their letters (section 3.12 of the Unicode Standard).
enum Hangul {
  static let leads: Range<UInt32> = 0x1100..<0x1113
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  static let tails: Range<UInt32> = 0x11A8..<0x11C3
  static let syllables: Range<UInt32> = 0xAC00..<0xD7A4

  /// The syllable of a lead and a vowel, or of a syllable without tail and a tail.
  static func syllable(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leads.contains(first), vowels.contains(second) {
      return syllables.lowerBound + ((first - leads.lowerBound) * 21 + second - vowels.lowerBound) * 28
    }
    if syllables.contains(first), tails.contains(second), (first - syllables.lowerBound) % 28 == 0 {
      return first + second - tails.lowerBound + 1
    }
    return nil
  }
}
