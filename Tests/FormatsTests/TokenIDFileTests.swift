import TestSupport
import Testing

@testable import Formats

@Suite struct TokenIDFileTests {
  private func lists(_ text: String) throws -> [[UInt32]] { try TokenIDFile(Array(text.utf8)).lists }

  private func fault(_ bytes: [UInt8]) -> FormatError? {
    do throws(FormatError) {
      _ = try TokenIDFile(bytes)
      return nil
    } catch { return error }
  }

  /// Each line of numbers is a list, with its end or without, and with a carriage return too; what follows the last end is one if it is there.
  @Test(
    arguments: [
      ("", []), ("\n", [[]]), ("1", [[1]]), ("1\n", [[1]]), ("1\n\n2", [[1], [], [2]]),
      ("1 2\r\n3\r\n", [[1, 2], [3]]),
      (" 1,2\t,3\u{B}4\u{C}5 ", [[1, 2, 3, 4, 5]]), (",,,\n", [[]]), ("007 0", [[7, 0]]), ("   ", []),
      ("4294967295", [[4_294_967_295]]), ("0000000000000000000000001", [[1]]),
    ] as [(String, [[UInt32]])])
  func readsLines(text: String, expected: [[UInt32]]) throws {
    let file = try TokenIDFile(Array(text.utf8))
    #expect(file.lists == expected && file.isPlain)
  }

  @Test(
    arguments: [
      ("[]", [[]]), ("[1, 2]", [[1, 2]]), ("[[1],[],[2]]", [[1], [], [2]]), ("[1]\n[2]", [[1], [2]]),
      ("[1][2]", [[1], [2]]),
      (#"{"ids":[1]} {"input_ids":[2]}"#, [[1], [2]]), (#"{"tokens":[3,{"id":4}]}"#, [[3, 4]]),
      (#"{"tokens":["a"],"ids":[5],"x":{"ids":[[[]]]}}"#, [[5]]), (#"{"ids":[1],"input_ids":[2],"tokens":[3]}"#, [[1]]),
      ("\r\n [4294967295]\r\n", [[4_294_967_295]]),
    ] as [(String, [[UInt32]])])
  func readsJSON(text: String, expected: [[UInt32]]) throws {
    let file = try TokenIDFile(Array(text.utf8))
    #expect(file.lists == expected && !file.isPlain)
  }

  /// What is no list is refused with its byte: signs, fractions, text, NUL, bytes that are not UTF-8, numbers that no id has.
  @Test(
    arguments: [
      ("-1", FormatError.Kind.syntax, 0), ("1.5", .syntax, 1), ("12 x", .syntax, 3), ("1\u{0}2", .syntax, 1),
      ("4294967296", .value, 9), ("1 99999999999999999999999999999999", .value, 11), ("\u{FEFF}1", .syntax, 0),
      ("1 [2]", .syntax, 2), ("[4294967296]", .value, 1), ("[18446744073709551617]", .value, 1), ("[1,]", .syntax, 3),
      ("[1", .syntax, 2), ("[1,[2]]", .syntax, 3), ("[[1],2]", .syntax, 5), ("[[[1]]]", .value, 2), ("{}", .missing, 0),
      (#"{"ids":1}"#, .value, 7), (#"{"ids":[1],"ids":[1]}"#, .duplicate, 11), (#"{"tokens":["a"]}"#, .missing, 0),
      (#"{"tokens":[{"text":"a"}]}"#, .missing, 11), (#"["1"]"#, .value, 1), ("[1] 2", .value, 4),
    ] as [(String, FormatError.Kind, Int)])
  func refusesWithTheByte(text: String, kind: FormatError.Kind, byte: Int) {
    let error = fault(Array(text.utf8))
    #expect(
      error?.kind == kind && error?.place == .byte(byte), "\(text.debugDescription): \(error.map { "\($0)" } ?? "read")"
    )
  }

  @Test func refusesBytesThatAreNoText() {
    for byte in [UInt8(0x80), 0xC3, 0xFF] {
      #expect(fault([0x31, byte])?.place == .byte(1))
      #expect(fault([0x5B, byte])?.place == .byte(1))
      #expect(fault(Array(#"{"x":""#.utf8) + [byte] + Array(#"","ids":[]}"#.utf8))?.kind == .encoding)
    }
  }

  /// Nothing recurses on the input: what is deeper than the reader goes is refused, wherever it stands.
  @Test func refusesDepth() {
    let open = String(repeating: "[", count: 100_000)
    #expect(fault(Array(open.utf8)) != nil)
    let skipped = #"{"x":"# + open
    #expect(fault(Array(skipped.utf8))?.kind == .limit)
    let inside = #"{"ids":[],"x":"# + String(repeating: #"{"a":"#, count: 63) + "1" + String(repeating: "}", count: 64)
    #expect(fault(Array(inside.utf8)) == nil)
  }

  /// A line of a megabyte, and many short ones.
  @Test func readsLongLines() throws {
    let long = Array(repeatElement(Array("1234567 ".utf8), count: 131_072).joined())
    #expect(long.count == 1 << 20)
    let file = try TokenIDFile(long)
    #expect(file.lists.count == 1 && file.lists[0].count == 131_072 && file.lists[0].allSatisfy { $0 == 1_234_567 })
    let many = try TokenIDFile([UInt8](repeating: 0x0A, count: 1 << 20))
    #expect(many.lists.count == 1 << 20 && many.lists.allSatisfy(\.isEmpty))
    let zeros = try TokenIDFile([UInt8](repeating: 0x30, count: 1 << 20))
    #expect(zeros.lists == [[0]])
  }

  /// Lists written in every form are read as they were, and so say the library's own functions.
  @Test(arguments: 0..<200 as Range<UInt64>) func readsWhatIsWritten(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let lists = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      (0..<Int.random(in: 0...6, using: &random)).map { _ in
        UInt32.random(in: 0...(.max), using: &random) >> UInt32.random(in: 0..<32, using: &random)
      }
    }
    let blanks = [" ", ",", ", ", "\t", " ,\r "]
    let plain = lists.map { $0.map(String.init).joined(separator: blanks.randomElement(using: &random) ?? " ") + "\n" }
      .joined()
    #expect(try self.lists(plain) == lists, "seed \(seed)")
    let slow = plain.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      line.split { " ,\t\r".contains($0) || $0 == "\r\n" }.compactMap { UInt32($0) }
    }
    #expect(slow == lists, "seed \(seed)")
    let json = lists.map { "[" + $0.map(String.init).joined(separator: ",") + "]" }
    #expect(try self.lists("[" + json.joined(separator: ",") + "]") == lists, "seed \(seed)")
    #expect(
      try self.lists(json.map { #"{"n":[0],"input_ids":\#($0)}"# }.joined(separator: "\n")) == lists, "seed \(seed)")
  }
}
