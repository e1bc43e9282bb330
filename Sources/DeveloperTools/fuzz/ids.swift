import Tokenization

/// Reads the bytes as a list of ids, whole and in two parts, which must agree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIDs(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let place = count / 3
  let whole = ids(bytes, [])
  precondition(ids(Array(bytes[..<place]), Array(bytes[place...])) == whole, "blocks change the ids")
  guard let whole else { return 0 }
  let written = whole.map { "\($0)" }.joined(separator: " ")
  precondition(ids(Array(written.utf8), []) == whole, "other ids after writing and reading")
  let tokenizer = BytesTokenizer()
  do throws(UnknownTokenID) { _ = try tokenizer.decode(whole) } catch { checkMessage(error) }
  return 0
}

private func ids(_ first: [UInt8], _ second: [UInt8]) -> [TokenID]? {
  var parser = TokenIDParser(name: "ids.txt")
  do {
    return try parser.feed(first) + parser.feed(second) + parser.finish()
  } catch let error as Failure { checkMessage(error) } catch { fatalError("another error") }
  return nil
}
