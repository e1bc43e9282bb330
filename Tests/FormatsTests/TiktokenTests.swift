import TestSupport
import Testing

@testable import Formats

@Suite struct TiktokenTests {
  private static let bytes = (0..<256).map { String(decoding: Base64.encode([UInt8($0)]), as: UTF8.self) + " \($0)" }

  private func fault(_ lines: [String], end: String = "\n") -> FormatError? {
    do throws(FormatError) {
      _ = try TokenizerFile(tiktoken: Array(lines.joined(separator: end).utf8))
      return nil
    } catch { return error }
  }

  @Test(arguments: ["\n", "\r\n"])
  func readsLines(_ end: String) throws {
    let text = (Self.bytes + ["IHQ= 256", "", "aGU= 257", ""]).joined(separator: end)
    let file = try TokenizerFile(tiktoken: Array(text.utf8))
    #expect(file.pieces.count == 258)
    #expect(file.pieces.index(of: Array(" t".utf8)) == 256)
    #expect(file.pattern == nil && file.merges.isEmpty && file.ignoresMerges)
  }

  @Test(arguments: [
    ("I!Q= 256", FormatError.Kind.syntax, "base64"), ("IHQ 256", .syntax, "base64"), ("IHR= 256", .syntax, "base64"),
    ("IHQ=", .missing, "no rank"),
    ("IHQ= ", .value, "rank"), ("IHQ= -1", .value, "rank"), ("IHQ= 1e3", .value, "rank"), ("IHQ= 256 ", .value, "rank"),
    ("IHQ= 9223372036854775808", .value, "rank"), ("IHQ= 97", .duplicate, "line 98"),
    ("YQ== 300", .duplicate, "rank 97"), (" 300", .value, "empty"),
    (String(repeating: "AAAA", count: 30_000) + " 300", .limit, "65536"),
  ])
  func refusesWithLineNumber(_ line: String, _ kind: FormatError.Kind, _ part: String) {
    let error = fault(Self.bytes + ["", line])
    #expect(error?.kind == kind, "\(error.map(\.description) ?? "accepted")")
    #expect(error?.place == .line(258))
    #expect(error?.description.contains(part) == true, "\(error.map(\.description) ?? "accepted")")
  }

  @Test func refusesWhenAByteIsAbsent() {
    #expect(fault(Array(Self.bytes.dropLast()))?.kind == .missing)
    #expect(fault([])?.kind == .missing)
  }

  @Test func writesWhatItReads() throws {
    let file = VocabularyFixture.random(count: 1500, seed: 11)
    let back = try TokenizerFile(tiktoken: file.tiktoken())
    #expect(back.pieces == file.pieces)
  }

  @Test func base64RoundTrips() {
    var generator = SeededGenerator(seed: 5)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Base64.decode(Base64.encode(bytes)[...]) == bytes)
    }
    #expect(Base64.encode(Array("Man".utf8)) == Array("TWFu".utf8))
    for wrong in ["A", "A===", "AB==", "AAB=", "A=AA", "====", "AAAA=", "AA=A"] {
      #expect(Base64.decode(Array(wrong.utf8)[...]) == nil, "\(wrong)")
    }
  }
}
