/// A file of named tensors in the safetensors format, its header checked whole before any tensor is read.
///
/// Layout: the header's length N as 8 bytes little-endian, N bytes of JSON, the tensors' bytes. The header maps each name to
/// `{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}`, offsets counted from the end of the header; `__metadata__` maps strings to strings.
/// The format's own rules hold: the header starts with `{`, no key repeats, the tensors cover the data without hole or overlap, and
/// shape × size of an element is the span. Our own: names are printable ASCII, at most 8 dimensions.
/// A file is read, never mapped, so one that shrinks meanwhile gives an error and no signal.
package struct SafetensorsFile: Sendable {
  /// What an element is.
  package enum ElementType: String, Sendable, Hashable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case float8E5M2 = "F8_E5M2"
    case float8E4M3 = "F8_E4M3"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case brainFloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case int64 = "I64"
    case uint64 = "U64"
    case float64 = "F64"

    package var byteCount: Int {
      switch self {
      case .bool, .uint8, .int8, .float8E5M2, .float8E4M3: 1
      case .int16, .uint16, .float16, .brainFloat16: 2
      case .int32, .uint32, .float32: 4
      case .int64, .uint64, .float64: 8
      }
    }
  }

  package struct Tensor: Sendable, Hashable {
    package let name: String
    package let type: ElementType
    /// Outermost dimension first; empty for a single number.
    package let shape: [Int]
    /// Where the bytes are in the file.
    package let range: Range<Int>

    /// Elements, the product of the shape.
    package var count: Int { range.count / type.byteCount }
  }

  /// What a reader accepts; checked before memory is asked for.
  package struct Limits: Sendable, Hashable {
    /// What the format itself allows.
    package static let formatHeaderBytes = 100_000_000

    package var headerBytes = 16 << 20
    package var tensors = 65_000
    package var nameBytes = 1024
    package var dimensions = 8

    package init() {}
  }

  package let tensors: [String: Tensor]
  /// `__metadata__`, as UTF-8.
  package let metadata: [[UInt8]: [UInt8]]
  let store: any ByteStore

  /// Reads and checks the header.
  ///
  /// - Throws: the first fault found, with its byte offset in the file.
  package init(_ store: some ByteStore, limits: Limits = Limits()) throws(FormatError) {
    self.store = store
    guard store.byteCount >= 8 else {
      throw FormatError(
        .syntax, at: .whole, "\(store.byteCount) bytes, even an empty file has 8 and a header",
        advice: "is this a safetensors file?")
    }
    let length = try store.readExactly(at: 0, count: 8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let limit = min(max(0, limits.headerBytes), Limits.formatHeaderBytes)
    guard length <= UInt64(limit) else {
      throw FormatError(
        .limit, at: .byte(0), "a header of \(length) bytes, the limit is \(limit)",
        advice: "is this a safetensors file?")
    }
    let headerEnd = 8 + Int(length)
    guard headerEnd <= store.byteCount else {
      throw FormatError(
        .inconsistent, at: .byte(0), "a header of \(length) bytes in a file of \(store.byteCount)",
        advice: "the file is cut short")
    }
    let header = try store.readExactly(at: 8, count: Int(length))
    guard header.first == UInt8(ascii: "{") else {
      throw FormatError(.syntax, at: .byte(8), "the header does not start with \"{\"")
    }
    var parser = SafetensorsHeaderParser(limits: limits, dataStart: headerEnd, dataEnd: store.byteCount)
    do throws(FormatError) { try parser.read(header) } catch { throw error.moved(by: 8) }
    try parser.checkCover()
    tensors = Dictionary(parser.found.map { ($0.tensor.name, $0.tensor) }) { first, _ in first }
    metadata = parser.metadata
  }

  /// The tensor called `name`.
  package subscript(name: String) -> Tensor? { tensors[name] }

  /// The value of `key` in `__metadata__`, as UTF-8.
  package func metadata(_ key: String) -> [UInt8]? { metadata[Array(key.utf8)] }
}

/// What has been read of a header so far.
private struct SafetensorsHeaderParser {
  let limits: SafetensorsFile.Limits
  let dataStart: Int
  let dataEnd: Int
  /// With the offset of the entry in the file.
  var found: [(tensor: SafetensorsFile.Tensor, offset: Int)] = []
  var metadata: [[UInt8]: [UInt8]] = [:]

  init(limits: SafetensorsFile.Limits, dataStart: Int, dataEnd: Int) {
    self.limits = limits
    self.dataStart = dataStart
    self.dataEnd = dataEnd
  }

