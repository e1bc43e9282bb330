import Explorer
import Tokenization

/// Cuts the part of a document that the screen needs out of the whole, at places where every pattern cuts.
package struct WindowReader: Sendable {
  /// Bytes of a window, about.
  package let size: Int
  /// How far outside a safe place is looked for.
  package let margin: Int

  package init(size: Int = 32 << 10, margin: Int = 64 << 10) {
    self.size = size
    self.margin = margin
  }

  /// The window that has byte `offset` near its middle, or at its edge near the ends of the document.
  package func window(of source: ByteSource, around offset: Int) throws(InputError) -> TextWindow {
    let count = try source.wait(forBytes: min(offset, Int.max - size - margin) + size + margin)
    let center = max(0, min(offset, count))
    var start = max(0, min(center - size / 2, count - size))
    var end = min(count, start + size)
    let low = max(0, start - margin)
    let high = min(count, end + margin)
    let bytes = try source.read(low..<high)
    var isExact = true
    if start > 0 {
      if let place = Seam.last(in: bytes, low: 0, high: start - low) {
        start = low + place
      } else if low == 0 {
        start = 0
      } else {
        start = low + characterStart(in: bytes, at: start - low)
        isExact = false
      }
    }
    if end < count {
      if let place = Seam.first(in: bytes, low: end - low, high: bytes.count) {
        end = low + place
      } else if high == count {
        end = count
      } else {
        end = low + characterStart(in: bytes, at: end - low)
        isExact = false
      }
    }
    return TextWindow(bytes: Array(bytes[start - low..<end - low]), start: start, isExact: isExact)
  }

  /// How `tokenizer` cuts a window of the document: the same tokens as in the whole, cut off at the ends of the window.
  ///
  /// Windows end where patterns cut. A tokenizer that asks for more gets the text around, up to its own places.
  package func segmentation(
    of window: TextWindow, in source: ByteSource, by tokenizer: any Tokenizer
  ) throws(InputError) -> Segmentation {
    let boundary = tokenizer.boundary
    if boundary.isPlain { return tokenizer.segmentation(of: window.bytes) }
    let low = max(0, window.start - margin)
    let bytes = try source.read(low..<min(source.byteCount, window.end + margin))
    let (first, last) = (window.start - low, window.end - low)
    guard last <= bytes.count, bytes[first..<last] == window.bytes[...] else {
      return tokenizer.segmentation(of: window.bytes)
    }
    let start = Seam.last(in: bytes, low: 0, high: first, boundary) ?? 0
    let end = Seam.first(in: bytes, low: last, high: bytes.count, boundary) ?? bytes.count
    return tokenizer.segmentation(of: Array(bytes[start..<end])).part(first - start..<last - start)
  }

  /// The start of the character that holds byte `index`, as far as UTF-8's continuation bytes tell.
  private func characterStart(in bytes: [UInt8], at index: Int) -> Int {
    var start = index
    while start > max(0, index - 3), start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}
