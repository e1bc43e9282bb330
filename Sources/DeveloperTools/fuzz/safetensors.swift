import Formats

/// Reads the bytes as safetensors and every tensor in them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSafetensors(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  do throws(FormatError) {
    let file = try SafetensorsFile(bytes)
    for tensor in file.tensors.values {
      let stored = try file.bytes(of: tensor)
      precondition(stored.count == tensor.range.count)
      switch tensor.type {
      case .int32, .int64: _ = try? file.int32s(of: tensor)
      case .float16, .brainFloat16, .float32, .float64:
        let numbers = try file.floats(of: tensor)
        precondition(numbers.count == tensor.count)
      default: break
      }
    }
  } catch { checkMessage(error) }
  return 0
}
