import Glibc

/// Error numbers of the system in words.
package enum SystemError {
  /// The system's words for an error number, in lower case as the middle of a sentence.
  package static func reason(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    let words = String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
