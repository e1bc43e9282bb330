/// Writes a text in a normal form; see `NormalizedText`.
struct Normalizer {
  /// A scalar of the unit at hand.
  private struct Item {
    var value: UInt32
    var combiningClass: UInt8
    /// Where the source character ends that it comes from, or the last one of those that were joined.
    var sourceEnd: Int
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let form: NormalForm
  private let tracksSource: Bool
  private let data = NormalizationData.shared
  private(set) var out: [UInt8] = []
  private(set) var runs: [NormalizedText.Run] = []
  /// The starter that may join what follows, and the marks after it in the order of the source.
  private var starter: Item?
  private var marks: [Item] = []
  private var sorted: [Item] = []

  init(text: UnsafeBufferPointer<UInt8>, form: NormalForm, tracksSource: Bool) {
    self.text = text
    self.form = form
    self.tracksSource = tracksSource
    out.reserveCapacity(text.count + text.count / 16 + 64)
  }

  /// The first scalar at or after `start`, the start of a scalar, that is not stable; nil: the rest is normal.
  static func firstUnstable(in text: UnsafeBufferPointer<UInt8>, from start: Int, form: NormalForm) -> Int? {
    guard let base = text.baseAddress else { return nil }
    let table = NormalizationData.table
    let unstable = form.unstable
    let raw = UnsafeRawPointer(base)
    let count = text.count
    var position = start
    while position < count {
      if position &+ 32 <= count {
        let block = raw.loadUnaligned(fromByteOffset: position, as: SIMD4<UInt64>.self)
        let high = (block.lowHalf | block.highHalf)
        if (high[0] | high[1]) & 0x8080_8080_8080_8080 == 0 {
          position &+= 32
          continue
        }
      }
      let end = min(position &+ 32, count)
      while position < end {
        let step = UTF8Scanner.decode(at: position, in: text)
        if step.value < 0x11_0000, table[Int(truncatingIfNeeded: step.value)] & unstable != 0 { return position }
        position &+= step.length
      }
    }
    return nil
  }

  /// Normalises the whole text, whose first scalar that is not stable is at `place`.
  mutating func run(unstableAt place: Int) {
    var done = 0
    var unstable: Int? = place
    while let place = unstable {
      var start = place
      // The scalar before may join what follows.
      if start > done, let length = lengthOfScalar(before: start) { start -= length }
      copy(done..<start)
      done = normalizeUnits(from: start)
      unstable = Normalizer.firstUnstable(in: text, from: done, form: form)
    }
    copy(done..<text.count)
  }

  /// Normalises up to the stable scalar, invalid byte or end that follows what begins at `start` with a scalar that may be stable.
  ///
  /// - Returns: where that is.
  private mutating func normalizeUnits(from start: Int) -> Int {
    var position = start
    while position < text.count {
      let step = UTF8Scanner.decode(at: position, in: text)
      if step.isInvalid || position > start && form.isStable(step.value) { break }
      position += step.length
      decompose(step.value, sourceEnd: position)
    }
    flush()
    return position
  }

  private mutating func decompose(_ value: UInt32, sourceEnd: Int) {
    let record = data.record(of: value)
    let range = form == .nfkc ? record.compatible : record.canonical
    if range.isEmpty {
      append(Item(value: value, combiningClass: record.combiningClass, sourceEnd: sourceEnd))
      return
    }
    for index in range {
      let part = data.arena[Int(index)]
      append(Item(value: part, combiningClass: data.record(of: part).combiningClass, sourceEnd: sourceEnd))
    }
  }

  /// Adds a scalar of the decomposed text.
  private mutating func append(_ item: Item) {
    guard item.combiningClass == 0 else {
      marks.append(item)
      return
    }
    joinMarks()
    if marks.isEmpty, let first = starter, let joined = data.composite(first.value, item.value) {
      starter = Item(value: joined, combiningClass: 0, sourceEnd: item.sourceEnd)
      return
    }
    flush()
    starter = item
  }

  /// Sorts the marks by class and joins those that the starter takes.
  private mutating func joinMarks() {
    guard !marks.isEmpty else { return }
    sortMarks()
    guard var first = starter else { return }
    var kept = 0
    var lastClass: UInt8 = 0
    for mark in marks {
      if lastClass < mark.combiningClass, let joined = data.composite(first.value, mark.value) {
        first.value = joined
        first.sourceEnd = max(first.sourceEnd, mark.sourceEnd)
      } else {
        lastClass = mark.combiningClass
        marks[kept] = mark
        kept += 1
      }
    }
    marks.removeSubrange(kept...)
    starter = first
  }

  /// Stable, by counting: the classes are bytes.
  private mutating func sortMarks() {
    if zip(marks, marks.dropFirst()).allSatisfy({ $0.combiningClass <= $1.combiningClass }) { return }
    var places = [Int](repeating: 0, count: 257)
    for mark in marks { places[Int(mark.combiningClass) + 1] += 1 }
    for index in 1...256 { places[index] += places[index - 1] }
    sorted = marks
    for mark in marks {
      sorted[places[Int(mark.combiningClass)]] = mark
      places[Int(mark.combiningClass)] += 1
    }
    swap(&sorted, &marks)
  }

  /// Writes the starter and its marks.
  private mutating func flush() {
    joinMarks()
    if let starter { write(starter) }
    for mark in marks { write(mark) }
    starter = nil
    marks.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ item: Item) {
    let first = out.count
    let value = item.value
    switch value {
    case 0..<0x80: out.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      out.append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
      out.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
    case 0x800..<0x1_0000:
      out.append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
      out.append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
      out.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
    default:
      out.append(0xF0 | UInt8(truncatingIfNeeded: value >> 18))
      out.append(0x80 | UInt8(truncatingIfNeeded: value >> 12 & 0x3F))
      out.append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
      out.append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
    }
    guard tracksSource else { return }
    let sourceStart = runs.last?.sourceEnd ?? 0
    let sourceEnd = max(sourceStart, item.sourceEnd)
    let isSame = out[first...].elementsEqual(text[sourceStart..<sourceEnd])
    append(NormalizedText.Run(end: out.count, sourceEnd: sourceEnd, isIdentity: isSame))
  }

  /// Takes a part of the text as it is.
  private mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: text[range]))
    if tracksSource { append(NormalizedText.Run(end: out.count, sourceEnd: range.upperBound, isIdentity: true)) }
  }

  private mutating func append(_ run: NormalizedText.Run) {
    let last = runs.count - 1
    if last >= 0,
      runs[last].isIdentity && run.isIdentity || runs[last].sourceEnd == run.sourceEnd && !runs[last].isIdentity
    {
      runs[last].end = run.end
      runs[last].sourceEnd = run.sourceEnd
    } else {
      runs.append(run)
    }
  }

  /// The length of the scalar that ends at `end`; nil where invalid bytes end there.
  private func lengthOfScalar(before end: Int) -> Int? {
    for length in 1...4 where length <= end {
      let step = UTF8Scanner.decode(at: end - length, in: text)
      if step.length == length, !step.isInvalid { return length }
    }
    return nil
  }
}
