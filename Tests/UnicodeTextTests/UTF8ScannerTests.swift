import TestSupport
import Testing
import UnicodeText

@Suite struct UTF8ScannerTests {
  private func steps(_ bytes: [UInt8]) -> [UTF8Scanner.Step] {
    bytes.withUnsafeBufferPointer { buffer in
      var out: [UTF8Scanner.Step] = []
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        out.append(step)
        offset += step.length
      }
      return out
    }
  }

  private func values(_ bytes: [UInt8]) -> [UInt32?] { steps(bytes).map { $0.isInvalid ? nil : $0.value } }

  /// The definition: a scalar is there when the bytes are exactly what the standard library encodes it to.
  private func slowValues(_ bytes: [UInt8]) -> [UInt32?] {
    var out: [UInt32?] = []
    var rest = bytes[...]
    while let first = rest.first {
      var found: (UInt32, Int)?
      for length in 1...4 where length <= rest.count {
        var value = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
        for byte in rest.prefix(length).dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        if let scalar = Unicode.Scalar(value), Array(String(Character(scalar)).utf8) == Array(rest.prefix(length)) {
          found = (value, length)
        }
      }
      out.append(found?.0)
      rest = rest.dropFirst(found?.1 ?? 1)
    }
    return out
  }

  @Test func workedExample() {
    #expect(values([0x41, 0xE2, 0x82, 0x41, 0xC0, 0xAF]) == [0x41, nil, nil, 0x41, nil, nil])
  }

  @Test func everyScalarRoundTrips() {
    var wrong = 0
    for value in UInt32(0)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(UTF8.encode(scalar) ?? .init())
      let all = steps(bytes)
      if all.count != 1 || all[0].value != value || all[0].length != bytes.count { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func malformedBytesAreGivenOutOneByOne() {
    #expect(values([0xFF, 0xFE]) == [nil, nil])
    #expect(values([0xE2, 0x82]) == [nil, nil])
    #expect(values([0xF0, 0x9F, 0x98]) == [nil, nil, nil])
    #expect(values([0xC0, 0xAF]) == [nil, nil])
    #expect(values([0xE0, 0x9F, 0xBF]) == [nil, nil, nil])
    #expect(values([0xED, 0xA0, 0x80]) == [nil, nil, nil])
    #expect(values([0xF0, 0x8F, 0xBF, 0xBF]) == [nil, nil, nil, nil])
    #expect(values([0xF4, 0x90, 0x80, 0x80]) == [nil, nil, nil, nil])
    #expect(values([0xE2, 0xC3, 0xA9]) == [nil, 0xE9])
  }

  @Test func equalsTheDefinitionOnRandomBytes() {
    var generator = SeededGenerator(seed: 20_260_101)
    // Bytes at the edges of the ranges of Table 3-7 are drawn often, so that nearly valid sequences occur.
    let edges: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
      0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<4_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        edges.randomElement(using: &generator) ?? 0
      }
      #expect(values(bytes) == slowValues(bytes), "seed 20260101, \(bytes)")
    }
  }
}
