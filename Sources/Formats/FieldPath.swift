/// Where a text stands in JSON objects: names of fields from the outside in, as `messages.text`.
package struct FieldPath: Hashable, Sendable, Comparable {
  package let names: [[UInt8]]

  /// - Parameter text: the names with dots between them; nil when one is empty.
  package init?(_ text: [UInt8]) {
    names = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  /// The names with dots between them.
  package var bytes: [UInt8] { Array(names.joined(separator: [UInt8(ascii: ".")])) }

  package static func < (a: FieldPath, b: FieldPath) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  /// The strings at `paths` in the one JSON object that `bytes` holds; nil where there is none.
  ///
  /// Linear in the bytes times the number of paths.
  /// - Throws: where `bytes` is no JSON object.
  package static func texts(in bytes: [UInt8], at paths: [FieldPath]) throws(FormatError) -> [[UInt8]?] {
    var reader = JSONReader(bytes)
    var texts = [[UInt8]?](repeating: nil, count: paths.count)
    guard try reader.peek() == .object else { throw reader.fail("expected an object") }
    try read(&reader, paths.enumerated().map { ($0.offset, $0.element.names[...]) }, into: &texts)
    try reader.finish()
    return texts
  }

  /// Reads an object that `wanted` paths go on in; as deep as the longest path.
  private static func read(
    _ reader: inout JSONReader, _ wanted: [(index: Int, rest: ArraySlice<[UInt8]>)], into texts: inout [[UInt8]?]
  ) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      let inside = wanted.filter { $0.rest.first == key }.map { (index: $0.index, rest: $0.rest.dropFirst()) }
      switch try reader.peek() {
      case .string where inside.contains { $0.rest.isEmpty }:
        let text = try reader.readString()
        for item in inside where item.rest.isEmpty { texts[item.index] = text }
      case .object where inside.contains { !$0.rest.isEmpty }:
        try read(&reader, inside.filter { !$0.rest.isEmpty }, into: &texts)
      default: try reader.skipValue()
      }
    }
  }
}
