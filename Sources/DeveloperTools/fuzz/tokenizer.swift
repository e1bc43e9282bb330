import Formats

/// Reads the bytes as `tokenizer.json`; what is accepted is written and read again, and cuts the bytes themselves.
///
/// The first zero byte stands for the entries of the 256 single bytes, which every vocabulary needs: so damage falls on the rest.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTokenizer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  var bytes = input
  if let place = bytes.firstIndex(of: 0) { bytes.replaceSubrange(place...place, with: singleBytes) }
  do throws(FormatError) {
    let file = try TokenizerFile(json: bytes)
    // Without a pattern in the file there is none to write.
    if file.pattern != nil {
      let written = file.json()
      let again = try TokenizerFile(json: written)
      precondition(again.json() == written, "another file after writing and reading")
    }
    useVocabulary(file, Array(input.suffix(2_000)))
  } catch { checkMessage(error) }
  return 0
}

private let singleBytes: [UInt8] = {
  var out: [UInt8] = []
  for (index, scalar) in ByteLevelAlphabet.scalars.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    JSONWriter.appendString([scalar], to: &out)
    out += ":\(index)".utf8
  }
  return out
}()
