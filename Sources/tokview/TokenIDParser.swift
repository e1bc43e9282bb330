import Tokenization

/// Reads decimal ids between separators, block by block.
struct TokenIDParser {
  private let name: String
  private var number: UInt64?
  private var offset = 0

  /// - Parameter name: what messages call the input.
  init(name: String) { self.name = name }

  /// The ids that end in `block`.
  mutating func feed(_ block: [UInt8]) throws -> [TokenID] {
    var ids: [TokenID] = []
    for byte in block {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let next = (number ?? 0) * 10 + UInt64(byte - UInt8(ascii: "0"))
        guard next <= UInt64(TokenID.max) else { throw failure("a number larger than any id") }
        number = next
      case 0x20, 0x09...0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"):
        if let number { ids.append(TokenID(number)) }
        number = nil
      default: throw failure("a byte that belongs to no id")
      }
      offset += 1
    }
    return ids
  }

  /// The id at the end of the input, if it has no separator after it.
  mutating func finish() -> [TokenID] {
    defer { number = nil }
    return number.map { [TokenID($0)] } ?? []
  }

  private func failure(_ what: String) -> Failure {
    Failure(
      "cannot read ids from \(name): \(what) at byte \(offset) (give decimal numbers, as tokview encode prints them)")
  }
}
