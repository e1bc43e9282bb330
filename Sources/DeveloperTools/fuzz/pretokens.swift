import Tokenization

/// Cuts the bytes by every pattern, one at a time and many at once, which must agree; parts between safe places are cut as in the whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPretokens(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  bytes.withUnsafeBufferPointer { text in
    for pattern in PretokenPattern.allCases {
      let scanner = PretokenScanner(pattern: pattern)
      let ends = scanner.pretokens(of: text).map(\.upperBound)
      precondition((ends.last ?? 0) == count)
      precondition(zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 })
      var many: [Int] = []
      var block = [Int](repeating: 0, count: 64)
      while (many.last ?? 0) < count {
        let got = block.withUnsafeMutableBufferPointer { scanner.ends(in: text, from: many.last ?? 0, into: $0) }
        precondition(got > 0)
        many += block[..<got]
      }
      precondition(many == ends, "many at once are other pretokens")
      guard pattern != .whole, let place = SafeBoundary.patterns.after(count / 2, in: text, limit: count) else {
        continue
      }
      precondition(place == 0 || ends.contains(place), "no cut at a safe place")
      let first = scanner.pretokens(of: UnsafeBufferPointer(rebasing: text[..<place])).map(\.upperBound)
      let rest = scanner.pretokens(of: UnsafeBufferPointer(rebasing: text[place...])).map { $0.upperBound + place }
      precondition(first + rest == ends, "parts at a safe place are cut in another way")
    }
  }
  return 0
}
