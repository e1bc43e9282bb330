import Formats

/// Reads the bytes as a list of terms.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTerms(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let file = try TermFile(Array(UnsafeBufferPointer(start: start, count: count)))
    precondition(!file.groups.isEmpty && Set(file.groups.map(\.name)).count == file.groups.count)
    for term in file.groups.flatMap(\.terms) {
      precondition(1...TermFile.termByteLimit ~= term.count && String(validating: term, as: UTF8.self) != nil)
    }
  } catch { checkMessage(error) }
  return 0
}
