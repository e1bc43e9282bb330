import Formats

/// Reads the bytes as the configuration of a model.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let file = try ModelConfigurationFile(Array(UnsafeBufferPointer(start: start, count: count)))
    precondition(file.headCount % file.keyValueHeadCount == 0 && file.headSize > 0)
    if let experts = file.experts { precondition(experts.perToken <= experts.count) }
  } catch { checkMessage(error) }
  return 0
}
