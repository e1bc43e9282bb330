import Glibc
import TestSupport
import Testing

@testable import Formats

@Suite struct SafetensorsTests {
  private typealias Fixture = SafetensorsFixture

  private func fault(_ bytes: [UInt8], _ limits: SafetensorsFile.Limits = .init()) -> FormatError? {
    do throws(FormatError) {
      _ = try SafetensorsFile(bytes, limits: limits)
      return nil
    } catch { return error }
  }

  @Test func readsWhatItWrote() throws {
    let file = try SafetensorsFile(Fixture.mixed.bytes())
    #expect(file.tensors.count == 9)
    func floats(_ name: String) throws -> [Float] { try file.floats(of: try #require(file[name])) }
    #expect(try floats("half") == [1, -0.5, 65504, 0.0999755859375])
    #expect(try floats("single") == [1, .infinity, -3.25])
    #expect(try floats("double") == [1.5])
    #expect(try floats("brain") == [1, -2.5])
    #expect(try floats("scalar") == [4])
    #expect(try floats("empty") == [])
    #expect(try file.float16Bits(of: try #require(file["half"])) == [0x3C00, 0xB800, 0x7BFF, 0x2E66])
    #expect(try file.int32s(of: try #require(file["ids"])) == [7, -1])
    #expect(try file.int32s(of: try #require(file["wide"])) == [9, -1])
    #expect(try file.int64s(of: try #require(file["wide"])) == [9, -1])
    #expect(try file.bytes(of: try #require(file["flags"])) == [1, 0, 1])
    #expect(file["half"]?.shape == [2, 2])
    #expect(file["scalar"]?.shape == [])
    #expect(file["scalar"]?.count == 1)
    #expect(file["empty"]?.count == 0)
    #expect(file.metadata("format") == Array("test".utf8))
    #expect(file.metadata("text") == Array("İ\u{1B}\"\n\u{202E}".utf8))
    #expect(file.metadata("none") == nil)
    #expect(throws: FormatError.self) { try file.floats(of: try #require(file["ids"])) }
    #expect(throws: FormatError.self) { try file.int32s(of: try #require(file["half"])) }
    #expect(throws: FormatError.self) { try file.float16Bits(of: try #require(file["single"])) }
  }

  @Test func writesAlignedInOneOrder() throws {
    let bytes = Fixture.mixed.bytes()
    #expect(bytes.count == Fixture.mixed.byteCount)
    let file = try SafetensorsFile(bytes)
    for tensor in file.tensors.values {
      #expect(tensor.range.lowerBound % tensor.type.byteCount == 0, "\(tensor.name)")
    }
    let tensors = [
      SafetensorsWriter.Tensor("b", shape: [1], float32s: [1]), .init("a", shape: [1], float32s: [2]),
      .init("c", .int64, shape: [1], bytes: [1, 0, 0, 0, 0, 0, 0, 0]),
    ]
    #expect(SafetensorsWriter(tensors).bytes() == SafetensorsWriter(tensors.reversed()).bytes())
    let order = try SafetensorsFile(SafetensorsWriter(tensors).bytes()).tensors.values.sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    #expect(order.map(\.name) == ["c", "a", "b"])
  }

  @Test func writesLargeTensorsInParts() throws {
    let values = (0..<700_000).map { Float($0 % 2048) }
    var parts: [Int] = []
    var bytes: [UInt8] = []
    SafetensorsWriter([.init("x", shape: [700, 1000], float16s: values), .init("y", shape: [2], float32s: [1, 2])])
      .write {
        parts.append($0.count)
        bytes += $0
      }
    #expect(parts.count == 4 && parts.allSatisfy { $0 <= 1 << 20 })
    let file = try SafetensorsFile(bytes)
    #expect(try file.floats(of: try #require(file["x"])) == values)
  }

  @Test func readsTheCheckpointsOfOthers() throws {
    for name in ["gpt2", "llama", "qwen3", "qwen3moe"] {
      let bytes = try #require(Repository.read("Tests/Golden/Models/\(name)/model.safetensors"))
      let file = try SafetensorsFile(bytes)
      #expect(file.metadata("format") == Array("pt".utf8))
      for tensor in file.tensors.values {
        #expect(tensor.type == .float16)
        #expect(try file.floats(of: tensor).allSatisfy(\.isFinite))
      }
    }
  }

  // MARK: Hostile files; the letters name the rows of the list of attacks

  /// What, the file, the kind of error, and a part of its message.
  static let hostile: [(String, [UInt8], FormatError.Kind, String)] = {
    func file(_ header: String, _ data: Int = 0, length: UInt64? = nil) -> [UInt8] {
      SafetensorsFixture.file(header, data: data, length: length)
    }
    func one(_ type: String = "F32", _ shape: String = "[1]", _ offsets: String = "[0,4]", data: Int = 4) -> [UInt8] {
      file("{\(SafetensorsFixture.entry("a", type, shape, offsets))}", data)
    }
    func pair(_ first: String, _ second: String, data: Int = 8) -> [UInt8] {
      let entry = SafetensorsFixture.entry
      return file("{\(entry("a", "U8", "[4]", first)),\(entry("b", "U8", "[4]", second))}", data)
    }
    let entry = SafetensorsFixture.entry("a", "U8", "[1]", "[0,1]")
    var rows: [(String, [UInt8], FormatError.Kind, String)] = (0..<8).map {
      ("S1 \($0) bytes", [UInt8](repeating: 0x20, count: $0), .syntax, "\($0) bytes")
    }
    rows += [
      ("S1 length 0", file("", 9), .syntax, "does not start with"),
      ("S1 length above the file", file("{}", length: 3), .inconsistent, "header of 3 bytes in a file of 10"),
      ("S1 length 2^63", file("{}", length: 1 << 63), .limit, "9223372036854775808"),
      ("S1 length 2^64-1", file("{}", length: .max), .limit, "18446744073709551615"),
      ("S1 length above the format's", file("{}", length: 100_000_001), .limit, "100000001"),
      ("S2 leading space", file(" {}"), .syntax, "byte 8"),
      ("S2 array", file("[]"), .syntax, "byte 8"),
      ("S2 not JSON", file("{a}"), .syntax, "byte 9"),
      ("S2 not UTF-8", SafetensorsFixture.file([0x7B, 0x22, 0xFF, 0x22]), .encoding, "byte 10"),
      ("S2 unfinished", file("{"), .syntax, "byte 9"),
      ("S2 something after", file("{}x"), .syntax, "byte 10"),
      ("S2 NUL padding", file("{}\0"), .syntax, "byte 10"),
      ("S3 twice", file("{\(entry),\(entry)}", 1), .duplicate, "\"a\""),
      (
        "S3 twice by escape", file("{\(entry),\(entry.replacing("\"a\"", with: "\"\\u0061\""))}", 1), .duplicate,
        "\"a\""
      ),
      ("S3 two metadata", file("{\"__metadata__\":{},\"__metadata__\":{}}"), .duplicate, "__metadata__"),
      ("S3 number in metadata", file("{\"__metadata__\":{\"k\":1}}"), .value, "__metadata__[\"k\"]"),
      ("S3 metadata twice", file("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}"), .duplicate, "k"),
      (
        "S3 tensor called metadata", file("{\(entry.replacing("\"a\"", with: "\"__metadata__\""))}", 1), .value,
        "__metadata__"
      ),
      ("S3 escape in a name", file("{\(entry.replacing("\"a\"", with: "\"\\u001b]0;x\""))}", 1), .value, "printable"),
      ("S3 bidi in a name", file("{\(entry.replacing("\"a\"", with: "\"a\u{202E}\""))}", 1), .value, "printable"),
      (
        "S3 long name", file("{\(entry.replacing("\"a\"", with: "\"\(String(repeating: "x", count: 1 << 20))\""))}", 1),
        .limit, "1048576"
      ),
      ("S4 reversed", one("F32", "[1]", "[4,0]"), .inconsistent, "4 to 0"),
      ("S4 negative", one("F32", "[1]", "[-4,0]"), .value, "data_offsets"),
      ("S4 fraction", one("F32", "[1]", "[0.0,4]"), .value, "0.0"),
      ("S4 exponent", one("F32", "[1]", "[0,4e0]"), .value, "4e0"),
      ("S4 one offset", one("F32", "[1]", "[4]"), .value, "1 numbers"),
      ("S4 three offsets", one("F32", "[1]", "[0,4,4]"), .limit, "more than 2"),
      ("S4 text", one("F32", "[1]", "[\"0\",4]"), .value, "number"),
      ("S4 past the end", one("F32", "[2]", "[0,8]"), .inconsistent, "0 to 8"),
      ("S4 far past the end", one("F32", "[1]", "[9223372036854775803,9223372036854775807]"), .inconsistent, "9223"),
      ("S4 above 64 bits", one("F32", "[1]", "[0,18446744073709551620]"), .value, "1844"),
      ("S4 overlap", pair("[0,4]", "[3,7]", data: 7), .inconsistent, "overlap"),
      ("S4 same place", pair("[0,4]", "[0,4]", data: 4), .inconsistent, "overlap"),
      ("S4 hole", pair("[0,4]", "[5,9]", data: 9), .inconsistent, "hole"),
      ("S4 first not 0", one("F32", "[1]", "[1,5]", data: 5), .inconsistent, "hole"),
      ("S4 bytes after the last", one(data: 5), .inconsistent, "1 bytes after"),
      ("S4 data without tensors", file("{}", 3), .inconsistent, "3 bytes after"),
      ("S5 product overflows", one("F32", "[4294967296,4294967296]"), .limit, "too large"),
      (
        "S5 overflow before zero", one("F32", "[9223372036854775807,9223372036854775807,0]", "[0,0]", data: 0), .limit,
        "too large"
      ),
      ("S5 span", one("F32", "[2]"), .inconsistent, "8 bytes"),
      ("S5 scalar of two", one("F16", "[]"), .inconsistent, "2 bytes"),
      (
        "S5 many dimensions", one("F32", "[\(Array(repeating: "1", count: 1_000_000).joined(separator: ","))]"), .limit,
        "more than 8"
      ),
      ("S5 negative dimension", one("F32", "[-1]"), .value, "-1"),
      ("S5 dimension as text", one("F32", "[\"1\"]"), .value, "shape"),
      ("S5 unknown type", one("F31"), .unsupported, "\"F31\""),
      ("S5 less than a byte", one("F4", "[8]"), .unsupported, "\"F4\""),
      ("S5 type with an escape", one("\\u001b[2J"), .unsupported, "dtype"),
      ("S5 type as number", file("{\"a\":{\"dtype\":4,\"shape\":[],\"data_offsets\":[0,4]}}", 4), .value, "dtype"),
      ("S5 no type", file("{\"a\":{\"shape\":[],\"data_offsets\":[0,0]}}"), .missing, "dtype"),
      ("S5 no shape", file("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,0]}}"), .missing, "shape"),
      ("S5 no offsets", file("{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}"), .missing, "data_offsets"),
      ("S5 entry is no object", file("{\"a\":[]}"), .value, "an object"),
      (
        "S5 key twice", file("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"),
        .duplicate, "dtype"
      ),
      ("S2 depth", file("{\"a\":{\"x\":\(String(repeating: "[", count: 100_000))"), .limit, "levels"),
    ]
    return rows
  }()

  @Test(arguments: hostile.indices)
  func refuses(_ row: Int) {
    let (name, bytes, kind, part) = Self.hostile[row]
    let error = fault(bytes)
    #expect(error?.kind == kind, "\(name): \(error.map(\.description) ?? "accepted")")
    #expect(error?.description.contains(part) == true, "\(name): \(error.map(\.description) ?? "accepted")")
    #expect((error?.description.count ?? 0) < 300, "\(name)")
    #expect(error?.description.utf8.contains { $0 < 0x20 || $0 == 0x7F } == false, "\(name)")
  }

  /// S6: many names for one place, and as many tensors as memory would hold.
  @Test func refusesAMillionTensors() {
    let entries = (0..<1_000_000).lazy.map { "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}" }
    var header: [UInt8] = [0x7B]
    for (index, entry) in entries.enumerated() { header += ((index == 0 ? "" : ",") + entry).utf8 }
    header.append(0x7D)
    #expect(fault(SafetensorsFixture.file(header, data: 1))?.kind == .limit)
    var limits = SafetensorsFile.Limits()
    limits.headerBytes = .max
    #expect(fault(SafetensorsFixture.file(header, data: 1), limits)?.description.contains("65000 tensors") == true)
    let few = (0..<1000).map { "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}" }
    #expect(
      fault(SafetensorsFixture.file("{\(few.joined(separator: ","))}", data: 1))?.description.contains("overlap")
        == true)
  }

  @Test func acceptsWhatIsLegal() throws {
    func file(_ header: String, _ data: Int = 0) throws -> SafetensorsFile {
      try SafetensorsFile(Fixture.file(header, data: data))
    }
    #expect(try file("{}").tensors.isEmpty)
    #expect(try file("{}      ").tensors.isEmpty)
    #expect(try file("{\"__metadata__\":{}}").metadata.isEmpty)
    #expect(try file("{\"__metadata__\":{\"İ\":\"\\u0000\"}}").metadata("İ") == [0])
    // Two keys that are equal only as characters.
    #expect(try file("{\"__metadata__\":{\"à\":\"1\",\"a\u{300}\":\"2\"}}").metadata.count == 2)
    let entry = Fixture.entry
    let permuted = try file("{\(entry("b", "U8", "[2]", "[4,6]")),\(entry("a", "F32", "[]", "[0,4]"))}", 6)
    #expect(try permuted.bytes(of: try #require(permuted["b"])) == [4, 5])
    #expect(permuted["a"]?.count == 1)
    let empty = try file(
      "{\(entry("z", "F32", "[0]", "[4,4]")),\(entry("y", "F32", "[3,0]", "[0,0]")),\(entry("x", "F32", "[1]", "[0,4]"))}",
      4)
    #expect(empty.tensors.count == 3)
    #expect(try file("{\(entry("", "U8", "[1,1,1,1,1,1,1,1]", "[0,1]"))}", 1)[""]?.shape.count == 8)
    #expect(
      try file("{\"a\":{\"extra\":[{}],\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1).tensors.count == 1)
    var limits = SafetensorsFile.Limits()
    limits.headerBytes = 2
    #expect(fault(Fixture.file("{}"), limits) == nil)
    #expect(fault(Fixture.file("{} "), limits)?.kind == .limit)
  }

  /// S9: the file is read, so one that shrinks gives an error and no signal.
  @Test func fileThatShrinksGivesAnError() throws {
    let folder = TemporaryFolder()
    folder.write(Fixture.mixed.bytes(), "x.safetensors")
    let file = try SafetensorsFile(try BoundedFile(path: Array(folder["x.safetensors"].utf8)))
    let tensor = try #require(file["half"])
    #expect(try file.floats(of: tensor).count == 4)
    #expect(truncate(folder["x.safetensors"], off_t(tensor.range.lowerBound + 1)) == 0)
    func kind(_ body: () throws(FormatError) -> Void) -> FormatError? {
      do throws(FormatError) {
        try body()
        return nil
      } catch { return error }
    }
    let error = kind { () throws(FormatError) in _ = try file.floats(of: tensor) }
    #expect(error?.kind == .inconsistent)
    #expect(error?.description.contains("cut short") == true && error?.description.contains("half") == true)
    #expect(kind { () throws(FormatError) in _ = try file.bytes(of: tensor) }?.kind == .inconsistent)
    // Shorter than the header when that is read.
    let short = try BoundedFile(path: Array(folder["x.safetensors"].utf8))
    #expect(truncate(folder["x.safetensors"], 20) == 0)
    #expect(kind { () throws(FormatError) in _ = try SafetensorsFile(short) }?.kind == .inconsistent)
  }

  // MARK: Parts

  @Test func readsAnIndexOfParts() throws {
    let text =
      #"{"metadata":{"total_size":8},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"m2.safetensors","c":"m2.safetensors"}}"#
    let index = try SafetensorsIndexFile(Array(text.utf8))
    #expect(index.fileNames["a"] == "model-00001-of-00002.safetensors")
    #expect(index.files == ["m2.safetensors", "model-00001-of-00002.safetensors"])
  }

  @Test(arguments: [
    "../x", "a/../x", "/etc/passwd", "a/b", "..", ".", ".hidden", "", "a\\\\b", "\\u0000", "x\\u001b", "é",
    "a..b",
  ])
  func refusesFileNamesThatAreNotPlain(_ name: String) {
    do throws(FormatError) {
      _ = try SafetensorsIndexFile(Array("{\"weight_map\":{\"a\":\"\(name)\"}}".utf8))
      Issue.record("accepted \(name)")
    } catch {
      #expect(error.kind == .value)
      #expect(!error.description.utf8.contains { $0 < 0x20 })
    }
  }

  @Test func refusesAnIndexWithoutMap() {
    for (text, kind) in [
      ("{}", FormatError.Kind.missing), ("[]", .value), (#"{"weight_map":{"a":1}}"#, .value),
      (#"{"weight_map":{"a":"x","a":"y"}}"#, .duplicate), (#"{"weight_map":{"a\u0007":"x"}}"#, .value),
    ] {
      do throws(FormatError) {
        _ = try SafetensorsIndexFile(Array(text.utf8))
        Issue.record("accepted \(text)")
      } catch { #expect(error.kind == kind, "\(text)") }
    }
  }
}
