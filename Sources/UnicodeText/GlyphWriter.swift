/// Draws bytes as glyphs: the one place that decides what a reader sees for each scalar.
///
/// | text | drawn | ASCII |
/// |---|---|---|
/// | printable scalar | itself, with at most four marks | `<e7>` |
/// | space, line feed, tab | `·` `↵` `→` and padding, or as the options say | `~` `\n` `\t` |
/// | other C0, DEL | `␍` `␛` … `␡` | `<0d>` |
/// | C1 | `<85>` | `<85>` |
/// | no-break space | `⍽` | `<NBSP>` |
/// | format, bidi, variation selector, other spaces | `‹ZWJ›` or `‹U+E0001›` | `<ZWJ>` or `<e0001>` |
/// | unassigned, private, noncharacter | `‹U+E000›` | `<e000>` |
/// | mark without a base | dotted circle and mark | `<301>` |
/// | regional indicators | `‹TR›`, alone `‹T›` | `<TR>` |
/// | emoji and N further scalars (joiners, skin tone, VS16, tags) | emoji in `‹` `+N›` | `<1f469+4>` |
/// | invalid byte, byte of a cut scalar | `E2` | `E2` |
/// | more than four marks on a base, more than eight units | `‹+N›` for the N scalars left out | `<+N>` |
///
/// Joiners, variation selectors, bidi controls and tags never get into a glyph, so column arithmetic always holds.
struct GlyphWriter {
  /// Marks drawn on one base.
  static let markLimit = 4
  /// Scalars other than drawn marks that one cluster shows.
  static let unitLimit = 8

  let options: VisibleOptions
  private(set) var glyphs: [Glyph] = []

  init(options: VisibleOptions) { self.options = options }

  mutating func reserve(_ count: Int) { glyphs.reserveCapacity(count) }

  /// Draws a byte as two hex digits.
  mutating func appendByte(_ byte: UInt8) { appendHex(UInt32(byte), digits: 2, upper: true) }

  /// Draws a byte of 0x21...0x7E as itself.
  mutating func appendPrintable(_ byte: UInt8) { glyphs.append(Glyph(base: UInt32(byte))) }

  /// Draws the cluster at `range`, as `GraphemeBreaker` finds it: valid scalars, or one invalid byte.
  mutating func appendCluster(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
    let first = UTF8Scanner.decode(at: range.lowerBound, in: bytes)
    if first.isInvalid {
      appendByte(bytes[range.lowerBound])
    } else if first.length == range.count {
      appendScalar(first.value)
    } else if !appendSequence(first.value, range, in: bytes) {
      appendUnits(range, in: bytes)
    }
  }

  /// Draws one scalar that stands alone.
  mutating func appendScalar(_ value: UInt32) {
    if value == 0x20 {
      glyphs += options.space.glyphs
      return
    }
    switch DisplayClass.of(value) {
    case .narrow where value < 0x7F: glyphs.append(Glyph(base: value))
    case .narrow, .wide, .mark, .conjoining:
      if !options.ascii, let glyph = Glyph.standing(value) {
        glyphs.append(glyph)
      } else {
        appendMarker { $0.appendNumber(value) }
      }
    case .control: appendControl(value)
    case .regional: appendMarker { $0.appendLetter(ofRegional: value) }
    case .space where value == 0xA0 && !options.ascii: glyphs.append(Glyph(base: 0x237D))
    case .escaped, .space, .invisible, .bidirectional: appendMarker { $0.appendNumber(value) }
    }
  }

  /// Draws flags and emoji sequences; false for every other cluster.
  private mutating func appendSequence(
    _ first: UInt32, _ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let length = UTF8Scanner.decode(at: range.lowerBound, in: bytes).length
    let second = UTF8Scanner.decode(at: range.lowerBound + length, in: bytes).value
    let pair = DisplayClass.of(first) == .regional && DisplayClass.of(second) == .regional
    guard pair || EmojiSequence.starts(with: first, second) else { return false }
    let further = Self.scalarCount(range, in: bytes) - (pair ? 2 : 1)
    appendMarker {
      if pair {
        $0.appendLetter(ofRegional: first)
        $0.appendLetter(ofRegional: second)
      } else if $0.options.ascii && first > 0x7E {
        $0.appendNumber(first)
      } else if let glyph = Glyph.standing(first) {
        $0.glyphs.append(glyph)
      }
      if further > 0 { $0.appendCount(further) }
    }
    return true
  }

