import ArgumentParser
import Glibc

/// A command-line argument that may hold any bytes.
///
/// The argument parser works on strings, so each byte that is not part of valid UTF-8 travels as one scalar of the last private-use
/// plane and is turned back here; so does every byte of a scalar of that block that was really typed.
struct RawArgument: ExpressibleByArgument, Hashable, Sendable {
  private static let block: UInt32 = 0x10_FF00

  let bytes: [UInt8]

  /// Most of them are paths.
  static var defaultCompletionKind: CompletionKind { .file() }

  init(bytes: [UInt8]) { self.bytes = bytes }

  init?(argument: String) { bytes = RawArgument.bytes(of: argument) }

  var defaultValueDescription: String { String(decoding: bytes, as: UTF8.self) }

  /// The arguments after the program's name, each as a string that `init(argument:)` takes back to its bytes.
  static func commandLine() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { start in
        string(of: UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) })
      }
    }
  }

  static func string(of bytes: [UInt8]) -> String {
    var out = String.UnicodeScalarView()
    var decoder = Unicode.UTF8.ForwardParser()
    var input = bytes.makeIterator()
    func escape(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { if let scalar = Unicode.Scalar(block + UInt32(byte)) { out.append(scalar) } }
    }
    var position = 0
    decoding: while true {
      switch decoder.parseScalar(from: &input) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar.value >= block { escape(bytes[position..<position + encoded.count]) } else { out.append(scalar) }
        position += encoded.count
      case .error(let length):
        escape(bytes[position..<position + length])
        position += length
      case .emptyInput: break decoding
      }
    }
    return String(out)
  }

  static func bytes(of argument: String) -> [UInt8] {
    var out: [UInt8] = []
    for scalar in argument.unicodeScalars {
      if scalar.value >= block {
        out.append(UInt8(scalar.value - block))
      } else {
        out += UTF8.encode(scalar) ?? .init()
      }
    }
    return out
  }
}
