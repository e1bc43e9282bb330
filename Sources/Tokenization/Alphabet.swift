import UnicodeText

/// What a vocabulary has a token of its own for, where that is less than every byte.
///
/// As in Hugging Face's byte-pair encoding without an unknown token, a pretoken loses whatever is not in the alphabet before
/// anything merges, and what stood beside it is then beside each other.
package struct Alphabet: Sendable, Hashable {
  package enum Unit: Sendable, Hashable {
    /// Each byte of a text is looked up.
    case byte
    /// Each scalar is; bytes that are not UTF-8 are in no alphabet.
    case character
  }

  package let unit: Unit
  /// Bit i says that byte or scalar i is there.
  private var bits: [UInt64]

  /// - Parameter members: byte or scalar values.
  package init(_ unit: Unit, _ members: some Sequence<UInt32>) {
    self.unit = unit
    bits = []
    for member in members {
      let word = Int(member >> 6)
      if word >= bits.count { bits += [UInt64](repeating: 0, count: word + 1 - bits.count) }
      bits[word] |= 1 << UInt64(member & 63)
    }
  }

  package func contains(_ member: UInt32) -> Bool {
    let word = Int(member >> 6)
    return word < bits.count && bits[word] & 1 << UInt64(member & 63) != 0
  }

  /// Ascending.
  package var members: [UInt32] {
    bits.indices.flatMap { word in
      (0..<64 as Range<UInt32>).compactMap { bits[word] & 1 << UInt64($0) == 0 ? nil : UInt32(word) << 6 | $0 }
    }
  }

  /// The first run of bytes at or after `start`, which must begin a byte or scalar, that is not in the alphabet.
  func dropped(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    var position = start
    var first: Int?
    while position < text.count {
      let (isThere, length) = look(at: position, in: text)
      if isThere, let first { return first..<position }
      if !isThere, first == nil { first = position }
      position += length
    }
    return first.map { $0..<text.count }
  }

  /// Whether the bytes or scalars on both sides of `place`, which has some on both, are in the alphabet.
  func hasNeighbours(of place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch unit {
    case .byte: return contains(UInt32(text[place - 1])) && contains(UInt32(text[place]))
    case .character:
      guard let before = SafeBoundary.scalar(before: place, in: text), contains(before) else { return false }
      return look(at: place, in: text).isThere
    }
  }

  private func look(at position: Int, in text: UnsafeBufferPointer<UInt8>) -> (isThere: Bool, length: Int) {
    switch unit {
    case .byte: return (contains(UInt32(text[position])), 1)
    case .character:
      let step = UTF8Scanner.decode(at: position, in: text)
      return (contains(step.value), step.length)
    }
  }
}
