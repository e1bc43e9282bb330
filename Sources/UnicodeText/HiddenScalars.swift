/// How many scalars of a text a reader would not see in an ordinary editor.
package struct HiddenScalars: Hashable, Sendable {
  /// Bidirectional controls: they can show text in another order than it is read.
  package private(set) var bidirectional = 0
  /// Zero-width, format and tag scalars, and variation selectors, except where writing calls for them: in emoji
  /// sequences, and one joiner or selector after a mark or a caseless letter (Persian, Indic and Han text).
  package private(set) var invisible = 0

  /// Counts them in `bytes`; bytes that are not UTF-8 are passed over. Linear time.
  package init(in bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { buffer in
      var offset = 0
      while offset < buffer.count {
        let end = GraphemeBreaker.clusterEnd(from: offset, in: buffer)
        if end - offset > 1 { count(offset..<end, in: buffer) }
        offset = end
      }
    }
  }

  private mutating func count(_ cluster: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
    let first = UTF8Scanner.decode(at: cluster.lowerBound, in: bytes)
    var offset = cluster.lowerBound
    var isEmoji = false
    var previous = ScalarClass()
    while offset < cluster.upperBound {
      let step = UTF8Scanner.decode(at: offset, in: bytes)
      if offset == cluster.lowerBound + first.length { isEmoji = EmojiSequence.starts(with: first.value, step.value) }
      offset += step.length
      switch DisplayClass.of(step.value) {
      case .bidirectional: bidirectional += 1
      case .invisible:
        let called = isEmoji ? EmojiSequence.allows(step.value, after: first.value) : Self.joins(step.value, previous)
        if !called { invisible += 1 }
      default: break
      }
      previous = DisplayClass.of(step.value) == .invisible ? [] : ScalarClass.of(step.value)
    }
  }

  package enum Kind: Hashable, Sendable { case bidirectional, invisible }

  /// How a scalar hides, if it does, whatever surrounds it.
  package static func kind(of value: UInt32) -> Kind? {
    switch DisplayClass.of(value) {
    case .bidirectional: .bidirectional
    case .invisible: .invisible
    default: nil
    }
  }

  /// Whether a scalar shows nothing by itself, or changes the order of what is shown.
  package static func isHidden(_ value: UInt32) -> Bool {
    switch DisplayClass.of(value) {
    case .invisible, .bidirectional, .control: true
    default: false
    }
  }

  private static func joins(_ value: UInt32, _ previous: ScalarClass) -> Bool {
    switch value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      !previous.isDisjoint(with: [.otherLetter, .mark])
    default: false
    }
  }
}
