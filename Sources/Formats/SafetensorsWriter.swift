/// Writes named tensors in the safetensors format, a chunk at a time.
///
/// Wide elements come first, then names in byte order, and the header is padded with spaces to a multiple of 8: each tensor is aligned to
/// its elements, and equal values give equal bytes.
package struct SafetensorsWriter: Sendable {
  package struct Tensor: Sendable {
    package let name: String
    package let type: SafetensorsFile.ElementType
    /// Outermost dimension first.
    package let shape: [Int]
    /// The bytes of a range of elements.
    let bytes: @Sendable (Range<Int>) -> [UInt8]

    var count: Int { shape.reduce(1, *) }
    var byteCount: Int { count * type.byteCount }

    private init(
      _ name: String, _ type: SafetensorsFile.ElementType, _ shape: [Int], count: Int,
      _ bytes: @escaping @Sendable (Range<Int>) -> [UInt8]
    ) {
      self.name = name
      self.type = type
      self.shape = shape
      self.bytes = bytes
      precondition(count == self.count, "\(name): \(count) elements for shape \(shape)")
    }

    /// Numbers rounded to F16.
    package init(_ name: String, shape: [Int], float16s values: [Float]) {
      self.init(name, .float16, shape, count: values.count) { range in
        SafetensorsWriter.littleEndian(values[range]) { HalfFloat.bits($0) }
      }
    }

    package init(_ name: String, shape: [Int], float16Bits values: [UInt16]) {
      self.init(name, .float16, shape, count: values.count) { range in
        SafetensorsWriter.littleEndian(values[range]) { $0 }
      }
    }

    package init(_ name: String, shape: [Int], float32s values: [Float]) {
      self.init(name, .float32, shape, count: values.count) { range in
        SafetensorsWriter.littleEndian(values[range]) { $0.bitPattern }
      }
    }

    package init(_ name: String, shape: [Int], int32s values: [Int32]) {
      self.init(name, .int32, shape, count: values.count) { range in
        SafetensorsWriter.littleEndian(values[range]) { UInt32(bitPattern: $0) }
      }
    }

    /// Elements of any type as they stand in the file.
    package init(_ name: String, _ type: SafetensorsFile.ElementType, shape: [Int], bytes: [UInt8]) {
      let size = type.byteCount
      precondition(bytes.count % size == 0, "\(name): parts of elements")
      self.init(name, type, shape, count: bytes.count / size) { range in
        Array(bytes[range.lowerBound * size..<range.upperBound * size])
      }
    }
  }

  /// In the order of the file.
  private let tensors: [Tensor]
  private let header: [UInt8]

  /// The names must differ, be printable ASCII and not be `__metadata__`.
  package init(_ tensors: [Tensor], metadata: [String: String] = [:]) {
    let names = Set(tensors.map(\.name))
    precondition(names.count == tensors.count && !names.contains("__metadata__"), "names must differ")
    self.tensors = tensors.sorted {
      ($1.type.byteCount, $0.name) < ($0.type.byteCount, $1.name)
    }
    var members: [String] = []
    if !metadata.isEmpty {
      let value = JSONWriter.bytes(of: .object(metadata.mapValues { .string($0) }))
      members.append("\"__metadata__\":" + String(decoding: value, as: UTF8.self))
    }
    var offset = 0
    for tensor in self.tensors {
      let name = String(decoding: JSONWriter.bytes(of: .string(tensor.name)), as: UTF8.self)
      let shape = tensor.shape.map { "\($0)" }.joined(separator: ",")
      let end = offset + tensor.byteCount
      members.append(
        "\(name):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array(("{" + members.joined(separator: ",") + "}").utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    let length = UInt64(text.count)
    header = (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + text
  }

  /// Length of the file.
  package var byteCount: Int { tensors.reduce(header.count) { $0 + $1.byteCount } }

  /// Gives the file to `sink` in parts of at most about a megabyte.
  package func write<Failure: Error>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try sink(header)
    for tensor in tensors {
      let step = (1 << 20) / tensor.type.byteCount
      var at = 0
      while at < tensor.count {
        let end = min(at + step, tensor.count)
        try sink(tensor.bytes(at..<end))
        at = end
      }
    }
  }

  /// The whole file.
  package func bytes() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(byteCount)
    write { out += $0 }
    return out
  }

  @inline(__always)
  private static func littleEndian<Value, Word: FixedWidthInteger>(
    _ values: ArraySlice<Value>, _ word: (Value) -> Word
  ) -> [UInt8] {
    let size = MemoryLayout<Word>.size
    return [UInt8](unsafeUninitializedCapacity: values.count * size) { buffer, filled in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      values.withUnsafeBufferPointer { values in
        for index in values.indices {
          raw.storeBytes(of: word(values[index]).littleEndian, toByteOffset: index * size, as: Word.self)
        }
      }
      filled = values.count * size
    }
  }
}
