import TokenizerTraining
import UnicodeText

/// Training text in a normal form: what another source gives, cut where its parts can be normalised apart.
package struct NormalizingSource: ByteChunkSource {
  private var source: any ByteChunkSource
  private let form: NormalForm
  /// Read and not handed out yet: from the last place where a cut is safe.
  private var pending: [UInt8] = []

  package init(_ source: any ByteChunkSource, form: NormalForm) {
    self.source = source
    self.form = form
  }

  package mutating func nextChunk() throws -> [UInt8]? {
    while let chunk = try source.nextChunk() {
      pending += chunk
      guard let end = lastStable() else { continue }
      let ready = Array(pending[..<end])
      pending.removeFirst(end)
      return NormalizedText.bytes(of: ready, form: form)
    }
    guard !pending.isEmpty else { return nil }
    defer { pending = [] }
    return NormalizedText.bytes(of: pending, form: form)
  }

  /// Where the last stable scalar begins that the end of the chunk has not cut off; nil: nowhere after the first byte.
  private func lastStable() -> Int? {
    pending.withUnsafeBufferPointer { text in
      var place = text.count - 4
      while place > 0 {
        if text[place] & 0xC0 != 0x80, form.isStable(UTF8Scanner.decode(at: place, in: text).value) { return place }
        place -= 1
      }
      return nil
    }
  }
}
