import TestSupport
import Testing

@testable import Formats

@Suite struct FieldPathTests {
  private func path(_ text: String) throws -> FieldPath { try #require(FieldPath(Array(text.utf8))) }

  private func texts(_ json: [UInt8], _ paths: [String]) throws -> [String?] {
    try FieldPath.texts(in: json, at: paths.map(path)).map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  private func texts(_ json: String, _ paths: String...) throws -> [String?] { try texts(Array(json.utf8), paths) }

  private func fault(_ json: [UInt8], _ path: String = "a") -> FormatError? {
    do throws(FormatError) {
      _ = try FieldPath.texts(in: json, at: [FieldPath(Array(path.utf8))].compactMap { $0 })
      return nil
    } catch { return error }
  }

  @Test func namesAreBetweenDots() throws {
    #expect(try path("a.b.c").names == [[0x61], [0x62], [0x63]] && path("a.b").bytes == Array("a.b".utf8))
    #expect(FieldPath([0xFF])?.names == [[0xFF]])
    for text in ["", ".", "a.", ".a", "a..b"] { #expect(FieldPath(Array(text.utf8)) == nil, "\(text)") }
    #expect(try path("a") < path("a.b") && path("a.b") < path("b"))
  }

  @Test func findsStringsWhereTheyStand() throws {
    let json = #"{"a":"1","b":{"a":"2","c":{"d":"3"}},"c":["4"],"e":{},"a.b":"5","é":"6\u0000\ud83d\ude00"}"#
    #expect(try texts(json, "a", "b.a", "b.c.d", "é") == ["1", "2", "3", "6\u{0}\u{1F600}"])
    // Not a string, not there, below a string, and a key with a dot in it, which no path names.
    #expect(try texts(json, "b", "c", "e", "e.a", "a.x", "b.c", "a.b", "x") == Array(repeating: nil, count: 8))
    #expect(try texts("{}", "a") == [nil] && texts(json) == [])
    // The same path twice, and one path inside another.
    #expect(try texts(json, "b.a", "b.a", "b") == ["2", "2", nil])
    // Keys are compared by their bytes, however they are written.
    #expect(try texts(#"{"\u0061":"x"}"#, "a") == ["x"])
    #expect(try texts(#"{"e\u0301":"x"}"#, "é") == [nil])
    #expect(try texts(" \r\n{\"a\" : \"x\"}\r\n", "a") == ["x"])
    #expect(try texts(#"{"a":""}"#, "a") == [""])
  }

  @Test func refusesWhatIsNoObject() {
    for text in [
      "", " ", "[]", "1", "null", "\"a\"", "{", "{\"a\"", #"{"a":"x""#, #"{"a":"x"}{}"#, #"{"a":"x"}]"#, "{a:1}",
      "\u{0}",
    ] {
      #expect(fault(Array(text.utf8)) != nil, "\(text.debugDescription)")
    }
    #expect(fault(Array(#"{"a":"x","a":"y"}"#.utf8))?.kind == .duplicate)
    #expect(fault(Array(#"{"a":""#.utf8) + [0xFF] + Array(#""}"#.utf8))?.kind == .encoding)
    #expect(fault(Array(#"{"b":""#.utf8) + [0xC3] + Array(#""}"#.utf8))?.kind == .encoding, "also in what is skipped")
    #expect(fault(Array("{\"a\":\"\u{0}\"}".utf8))?.kind == .syntax)
    #expect(fault(Array("\u{FEFF}{}".utf8)) != nil)
  }

  @Test func depthIsBounded() throws {
    let names = Array(repeating: "a", count: 100)
    let deep = names.map { "{\"\($0)\":" }.joined()
    #expect(fault(Array(deep.utf8), names.joined(separator: "."))?.kind == .limit)
    #expect(fault(Array((#"{"b":"# + String(repeating: "[", count: 100_000)).utf8))?.kind == .limit)
    let path = names.prefix(60).joined(separator: ".")
    let nested = names.prefix(60).map { "{\"\($0)\":" }.joined() + "\"x\"" + String(repeating: "}", count: 60)
    #expect(try texts(nested, path) == ["x"])
  }

  @Test func readsALineOfAMegabyte() throws {
    let text = String(repeating: "\\n\u{FFFF}é", count: 150_000)
    let found = try texts(#"{"x":"\#(text)","a":{"b":"\#(text)"},"y":1}"#, "a.b")
    #expect(found[0]?.utf8.count == 150_000 * 6 && found[0]?.hasPrefix("\n\u{FFFF}é") == true)
  }

  /// A tree that is walked path by path gives what the one pass gives.
  @Test(arguments: 0..<300 as Range<UInt64>) func twinWalksTheTree(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let names = ["a", "b", "é", "a b", ""]
    func value(_ depth: Int) -> JSONValue {
      switch Int.random(in: 0..<(depth < 4 ? 8 : 4), using: &random) {
      case 0: return .string(String(names.randomElement(using: &random) ?? "") + "\n\u{0}\"\\")
      case 1: return .null
      case 2: return .array([.string("x"), .object(["a": "y"])])
      case 3: return .integer(Int.random(in: -9...9, using: &random))
      default: return object(depth + 1)
      }
    }
    func object(_ depth: Int) -> JSONValue {
      .object(
        Dictionary(
          names.shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random)).map { ($0, value(depth)) }
        ) { $1 })
    }
    let tree = object(0)
    let paths = (0..<6).map { _ in
      (0..<Int.random(in: 1...4, using: &random)).map { _ in names.dropLast().randomElement(using: &random) ?? "a" }
    }
    let expected = paths.map { path -> String? in
      var node: JSONValue? = tree
      for name in path {
        guard case .object(let members) = node else { return nil }
        node = members[name]
      }
      if case .string(let text) = node { return text }
      return nil
    }
    let found = try texts(JSONWriter.bytes(of: tree), paths.map { $0.joined(separator: ".") })
    #expect(found == expected, "seed \(seed)")
  }
}
