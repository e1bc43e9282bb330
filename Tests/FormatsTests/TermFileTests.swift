import Formats
import TestSupport
import Testing

@Suite struct TermFileTests {
  private func groups(_ text: String) throws -> [String] {
    try TermFile(Array(text.utf8)).groups.map { group in
      group.name + ":" + group.terms.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
    }
  }

  @Test func readsLinesAndGroups() throws {
    #expect(try groups("a b\n\n# note\n  c\t\r\n#group\n") == [":a b|c"])
    #expect(
      try groups("\u{FEFF}x\n# group: law\ny\n #group:  fin \nz\n# group: law\nw") == [":x", "law:y|w", "fin:z"])
    // A group without terms is none.
    #expect(try groups("# group: empty\n# group: b\nt") == ["b:t"])
  }

  @Test func refusesWithTheLine() {
    func fault(_ bytes: [UInt8]) -> String {
      do {
        _ = try TermFile(bytes)
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(fault([]) == "no terms; write one a line")
    #expect(fault(Array("# only\n\n".utf8)) == "no terms; write one a line")
    #expect(fault([0x61, 0x0A, 0xFF]) == "line 2: not UTF-8; a list of terms is plain text")
    #expect(fault(Array("a\n\nb\0c".utf8)) == "line 3: a control character; a list of terms is plain text")
    #expect(fault(Array("a\u{1B}[2J".utf8)) == "line 1: a control character; a list of terms is plain text")
    #expect(fault([0x7F, 0x45, 0x4C, 0x46, 0x02, 0x00]).hasPrefix("line 1: a control character"))
    let long = [UInt8](repeating: 0x61, count: 1_025)
    #expect(fault(long) == "line 1: a term of 1025 bytes, the limit is 1024")
    #expect(fault(Array(long.dropFirst())) == "none")
    let many = Array(String(repeating: "t\n", count: 1_000_000).utf8)
    #expect(fault(many) == "line 10001: more than 10000 terms")
    #expect(fault(Array(many.prefix(20_000))) == "none")
    let groups = (0...64).map { "# group: \($0)\nt\n" }.joined()
    #expect(fault(Array(groups.utf8)) == "line 130: more than 64 groups")
    #expect(fault([UInt8](repeating: 0x0A, count: (4 << 20) + 1)).hasSuffix("the limit is 4194304"))
  }

  @Test(arguments: [UInt64(5), 6]) func anyBytesGiveTermsOrAnError(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        [0x23, 0x0A, 0x0D, 0x20, 0x61, 0xC3, 0xA9, 0xFF, 0x00, 0x3A].randomElement(using: &generator)! as UInt8
      }
      guard let file = try? TermFile(bytes) else { continue }
      #expect(!file.groups.isEmpty && file.groups.allSatisfy { !$0.terms.isEmpty })
      for term in file.groups.flatMap(\.terms) {
        #expect(!term.isEmpty && term.first != 0x20 && term.last != 0x20 && !term.contains(0x0A), "\(bytes)")
      }
    }
  }
}
