import Formats

/// Reads the bytes as the index of a model in several files, whose names must not leave its folder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIndex(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let index = try SafetensorsIndexFile(Array(UnsafeBufferPointer(start: start, count: count)))
    for name in index.files {
      precondition(!name.isEmpty && name.utf8.count <= 255 && !name.contains("/") && !name.contains(".."))
      checkMessage(name)
    }
  } catch { checkMessage(error) }
  return 0
}
