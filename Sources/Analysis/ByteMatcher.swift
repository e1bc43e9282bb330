/// Finds every place of some bytes in a text, also those that overlap.
///
/// Knuth, Morris and Pratt: how much of the pattern the bytes just read end with is known at every byte, so each is read once:
/// O(text + pattern). While nothing of the pattern is matched only its first byte is looked for.
///
/// Example: `aba` in `ababa` is at 0 and at 2.
package struct ByteMatcher: Sendable {
  package let pattern: [UInt8]
  /// For each length of a matched beginning the longest shorter one that it ends with.
  private let shorter: [Int]

  /// - Parameter pattern: not empty.
  package init(_ pattern: [UInt8]) {
    precondition(!pattern.isEmpty, "an empty pattern is everywhere")
    self.pattern = pattern
    var shorter = [Int](repeating: 0, count: pattern.count + 1)
    var length = 0
    for index in pattern.indices.dropFirst() {
      while length > 0, pattern[index] != pattern[length] { length = shorter[length] }
      if pattern[index] == pattern[length] { length += 1 }
      shorter[index + 1] = length
    }
    self.shorter = shorter
  }

  /// Where the pattern begins in `text`, ascending.
  package func starts(in text: UnsafeBufferPointer<UInt8>) -> [Int] {
    var starts: [Int] = []
    pattern.withUnsafeBufferPointer { pattern in
      shorter.withUnsafeBufferPointer { shorter in
        let first = pattern[0]
        var length = 0
        var index = 0
        while index < text.count {
          let byte = text[index]
          if length == 0, byte != first {
            index += 1
            continue
          }
          while length > 0, pattern[length] != byte { length = shorter[length] }
          if pattern[length] == byte { length += 1 }
          index += 1
          if length == pattern.count {
            starts.append(index - length)
            length = shorter[length]
          }
        }
      }
    }
    return starts
  }

  package func starts(in text: [UInt8]) -> [Int] { text.withUnsafeBufferPointer { starts(in: $0) } }
}
