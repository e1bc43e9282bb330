import Formats

/// Reads the bytes as a `.tiktoken` file; what is accepted is written and read again, and cuts the bytes themselves.
///
/// The first zero byte stands for the lines of the 256 single bytes, which every vocabulary needs.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTiktoken(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  var bytes = input
  if let place = bytes.firstIndex(of: 0) { bytes.replaceSubrange(place...place, with: singleBytes) }
  do throws(FormatError) {
    let file = try TokenizerFile(tiktoken: bytes)
    let written = file.tiktoken()
    let again = try TokenizerFile(tiktoken: written)
    precondition(again.tiktoken() == written, "another file after writing and reading")
    useVocabulary(file, Array(input.suffix(2_000)))
  } catch { checkMessage(error) }
  return 0
}

private let singleBytes: [UInt8] = (UInt8.min...UInt8.max).flatMap { Base64.encode([$0][...]) + Array(" \($0)\n".utf8) }
