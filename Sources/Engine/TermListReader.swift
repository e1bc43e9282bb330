import Analysis
import Formats

/// Reads lists of terms from files.
package enum TermListReader {
  /// - Throws: `FileError` or `FormatError`.
  package static func list(path: [UInt8]) throws -> TermList {
    try list(BoundedFile.contents(of: path, limit: TermFile.byteLimit))
  }

  /// - Throws: `FormatError`, with the line.
  package static func list(_ bytes: [UInt8]) throws(FormatError) -> TermList {
    TermList(groups: try TermFile(bytes).groups.map { TermList.Group(name: $0.name, terms: $0.terms) })
  }
}