  mutating func read(_ header: [UInt8]) throws(FormatError) {
    var reader = JSONReader(header)
    try reader.readObject { (reader, key) throws(FormatError) in
      let offset = reader.position
      guard key != Array("__metadata__".utf8) else {
        do throws(FormatError) { return try readMetadata(&reader) } catch { throw error.within("__metadata__") }
      }
      guard found.count < limits.tensors else {
        throw FormatError(.limit, at: .byte(offset), "more than \(limits.tensors) tensors")
      }
      guard key.count <= limits.nameBytes else {
        throw FormatError(
          .limit, at: .byte(offset), "the name \(FormatError.quoted(key)), the limit is \(limits.nameBytes)")
      }
      guard key.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
        throw FormatError(
          .value, at: .byte(offset), "the name \(FormatError.quoted(key)) is not printable ASCII")
      }
      do throws(FormatError) {
        found.append((try readTensor(&reader, String(decoding: key, as: UTF8.self)), offset + 8))
      } catch { throw error.within(FormatError.quoted(key)) }
    }
    try reader.finish()
  }

  private mutating func readMetadata(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      do throws(FormatError) { metadata[key] = try reader.readString() } catch {
        throw error.within("[\(FormatError.quoted(key))]")
      }
    }
  }

  private func readTensor(_ reader: inout JSONReader, _ name: String) throws(FormatError) -> SafetensorsFile.Tensor {
    var type: SafetensorsFile.ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    let start = reader.position
    try reader.readObject { (reader, key) throws(FormatError) in
      let offset = reader.position
      do throws(FormatError) {
        switch String(decoding: key, as: UTF8.self) {
        case "dtype":
          let word = try reader.readString()
          type = SafetensorsFile.ElementType(rawValue: String(decoding: word, as: UTF8.self))
          guard type != nil else {
            throw FormatError(
              .unsupported, at: .byte(offset), "dtype \(FormatError.quoted(word))",
              advice: "read are " + SafetensorsFile.ElementType.allCases.map(\.rawValue).joined(separator: " "))
          }
        case "shape": shape = try readIntegers(&reader, "dimensions", limit: limits.dimensions)
        case "data_offsets": offsets = try readIntegers(&reader, "offsets", limit: 2)
        default: try reader.skipValue()
        }
      } catch { throw error.within(FormatError.key(key)) }
    }
    func missing(_ key: String) -> FormatError { FormatError(.missing, at: .byte(start), "no key \"\(key)\"") }
    guard let type else { throw missing("dtype") }
    guard let shape else { throw missing("shape") }
    guard let offsets else { throw missing("data_offsets") }
    guard offsets.count == 2 else {
      throw FormatError(.value, at: .byte(start), "data_offsets has \(offsets.count) numbers, it needs 2")
    }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end, end <= dataEnd - dataStart else {
      throw FormatError(
        .inconsistent, at: .byte(start),
        "data_offsets \(begin) to \(end) are not inside the \(dataEnd - dataStart) bytes of data")
    }
    var bytes = type.byteCount
    for dimension in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw FormatError(.limit, at: .byte(start), "shape \(shape) is too large") }
      bytes = product
    }
    guard bytes == end - begin else {
      throw FormatError(
        .inconsistent, at: .byte(start),
        "shape \(shape) of \(type.rawValue) takes \(bytes) bytes, data_offsets span \(end - begin)")
    }
    return SafetensorsFile.Tensor(name: name, type: type, shape: shape, range: dataStart + begin..<dataStart + end)
  }

  private func readIntegers(
    _ reader: inout JSONReader, _ what: String, limit: Int
  ) throws(FormatError) -> [Int] {
    var values: [Int] = []
    try reader.readArray { (reader, index) throws(FormatError) in
      guard index < limit else { throw FormatError(.limit, at: .byte(reader.position), "more than \(limit) \(what)") }
      values.append(try reader.readInteger(in: 0...Int.max))
    }
    return values
  }

  /// Whether the tensors, in the order of their places, fill the data exactly.
  func checkCover() throws(FormatError) {
    var end = dataStart
    let order = found.sorted {
      ($0.tensor.range.lowerBound, $0.tensor.range.upperBound) < (
        $1.tensor.range.lowerBound, $1.tensor.range.upperBound
      )
    }
    for (tensor, offset) in order {
      guard tensor.range.lowerBound == end else {
        let fault = tensor.range.lowerBound > end ? "a hole before it" : "an overlap with another tensor"
        throw FormatError(
          .inconsistent, at: .byte(offset), path: FormatError.quoted(Array(tensor.name.utf8)),
          "data_offsets start at \(tensor.range.lowerBound - dataStart) where \(end - dataStart) should be: \(fault)")
      }
      end = tensor.range.upperBound
    }
    guard end == dataEnd else {
      throw FormatError(.inconsistent, at: .byte(end), "\(dataEnd - end) bytes after the last tensor")
    }
  }
}
