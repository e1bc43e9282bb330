import Glibc
import UnicodeText

/// Why a file could not be read, in one line that is safe to show.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// The system refused; its error number.
    case system(Int32)
    /// A directory, pipe, device or socket.
    case notRegular(String)
    /// Larger than the caller takes.
    case tooLarge(limit: Int)
    /// The path is empty, holds a NUL, or a name that has to be plain is not.
    case badPath
  }

  package let kind: Kind
  package let path: [UInt8]

  package init(_ kind: Kind, path: [UInt8]) {
    self.kind = kind
    self.path = path
  }

  package var description: String {
    let name = VisibleText(bytes: path.prefix(400)).string
    switch kind {
    case .system(let number): return "cannot read \(name): \(FileError.reason(number))"
    case .notRegular(let what):
      return "cannot read \(name): it is \(what); only regular files are opened, - reads standard input"
    case .tooLarge(let limit): return "cannot read \(name): larger than \(limit) bytes"
    case .badPath: return "cannot read \"\(name)\": not a usable path"
    }
  }

  private static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT: "no such file"
    case EACCES, EPERM: "permission denied"
    case ENOTDIR: "a part of the path is not a directory"
    case ELOOP: "too many symbolic links"
    case ENAMETOOLONG: "the name is too long"
    case EMFILE, ENFILE: "too many open files"
    case EIO: "input/output error"
    case EISDIR: "it is a directory"
    case ENXIO: "it is a socket or a device without a driver"
    default: "system error \(number)"
    }
  }
}
