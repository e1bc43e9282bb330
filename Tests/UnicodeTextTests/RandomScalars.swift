import TestSupport

/// Text made of the scalars that grapheme rules and display rules treat apart, so that short texts meet most rules.
enum RandomScalars {
  private static let kinds: [[UInt32]] = [
    [0x61, 0x31, 0x20, 0x2A],
    [0x0D, 0x0A, 0x09, 0x00, 0x1B, 0x7F, 0x85],
    [0x300, 0x301, 0x20E3, 0x903, 0x93F],
    [0x200C, 0x200D, 0x200D, 0xFE0E, 0xFE0F, 0x1F3FD, 0xE0067, 0xE0100],
    [0x1F600, 0x1F469, 0x2764, 0xA9, 0x1F3F4],
    [0x1F1F9, 0x1F1F7],
    [0x915, 0x937, 0x94D, 0x94D, 0x1B0B, 0x1B44],
    [0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0xA960, 0xD7B0],
    [0x600, 0x110BD, 0x627, 0x5D0],
    [0x202E, 0x2066, 0x200B, 0xAD, 0x34F, 0x115F, 0xFFA0],
    [0xE000, 0x378, 0xFFFE, 0x10_FFFF],
    [0xA0, 0x3000, 0x2028, 0x4E16, 0xFF21],
  ]

  static func text(upTo count: Int, using generator: inout SeededGenerator) -> [UInt32] {
    (0..<Int.random(in: 0...count, using: &generator)).map { _ in
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &generator)]
      return kind[Int.random(in: 0..<kind.count, using: &generator)]
    }
  }

  /// The same as UTF-8, now and then with a byte dropped, changed or put in.
  static func bytes(upTo count: Int, using generator: inout SeededGenerator) -> [UInt8] {
    var out = text(upTo: count, using: &generator).flatMap { value in
      Unicode.Scalar(value).map { Array(String(Character($0)).utf8) } ?? []
    }
    for _ in 0..<Int.random(in: 0...3, using: &generator) where !out.isEmpty {
      let place = Int.random(in: 0..<out.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: out.remove(at: place)
      case 1: out[place] = UInt8.random(in: 0...255, using: &generator)
      default: out.insert(UInt8.random(in: 0x80...255, using: &generator), at: place)
      }
    }
    return out
  }
}
