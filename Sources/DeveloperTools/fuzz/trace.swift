import Formats

/// Reads the bytes as a trace; what is accepted is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTrace(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let trace = try TraceFile(Array(UnsafeBufferPointer(start: start, count: count)))
    _ = trace.attention?.probabilities(tokens: trace.tokens.count)
    _ = trace.routing?.probabilities()
    let again = try TraceFile(trace.writer().bytes())
    precondition(again.tokens == trace.tokens && again.text == trace.text)
  } catch { checkMessage(error) }
  return 0
}
