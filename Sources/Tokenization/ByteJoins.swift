/// Which two bytes stand beside each other in some token: where two bytes never do, no token crosses.
struct ByteJoins: Sendable {
  /// Bit `256 * left + right`.
  private var bits = [UInt64](repeating: 0, count: 1024)

  init() {}

  /// The pairs in all tokens that text between added tokens can become.
  init(vocabulary: Vocabulary) {
    if let alphabet = vocabulary.alphabet, alphabet.unit == .character {
      for scalar in alphabet.members.compactMap({ Unicode.Scalar($0) }) { insert(Array(String(scalar).utf8)) }
    }
    let merged = Set(vocabulary.merges.map(\.result))
    for (entry, id) in vocabulary.ids.enumerated() {
      switch vocabulary.kinds[entry] {
      case .root, .suffix, .marker: continue
      case .added, .special: if !merged.contains(id) { continue }
      case .byte, .merge, .digits, .scaffold: break
      }
      insert(vocabulary.bytes(of: id))
    }
  }

  mutating func insert(_ bytes: some Collection<UInt8>) {
    for (left, right) in zip(bytes, bytes.dropFirst()) { insert(left, right) }
  }

  mutating func insert(_ left: UInt8, _ right: UInt8) {
    bits[Int(left) << 2 | Int(right >> 6)] |= 1 << UInt64(right & 63)
  }

  @inline(__always)
  func contains(_ left: UInt8, _ right: UInt8) -> Bool {
    bits[Int(left) << 2 | Int(right >> 6)] & 1 << UInt64(right & 63) != 0
  }
}
