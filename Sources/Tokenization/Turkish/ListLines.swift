/// The lines of a list that are neither empty nor comments, without their line ends.
struct ListLines {
  struct Line {
    let start: Int
    let end: Int
    /// From 1.
    let number: Int
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var number = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> Line? {
    while offset < bytes.count {
      let start = offset
      while offset < bytes.count, bytes[offset] != 10 { offset += 1 }
      var end = offset
      offset += 1
      number += 1
      if end > start, bytes[end - 1] == 13 { end -= 1 }
      if end > start, bytes[start] != UInt8(ascii: "#") { return Line(start: start, end: end, number: number) }
    }
    return nil
  }
}
