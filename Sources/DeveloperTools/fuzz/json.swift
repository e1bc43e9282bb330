import Formats

/// Reads the bytes as JSON in two ways that must agree, value by value and by passing over; what was read is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let skipped: Bool
  do throws(FormatError) {
    var reader = JSONReader(bytes)
    try reader.skipValue()
    try reader.finish()
    skipped = true
  } catch {
    checkMessage(error)
    skipped = false
  }
  guard let value = whole(bytes) else {
    precondition(!skipped || tooLarge(bytes), "passed over, but not read")
    return 0
  }
  precondition(skipped, "read, but not passed over")
  let written = JSONWriter.bytes(of: value)
  precondition(String(validating: written, as: UTF8.self) != nil)
  guard let again = whole(written) else { fatalError("what was written cannot be read") }
  precondition(JSONWriter.bytes(of: again) == written, "another value after writing and reading")
  return 0
}

private func whole(_ bytes: [UInt8]) -> JSONValue? {
  var reader = JSONReader(bytes)
  do throws(FormatError) {
    let value = try read(&reader)
    try reader.finish()
    return value
  } catch {
    checkMessage(error)
    return nil
  }
}

/// Whether reading says that a number is too large, which passing over does not look at.
private func tooLarge(_ bytes: [UInt8]) -> Bool {
  var reader = JSONReader(bytes)
  do throws(FormatError) {
    _ = try read(&reader)
    return false
  } catch { return error.kind == .value && error.what.hasSuffix("is too large") }
}

private func read(_ reader: inout JSONReader) throws(FormatError) -> JSONValue {
  switch try reader.peek() {
  case .object:
    var members: [String: JSONValue] = [:]
    try reader.readObject { (reader, key) throws(FormatError) in
      members[String(decoding: key, as: UTF8.self)] = try read(&reader)
    }
    return .object(members)
  case .array:
    var elements: [JSONValue] = []
    try reader.readArray { (reader, _) throws(FormatError) in elements.append(try read(&reader)) }
    return .array(elements)
  case .string:
    let text = try reader.readString()
    guard String(validating: text, as: UTF8.self) != nil else { fatalError("a string that is not UTF-8") }
    return .string(String(decoding: text, as: UTF8.self))
  case .number:
    let number = try reader.readNumber()
    return number.whole.map { .integer($0) } ?? .number(number.value)
  case .bool: return .bool(try reader.readBool())
  case .null:
    guard try reader.readNull() else { fatalError("null that is none") }
    return .null
  }
}
