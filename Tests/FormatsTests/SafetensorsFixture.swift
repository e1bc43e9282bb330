@testable import Formats

/// Small safetensors files, valid and damaged.
enum SafetensorsFixture {
  /// The bytes of a file with this header and `data` bytes of data.
  static func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    file(Array(header.utf8), data: data, length: length)
  }

  static func file(_ header: [UInt8], data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + header
      + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
  }

  /// A tensor's member of the header.
  static func entry(_ name: String, _ type: String, _ shape: String, _ offsets: String) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  /// Two tensors of 24 and 8 bytes: `{"a": F32 [2,3], "b": F16 [4]}`.
  static let two = file("{\(entry("a", "F32", "[2,3]", "[0,24]")),\(entry("b", "F16", "[4]", "[24,32]"))}", data: 32)

  /// A file with tensors of every kind that is converted.
  static let mixed = SafetensorsWriter(
    [
      .init("half", shape: [2, 2], float16s: [1, -0.5, 65504, 0.0999755859375]),
      .init("single", shape: [3], float32s: [1, .infinity, -3.25]),
      .init("double", .float64, shape: [1], bytes: [0, 0, 0, 0, 0, 0, 0xF8, 0x3F]),
      .init("brain", .brainFloat16, shape: [2], bytes: [0x80, 0x3F, 0x20, 0xC0]),
      .init("ids", shape: [2, 1], int32s: [7, -1]),
      .init("wide", .int64, shape: [2], bytes: [9, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8)),
      .init("scalar", shape: [], float32s: [4]),
      .init("empty", shape: [0, 5], float32s: []),
      .init("flags", .bool, shape: [3], bytes: [1, 0, 1]),
    ], metadata: ["format": "test", "text": "İ\u{1B}\"\n\u{202E}"])
}
