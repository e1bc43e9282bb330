/// Extended grapheme clusters of UAX #29, one scalar at a time.
///
/// The rules are GB3 to GB13 with GB9c (conjuncts), over the pinned table and not the standard library's, so that the
/// units of the screen do not move with the toolchain. A byte that is not UTF-8 is a unit of its own. Constant state,
/// linear time.
///
/// Example: `e U+0301 x` is two clusters; U+1F1F9 U+1F1F7 U+1F1E9 is a pair and a single.
struct GraphemeBreaker {
  private enum Emoji { case none, pictographic, joined }
  private enum Conjunct { case none, consonant, linked }

  private var previous: GraphemeClass?
  /// Whether the regional indicators before this point, without a gap, are odd in number.
  private var oddRegionals = false
  private var emoji = Emoji.none
  private var conjunct = Conjunct.none

  /// The end of the cluster that starts at `start`, which must lie inside `bytes`.
  static func clusterEnd(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // A pair of plain ASCII bytes never joins.
    if bytes[start] < 0x80, bytes[start] != 0x0D, start + 1 >= bytes.count || bytes[start + 1] < 0x80 {
      return start + 1
    }
    var breaker = GraphemeBreaker()
    var offset = start
    while offset < bytes.count {
      let step = UTF8Scanner.decode(at: offset, in: bytes)
      if step.isInvalid { return offset == start ? start + 1 : offset }
      if breaker.breaks(before: step.value), offset > start { return offset }
      offset += step.length
    }
    return offset
  }

  /// Takes the next scalar and says whether a cluster ends before it.
  mutating func breaks(before value: UInt32) -> Bool {
    let next = GraphemeClass.of(value)
    let answer = previous.map { breaks(between: $0, and: next) } ?? true
    oddRegionals = next == .regional && !oddRegionals
    if next == .pictographic {
      emoji = .pictographic
    } else if next == .joiner && emoji == .pictographic {
      emoji = .joined
    } else if !(next.isExtend && emoji == .pictographic) {
      emoji = .none
    }
    switch next {
    case .consonant: conjunct = .consonant
    case .linker: if conjunct == .consonant { conjunct = .linked }
    case .extend, .joiner: break
    default: conjunct = .none
    }
    previous = next
    return answer
  }

  private func breaks(between left: GraphemeClass, and right: GraphemeClass) -> Bool {
    switch (left, right) {
    case (.carriageReturn, .lineFeed): false
    case (.carriageReturn, _), (.lineFeed, _), (.control, _): true
    case (_, .carriageReturn), (_, .lineFeed), (_, .control): true
    case (.leading, .leading), (.leading, .vowel), (.leading, .leadingVowel), (.leading, .leadingVowelTrailing): false
    case (.leadingVowel, .vowel), (.leadingVowel, .trailing), (.vowel, .vowel), (.vowel, .trailing): false
    case (.leadingVowelTrailing, .trailing), (.trailing, .trailing): false
    case (_, .extend), (_, .linker), (_, .extendOnly), (_, .joiner), (_, .spacingMark): false
    case (.prepend, _): false
    case (_, .consonant) where conjunct == .linked: false
    case (.joiner, .pictographic) where emoji == .joined: false
    case (.regional, .regional) where oddRegionals: false
    default: true
    }
  }
}
