import Formats

/// Reads the bytes as a sample and its expectations.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSample(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let sample = try SampleFile(Array(UnsafeBufferPointer(start: start, count: count)))
    precondition(sample.body.count < count)
    for warning in sample.warnings { checkMessage(warning) }
    for line in sample.expectations {
      guard let expectation = Expectation(line) else { continue }
      precondition(!expectation.tokenizers.contains(""))
      _ = expectation.holds(for: sample.body) { _ in .empty }
    }
  } catch { checkMessage(error) }
  return 0
}
