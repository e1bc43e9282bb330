import Formats
import Inference
import Tokenization

/// A trace file as a text to look at: the text, how the model's tokenizer cut it, and the trace.
package struct TraceDocument: Sendable {
  /// Names as the file gives them; may be empty.
  package let model: String
  package let tokenizer: String
  /// The bytes up to the end of the last token.
  package let text: [UInt8]
  /// The trace's tokens; special ones are virtual. Bytes that no token names, such as blanks that a tokenizer leaves out of its offsets,
  /// belong to the token after them.
  package let segmentation: Segmentation
  package private(set) var trace: Trace
  /// What is not shown as the file says it, one line each.
  package let notes: [String]

  /// Reads the trace file at `path`; nil when the file is no safetensors file at all, so that it may be opened as text.
  ///
  /// - Throws: `CatalogError` for safetensors files that are no traces, and for broken ones.
  package static func open(_ path: [UInt8]) throws(CatalogError) -> TraceDocument? {
    guard let file = try? BoundedFile(path: path), looksLikeSafetensors(file) else { return nil }
    do throws(FormatError) { return try TraceDocument(TraceFile(file)) } catch { throw .format(path: path, error) }
  }

  package init(_ file: TraceFile) throws(FormatError) {
    var notes = file.notes
    do throws(TraceError) { trace = try Trace(file, notes: &notes) } catch {
      throw FormatError(.inconsistent, at: .whole, "\(error)")
    }
    model = file.model
    tokenizer = file.tokenizer
    var tokens: [Token] = []
    var end = 0
    for token in file.tokens {
      let stop = token.bytes?.upperBound ?? end
      tokens.append(Token(id: token.id, start: end, end: stop, kind: token.bytes == nil ? .special : .merge))
      end = stop
    }
    text = Array(file.text.prefix(end))
    if end < file.text.count { notes.append("the trace ends \(file.text.count - end) bytes before its text") }
    self.notes = notes
    do throws(TraceError) { try trace.setByteRanges(tokens.map { $0.isVirtual ? nil : $0.range }) } catch {
      throw FormatError(.inconsistent, at: .whole, path: "tokens.offsets", "\(error)")
    }
    do throws(SegmentationError) { segmentation = try Segmentation(tokens: tokens, byteCount: end) } catch {
      throw FormatError(.inconsistent, at: .whole, path: "tokens.offsets", "\(error)")
    }
  }

  /// A length below the file's size and then `{`: eight characters of text would be a number far beyond it.
  private static func looksLikeSafetensors(_ file: BoundedFile) -> Bool {
    guard let start = try? file.read(at: 0, count: 9), start.count == 9, start[8] == UInt8(ascii: "{") else {
      return false
    }
    let length = start[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return length <= UInt64(file.byteCount)
  }
}
