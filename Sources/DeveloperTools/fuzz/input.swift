import Screen

/// Reads the bytes as what a terminal sends, whole, byte by byte and in two parts: the events are the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let whole = events(of: [bytes[...]])
  precondition(events(of: bytes.indices.map { bytes[$0...$0] }) == whole, "single bytes give other events")
  precondition(events(of: [bytes[..<(count / 2)], bytes[(count / 2)...]]) == whole, "two parts give other events")
  for case .paste(let pasted) in whole { precondition(pasted.count <= pasteLimit) }
  return 0
}

private let pasteLimit = 100

private func events(of parts: [ArraySlice<UInt8>]) -> [InputEvent] {
  var decoder = InputDecoder(pasteLimit: pasteLimit)
  var events: [InputEvent] = []
  for part in parts {
    events += decoder.feed(part)
    if let delay = decoder.delayMilliseconds { precondition(0...2_000 ~= delay) }
  }
  events += decoder.flush()
  precondition(decoder.delayMilliseconds == nil && decoder.flush().isEmpty)
  return events
}
