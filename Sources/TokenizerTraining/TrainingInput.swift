/// Hands out the bytes of one text piece by piece.
package protocol ByteChunkSource {
  /// The next bytes, or nil at the end; where a chunk ends has no influence on what is learned.
  mutating func nextChunk() throws -> [UInt8]?
}

/// One text to learn from. Pretokens never reach from one input into the next.
package struct TrainingInput {
  package var source: any ByteChunkSource
  /// How many times the text counts: a weight of 3 is the same as giving the input three times.
  package let weight: Int

  package init(_ source: any ByteChunkSource, weight: Int = 1) {
    precondition(weight > 0, "a weight must be positive")
    self.source = source
    self.weight = weight
  }
}

/// Bytes in memory as a source.
package struct ByteArraySource: ByteChunkSource {
  private let bytes: [UInt8]
  private let chunkSize: Int
  private var position = 0

  package init(_ bytes: [UInt8], chunkSize: Int = 1 << 20) {
    precondition(chunkSize > 0, "a chunk must have bytes")
    self.bytes = bytes
    self.chunkSize = chunkSize
  }

  package mutating func nextChunk() -> [UInt8]? {
    guard position < bytes.count else { return nil }
    let end = min(position + chunkSize, bytes.count)
    defer { position = end }
    return Array(bytes[position..<end])
  }
}
