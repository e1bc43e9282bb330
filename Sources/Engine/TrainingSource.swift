import TokenizerTraining

/// Training text from a byte source, a mebibyte at a time.
package struct TrainingSource: ByteChunkSource {
  private let source: ByteSource
  private var position = 0

  package init(_ source: ByteSource) { self.source = source }

  package mutating func nextChunk() throws -> [UInt8]? {
    let available = try source.wait(forBytes: position + 1 << 20)
    guard position < available else { return nil }
    let chunk = try source.read(position..<min(available, position + 1 << 20))
    position += chunk.count
    return chunk
  }
}