  /// Draws the scalars of a cluster one after the other, marks on their bases.
  private mutating func appendUnits(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
    var units = 0
    var leftOut = 0
    var marks = 0
    // Marks attach to a base of this cluster only, and not to a stand-in.
    var attachable = false
    var offset = range.lowerBound
    while offset < range.upperBound {
      let step = UTF8Scanner.decode(at: offset, in: bytes)
      offset += step.length
      let kind = DisplayClass.of(step.value)
      if attachable, kind == .mark || kind == .conjoining && glyphs[glyphs.count - 1].isHangul {
        if marks == Self.markLimit {
          leftOut += 1
        } else if options.ascii {
          appendMarker { $0.appendNumber(step.value) }
          marks += 1
        } else {
          glyphs[glyphs.count - 1].attach(step.value, at: marks)
          marks += 1
        }
        continue
      }
      guard units < Self.unitLimit else {
        leftOut += 1
        attachable = false
        continue
      }
      units += 1
      appendScalar(step.value)
      attachable = (kind == .narrow || kind == .wide || kind == .mark) && step.value != 0x20
      marks = kind == .mark ? 1 : 0
    }
    if leftOut > 0 { appendMarker { $0.appendCount(leftOut) } }
  }

  private mutating func appendControl(_ value: UInt32) {
    switch value {
    case 0x0A: glyphs += options.lineFeed.glyphs
    case 0x09:
      glyphs += options.tab.glyphs
      let padding = options.tabWidth - options.tab.width
      if padding > 0 { glyphs += repeatElement(.space, count: padding) }
    case 0..<0x20 where !options.ascii: glyphs.append(Glyph(base: 0x2400 + value))
    case 0x7F where !options.ascii: glyphs.append(Glyph(base: 0x2421))
    default:
      glyphs.append(Glyph(base: 0x3C))
      appendHex(value, digits: 2, upper: false)
      glyphs.append(Glyph(base: 0x3E))
    }
  }

  private mutating func appendMarker(_ content: (inout GlyphWriter) -> Void) {
    glyphs.append(Glyph(base: options.ascii ? 0x3C : 0x2039))
    content(&self)
    glyphs.append(Glyph(base: options.ascii ? 0x3E : 0x203A))
  }

  private mutating func appendNumber(_ value: UInt32) {
    if let name = ScalarName.of(value) {
      for byte in name.utf8 { glyphs.append(Glyph(base: UInt32(byte))) }
    } else if options.ascii {
      appendHex(value, digits: 1, upper: false)
    } else {
      glyphs.append(Glyph(base: 0x55))
      glyphs.append(Glyph(base: 0x2B))
      appendHex(value, digits: 4, upper: true)
    }
  }

  private mutating func appendCount(_ count: Int) {
    glyphs.append(Glyph(base: 0x2B))
    for byte in String(count).utf8 { glyphs.append(Glyph(base: UInt32(byte))) }
  }

  private mutating func appendLetter(ofRegional value: UInt32) {
    glyphs.append(Glyph(base: 0x41 + (value - EmojiSequence.firstRegional)))
  }

  private mutating func appendHex(_ value: UInt32, digits: Int, upper: Bool) {
    let text = String(value, radix: 16, uppercase: upper)
    for _ in text.utf8.count..<max(digits, text.utf8.count) { glyphs.append(Glyph(base: 0x30)) }
    for byte in text.utf8 { glyphs.append(Glyph(base: UInt32(byte))) }
  }

  private static func scalarCount(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    for offset in range where bytes[offset] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
