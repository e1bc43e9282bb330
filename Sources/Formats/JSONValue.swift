/// A JSON value to be written.
///
/// Keys are written in byte order, fractions rounded to six decimals without trailing zeros, so equal values give equal bytes.
package enum JSONValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  case null
  case bool(Bool)
  case integer(Int)
  /// Not finite: written as null.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
  package init(nilLiteral: ()) { self = .null }

  /// `bytes` as a string, null when they are not UTF-8.
  package static func text(_ bytes: some Collection<UInt8>) -> JSONValue {
    String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .null
  }

  /// `bytes` as lower-case hexadecimal digits.
  package static func hex(_ bytes: some Sequence<UInt8>) -> JSONValue { .string(Hexadecimal.string(bytes)) }
}
