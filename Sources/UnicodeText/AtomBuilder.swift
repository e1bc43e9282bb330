/// Walks a text once and fills an `AtomMap`.
struct AtomBuilder {
  let bytes: UnsafeBufferPointer<UInt8>
  let origin: Int
  let cuts: [Int]
  var writer: GlyphWriter
  private(set) var atoms: [Atom] = []
  /// The first cut that may lie after the point reached.
  private var nextCut = 0

  init(bytes: UnsafeBufferPointer<UInt8>, origin: Int, cuts: [Int], options: VisibleOptions) {
    self.bytes = bytes
    self.origin = origin
    self.cuts = cuts
    writer = GlyphWriter(options: options)
    atoms.reserveCapacity(bytes.count)
    writer.reserve(bytes.count)
  }

  mutating func run() {
    var offset = 0
    while offset < bytes.count {
      // Before another ASCII byte a printable one is a cluster of its own; ten times as fast, and most text is that.
      if bytes[offset] > 0x20, bytes[offset] < 0x7F, offset + 1 == bytes.count || bytes[offset + 1] < 0x80 {
        let first = writer.glyphs.count
        writer.appendPrintable(bytes[offset])
        let place = offset + origin
        atoms.append(Atom(bytes: place..<place + 1, glyphs: first..<first + 1, width: 1, kind: Atom.Kind(rawValue: 0)))
        offset += 1
        continue
      }
      let end = GraphemeBreaker.clusterEnd(from: offset, in: bytes)
      if hasCut(inside: offset..<end) { appendScalars(offset..<end) } else { appendCluster(offset..<end) }
      offset = end
    }
  }

  /// Whether a cut lies strictly between the ends of `range`; ranges must come in order.
  private mutating func hasCut(inside range: Range<Int>) -> Bool {
    while nextCut < cuts.count, cuts[nextCut] - origin <= range.lowerBound { nextCut += 1 }
    return nextCut < cuts.count && cuts[nextCut] - origin < range.upperBound
  }

  private mutating func appendScalars(_ range: Range<Int>) {
    let fragment = Atom.Kind(rawValue: Atom.Kind.fragment.rawValue | Atom.Kind.standIn.rawValue)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let end = offset + UTF8Scanner.decode(at: offset, in: bytes).length
      if hasCut(inside: offset..<end) {
        for place in offset..<end {
          append(place..<place + 1, kind: fragment) { $0.appendByte($1[place]) }
        }
      } else {
        appendCluster(offset..<end)
      }
      offset = end
    }
  }

  private mutating func appendCluster(_ range: Range<Int>) {
    append(range, kind: kind(of: range)) { $0.appendCluster(range, in: $1) }
  }

  private mutating func append(
    _ range: Range<Int>, kind: Atom.Kind, draw: (inout GlyphWriter, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let first = writer.glyphs.count
    draw(&writer, bytes)
    var width = 0
    for glyph in writer.glyphs[first...] { width += Int(glyph.width) }
    let place = range.lowerBound + origin..<range.upperBound + origin
    atoms.append(Atom(bytes: place, glyphs: first..<writer.glyphs.count, width: width, kind: kind))
  }

  /// Raw values: building option sets from lists takes longer than all the rest.
  private func kind(of range: Range<Int>) -> Atom.Kind {
    let first = UTF8Scanner.decode(at: range.lowerBound, in: bytes)
    let standIn = Atom.Kind.standIn.rawValue
    if first.isInvalid { return Atom.Kind(rawValue: Atom.Kind.invalid.rawValue | standIn) }
    var kind: UInt8 = 0
    if bytes[range.upperBound - 1] == 0x0A { kind |= Atom.Kind.lineFeed.rawValue }
    if ScalarClass.of(first.value).contains(.whiteSpace) { kind |= Atom.Kind.whiteSpace.rawValue | standIn }
    switch DisplayClass.of(first.value) {
    case .bidirectional: kind |= Atom.Kind.bidirectional.rawValue | standIn
    case .escaped, .regional, .control, .space, .invisible, .conjoining: kind |= standIn
    case .narrow, .wide, .mark:
      guard range.count > first.length else { break }
      let second = UTF8Scanner.decode(at: range.lowerBound + first.length, in: bytes)
      if EmojiSequence.starts(with: first.value, second.value) { kind |= standIn }
    }
    return Atom.Kind(rawValue: kind)
  }
}
