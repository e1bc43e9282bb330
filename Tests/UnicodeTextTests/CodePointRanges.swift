/// Code points listed as `A-B` hexadecimal ranges, for expectations that a person can read and compare.
struct CodePointRanges: Equatable, CustomStringConvertible {
  private(set) var ranges: [ClosedRange<UInt32>] = []

  init(_ values: some Sequence<UInt32>) {
    for value in values {
      if let last = ranges.last, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
  }

  init(text: String) {
    ranges = text.split(separator: " ").map { item in
      let ends = item.split(separator: "-").compactMap { UInt32($0, radix: 16) }
      return ends[0]...ends[ends.count - 1]
    }
  }

  func contains(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

  var description: String {
    ranges.map { range in
      let ends = [range.lowerBound, range.upperBound].map { String($0, radix: 16, uppercase: true) }
      return range.count == 1 ? ends[0] : "\(ends[0])-\(ends[1])"
    }.joined(separator: " ")
  }
}
