/// `model.safetensors.index.json`: which file of a model in several parts holds which tensor.
///
/// File names are plain: no folder, no `..`, printable ASCII; so opening a model reads nothing outside its folder.
package struct SafetensorsIndexFile: Sendable, Hashable {
  /// Tensor name to file name.
  package let fileNames: [String: String]

  /// The parts, in byte order.
  package var files: [String] { Set(fileNames.values).sorted() }

  /// - Throws: the first fault found, with its byte offset.
  package init(_ bytes: [UInt8], limits: SafetensorsFile.Limits = SafetensorsFile.Limits()) throws(FormatError) {
    guard bytes.count <= limits.headerBytes else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(limits.headerBytes)")
    }
    var map: [String: String]?
    var reader = JSONReader(bytes)
    try reader.readObject { (reader, key) throws(FormatError) in
      guard key == Array("weight_map".utf8) else { return try reader.skipValue() }
      do throws(FormatError) { map = try SafetensorsIndexFile.readMap(&reader, limits) } catch {
        throw error.within("weight_map")
      }
    }
    try reader.finish()
    guard let map else { throw FormatError(.missing, at: .whole, "no key \"weight_map\"") }
    fileNames = map
  }

  private static func readMap(
    _ reader: inout JSONReader, _ limits: SafetensorsFile.Limits
  ) throws(FormatError) -> [String: String] {
    var map: [String: String] = [:]
    try reader.readObject { (reader, key) throws(FormatError) in
      let offset = reader.position
      guard map.count < limits.tensors else {
        throw FormatError(.limit, at: .byte(offset), "more than \(limits.tensors) tensors")
      }
      guard key.count <= limits.nameBytes, key.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
        throw FormatError(
          .value, at: .byte(offset), "the tensor name \(FormatError.quoted(key)) is too long or not printable ASCII")
      }
      let file = try reader.readString()
      guard isPlain(file) else {
        throw FormatError(
          .value, at: .byte(offset), path: FormatError.quoted(key),
          "the file name \(FormatError.quoted(file)) is not plain",
          advice: "the parts lie in the folder of the index")
      }
      map[String(decoding: key, as: UTF8.self)] = String(decoding: file, as: UTF8.self)
    }
    return map
  }

  private static func isPlain(_ name: [UInt8]) -> Bool {
    !name.isEmpty && name.count <= 255 && name.first != UInt8(ascii: ".")
      && name.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
      && !zip(name, name.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
  }
}
