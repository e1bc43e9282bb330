import UnicodeText

/// Why bytes from outside were refused: what, where and what next, in one line that is safe to show.
package struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The bytes do not follow the grammar of their format.
    case syntax
    /// Not UTF-8, or a surrogate without its partner.
    case encoding
    /// A key, an id, a piece or a merge stands there twice.
    case duplicate
    /// Larger, longer or deeper than the reader accepts.
    case limit
    /// A value of the wrong type or outside its range.
    case value
    /// Something required is not there.
    case missing
    /// Well formed, but of a kind that tokview does not carry out.
    case unsupported
    /// Two parts of the file contradict each other.
    case inconsistent
    /// The system could not deliver the bytes.
    case unreadable
  }

  package enum Place: Sendable, Hashable {
    /// Byte offset in the file, from 0.
    case byte(Int)
    /// Line number, from 1.
    case line(Int)
    case whole
  }

  package let kind: Kind
  package let place: Place
  /// Where inside the structure, such as `model.merges[7]`; empty at the top.
  package let path: String
  package let what: String
  /// What the reader can do about it; may be empty.
  package let advice: String

  package init(_ kind: Kind, at place: Place, path: String = "", _ what: String, advice: String = "") {
    self.kind = kind
    self.place = place
    self.path = path
    self.what = what
    self.advice = advice
  }

  /// The same error, `outer` put in front of its path.
  package func within(_ outer: String) -> FormatError {
    let joined = path.isEmpty ? outer : path.hasPrefix("[") ? outer + path : outer + "." + path
    return FormatError(kind, at: place, path: joined, what, advice: advice)
  }

  /// The same error for bytes that start at `offset` of their file.
  func moved(by offset: Int) -> FormatError {
    guard case .byte(let byte) = place else { return self }
    return FormatError(kind, at: .byte(byte + offset), path: path, what, advice: advice)
  }

  package var description: String {
    var parts: [String] = []
    switch place {
    case .byte(let offset): parts.append("byte \(offset)")
    case .line(let line): parts.append("line \(line)")
    case .whole: break
    }
    // The path holds keys of the file.
    if !path.isEmpty { parts.append(VisibleText(path).string) }
    parts.append((kind == .unsupported ? "unsupported: " : "") + what + (advice.isEmpty ? "" : "; " + advice))
    return parts.joined(separator: ": ")
  }

  /// `bytes` in quotes, without anything that could act on a terminal, at most `limit` bytes of it.
  package static func quoted(_ bytes: ArraySlice<UInt8>, limit: Int = 48) -> String {
    let shown = VisibleText(bytes: bytes.prefix(limit)).string
    return "\"" + shown + (bytes.count > limit ? "…\" (\(bytes.count) bytes)" : "\"")
  }

  package static func quoted(_ bytes: [UInt8], limit: Int = 48) -> String { quoted(bytes[...], limit: limit) }
}
