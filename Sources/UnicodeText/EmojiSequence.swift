/// Which grapheme clusters are emoji sequences, and which scalars in them belong there.
enum EmojiSequence {
  /// Regional indicator A.
  static let firstRegional: UInt32 = 0x1F1E6

  private static let joiner: UInt32 = 0x200D
  private static let emojiStyle: UInt32 = 0xFE0F
  private static let textStyle: UInt32 = 0xFE0E
  private static let blackFlag: UInt32 = 0x1F3F4
  private static let tags: ClosedRange<UInt32> = 0xE0020...0xE007F

  /// Whether a cluster that begins with these scalars is an emoji sequence: a printable pictograph with anything after
  /// it, or a keycap base with the emoji style.
  static func starts(with first: UInt32, _ second: UInt32) -> Bool {
    if GraphemeClass.of(first) == .pictographic { return Glyph.standing(first) != nil }
    let keycap = (0x30...0x39).contains(first) || first == 0x23 || first == 0x2A
    return keycap && second == emojiStyle
  }

  /// Whether an invisible scalar has its place in a sequence with this base: joiners, the two styles, and the tags of a
  /// flag. Tags after anything else can carry hidden text.
  static func allows(_ value: UInt32, after base: UInt32) -> Bool {
    switch value {
    case joiner, emojiStyle, textStyle: true
    case tags: base == blackFlag
    default: false
    }
  }
}
