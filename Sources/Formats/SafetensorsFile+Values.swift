extension SafetensorsFile {
  /// Bytes that are read at once while numbers are converted.
  private static let chunkBytes = 1 << 20

  /// The bytes of `tensor` as they stand in the file.
  ///
  /// - Throws: when the file was cut short since its header was read, or cannot be read.
  package func bytes(of tensor: Tensor) throws(FormatError) -> [UInt8] {
    do throws(FormatError) {
      return try store.readExactly(at: tensor.range.lowerBound, count: tensor.range.count)
    } catch { throw error.within(FormatError.quoted(Array(tensor.name.utf8))) }
  }

  /// The numbers of `tensor` as `Float`, row-major: exact from F16, BF16 and F32, rounded from F64.
  ///
  /// - Throws: when the elements are of another type, or as `bytes(of:)`.
  package func floats(of tensor: Tensor) throws(FormatError) -> [Float] {
    switch tensor.type {
    case .float16: try values(of: tensor) { (bits: UInt16) in HalfFloat.float(bits) }
    case .brainFloat16: try values(of: tensor) { (bits: UInt16) in HalfFloat.float(brain: bits) }
    case .float32: try values(of: tensor) { (bits: UInt32) in Float(bitPattern: bits) }
    case .float64: try values(of: tensor) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    default: throw wrongType(tensor, "F16, BF16, F32 or F64")
    }
  }

  /// The bit patterns of an F16 tensor, row-major.
  package func float16Bits(of tensor: Tensor) throws(FormatError) -> [UInt16] {
    guard tensor.type == .float16 else { throw wrongType(tensor, "F16") }
    return try values(of: tensor) { (bits: UInt16) in bits }
  }

  /// The numbers of an I32 tensor, or of an I64 tensor whose numbers fit, row-major.
  package func int32s(of tensor: Tensor) throws(FormatError) -> [Int32] {
    switch tensor.type {
    case .int32: return try values(of: tensor) { (bits: UInt32) in Int32(bitPattern: bits) }
    case .int64:
      var out: [Int32] = []
      for (index, wide) in try int64s(of: tensor).enumerated() {
        guard let value = Int32(exactly: wide) else {
          throw FormatError(
            .value, at: .byte(tensor.range.lowerBound + index * 8), path: FormatError.quoted(Array(tensor.name.utf8)),
            "the number \(wide) does not fit into 32 bits")
        }
        out.append(value)
      }
      return out
    default: throw wrongType(tensor, "I32 or I64")
    }
  }

  /// The numbers of an I64 tensor, row-major.
  package func int64s(of tensor: Tensor) throws(FormatError) -> [Int64] {
    guard tensor.type == .int64 else { throw wrongType(tensor, "I64") }
    return try values(of: tensor) { (bits: UInt64) in Int64(bitPattern: bits) }
  }

  private func wrongType(_ tensor: Tensor, _ wanted: String) -> FormatError {
    FormatError(
      .value, at: .byte(tensor.range.lowerBound), path: FormatError.quoted(Array(tensor.name.utf8)),
      "expected \(wanted), found \(tensor.type.rawValue)")
  }

  /// Converts little-endian words, a chunk at a time.
  @inline(__always)
  private func values<Word: FixedWidthInteger & BitwiseCopyable, Value: BitwiseCopyable>(
    of tensor: Tensor, _ value: (Word) -> Value
  ) throws(FormatError) -> [Value] {
    let size = MemoryLayout<Word>.size
    let total = tensor.range.count / size
    var failure: FormatError?
    let out = [Value](unsafeUninitializedCapacity: total) { buffer, filled in
      while filled < total {
        let count = min(SafetensorsFile.chunkBytes / size, total - filled)
        let chunk: [UInt8]
        do throws(FormatError) {
          chunk = try store.readExactly(at: tensor.range.lowerBound + filled * size, count: count * size)
        } catch {
          failure = error.within(FormatError.quoted(Array(tensor.name.utf8)))
          return
        }
        chunk.withUnsafeBytes { bytes in
          for index in 0..<count {
            let word = Word(littleEndian: bytes.loadUnaligned(fromByteOffset: index * size, as: Word.self))
            buffer.initializeElement(at: filled + index, to: value(word))
          }
        }
        filled += count
      }
    }
    if let failure { throw failure }
    return out
  }
}
