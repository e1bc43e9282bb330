/// Steps from character to character, as an editor's cursor goes: grapheme clusters, each byte that is not UTF-8 by itself.
package enum Graphemes {
  /// Farthest that the start of a cluster is looked for; one that is longer is stepped through in parts.
  static let reach = 4096

  /// The end of the cluster that begins at `offset`; the end of the text at its end.
  package static func end(after offset: Int, in bytes: [UInt8]) -> Int {
    guard offset < bytes.count else { return bytes.count }
    return bytes.withUnsafeBufferPointer { buffer in
      let limit = UnsafeBufferPointer(rebasing: buffer[..<min(buffer.count, offset + reach)])
      return GraphemeBreaker.clusterEnd(from: offset, in: limit)
    }
  }

  /// The start of the cluster that ends at `offset` or holds the byte before it; 0 at the start of the text.
  package static func start(before offset: Int, in bytes: [UInt8]) -> Int {
    guard offset > 0 else { return 0 }
    return bytes.withUnsafeBufferPointer { buffer in
      var place = anchor(before: offset, in: buffer)
      while true {
        let end = GraphemeBreaker.clusterEnd(from: place, in: buffer)
        if end >= offset { return place }
        place = end
      }
    }
  }

  /// A place before `offset` where a cluster begins whatever surrounds it: the start of the text, or between two ASCII characters that are not
  /// CR and LF; where none is near, the start of a scalar.
  private static func anchor(before offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var place = offset - 1
    let limit = max(0, offset - reach)
    while place > limit {
      if bytes[place] < 0x80, bytes[place - 1] < 0x80, !(bytes[place] == 0x0A && bytes[place - 1] == 0x0D) {
        return place
      }
      place -= 1
    }
    while place > max(0, limit - 3), bytes[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }
}
