import Formats

/// Why an input could not be read; its description says what, where and what next in one line.
package enum InputError: Error, Equatable, CustomStringConvertible {
  case file(FileError)
  /// The system refused to read what a pipe should bring.
  case cannotRead(offset: Int, code: Int32)
  /// A file became shorter after it was opened.
  case shrank(name: String, expected: Int, found: Int)
  case cannotSpool(code: Int32)

  package var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .cannotRead(let offset, let code):
      "cannot read standard input at byte \(offset): \(SystemError.reason(code)) (start again)"
    case .shrank(let name, let expected, let found):
      "\(name) shrank from \(expected) to \(found) bytes while it was read (open it again)"
    case .cannotSpool(let code):
      "cannot keep standard input in a temporary file: \(SystemError.reason(code)) (set TMPDIR to a folder with space)"
    }
  }
}
