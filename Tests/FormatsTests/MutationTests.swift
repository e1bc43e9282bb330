import TestSupport
import Testing

@testable import Formats

/// Damaged copies of valid files: every reader ends, with a value or a typed error.
@Suite struct MutationTests {
  private static let rounds = 3000

  private func mutate(_ valid: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = valid
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
    case 1:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      bytes.removeSubrange(start..<min(bytes.count, start + Int.random(in: 1...9, using: &generator)))
    case 2:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let part = bytes[start..<min(bytes.count, start + Int.random(in: 1...40, using: &generator))]
      bytes.insert(contentsOf: part, at: Int.random(in: 0...bytes.count, using: &generator))
    default:
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : Array("{}[]\",:\\0-eu+=. \n".utf8).randomElement(using: &generator) ?? 0
      }
    }
    return bytes
  }

  private func run(_ valid: [UInt8], seed: UInt64, _ read: ([UInt8]) throws(FormatError) -> Void) {
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<Self.rounds {
      do throws(FormatError) { try read(mutate(valid, &generator)) } catch {
        refused += 1
        #expect(
          !error.description.isEmpty && !error.description.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "seed \(seed)")
      }
    }
    #expect(refused > 0, "seed \(seed)")
  }

  @Test(arguments: [1, 2] as [UInt64])
  func tokenizerJSON(_ seed: UInt64) {
    var file = VocabularyFixture.file()
    file.scaffold = [256]
    file.addedTokens = [.init(id: 300, content: Array("<s>".utf8), special: true)]
    _ = file.pieces.append(Array("<s>".utf8), id: 300)
    file.addedTokens.append(.init(id: 301, content: Array(" t".utf8)))
    file.addedTokens[1].normalized = true
    file.normalForm = .nfkc
    run(file.json(), seed: seed) { (bytes) throws(FormatError) in
      // Whatever is accepted can be written and read again.
      let file = try TokenizerFile(json: bytes)
      _ = try TokenizerFile(json: file.json())
    }
  }

  @Test(arguments: [3] as [UInt64])
  func tiktoken(_ seed: UInt64) {
    run(VocabularyFixture.file().tiktoken(), seed: seed) { (bytes) throws(FormatError) in
      _ = try TokenizerFile(tiktoken: bytes)
    }
  }

  @Test(arguments: [4] as [UInt64])
  func sample(_ seed: UInt64) {
    let text = "+++\ntitle = \"T\"\nlang = \"en\"\nexpect = [\"a\", 'b']\nescapes = true\n+++\na\\u{1F469}\\xff\\n\n"
    run(Array(text.utf8), seed: seed) { (bytes) throws(FormatError) in _ = try SampleFile(bytes) }
  }

  @Test(arguments: [5] as [UInt64])
  func theme(_ seed: UInt64) {
    let text =
      "[meta]\nname = \"x\"\n[token]\na = 24\nb = -1\n[heat]\nmap = [1, 2, 3]\nnan = \"×\" # no number\n[t]\nx = 1e5\n"
    run(Array(text.utf8), seed: seed) { (bytes) throws(FormatError) in _ = try ThemeFile(bytes) }
  }

  @Test(arguments: [6] as [UInt64])
  func safetensors(_ seed: UInt64) {
    run(SafetensorsFixture.mixed.bytes(), seed: seed) { (bytes) throws(FormatError) in
      let file = try SafetensorsFile(bytes)
      for tensor in file.tensors.values {
        _ = try file.bytes(of: tensor)
        switch tensor.type {
        case .int32, .int64: _ = try file.int32s(of: tensor)
        case .float16, .brainFloat16, .float32, .float64: _ = try file.floats(of: tensor)
        default: break
        }
      }
    }
  }

  @Test(arguments: [7] as [UInt64])
  func safetensorsIndex(_ seed: UInt64) {
    let text = #"{"metadata":{"total_size":8},"weight_map":{"a.b":"m-1.safetensors","c":"m-2.safetensors"}}"#
    run(Array(text.utf8), seed: seed) { (bytes) throws(FormatError) in
      // Whatever is accepted stays in its folder.
      for name in try SafetensorsIndexFile(bytes).files { #expect(!name.contains("/") && !name.contains("..")) }
    }
  }

  @Test(arguments: ["gpt2", "llama", "qwen3", "qwen3moe"])
  func configuration(_ name: String) throws {
    let valid = try #require(Repository.read("Tests/Golden/Models/\(name)/config.json"))
    run(valid, seed: 8) { (bytes) throws(FormatError) in _ = try ModelConfigurationFile(bytes) }
  }

  @Test(arguments: [9, 10] as [UInt64])
  func trace(_ seed: UInt64) {
    run(TraceFileTests.trace.writer().bytes(), seed: seed) { (bytes) throws(FormatError) in
      // Whatever is accepted can be turned into probabilities, written and read again.
      let trace = try TraceFile(bytes)
      _ = trace.attention?.probabilities(tokens: trace.tokens.count)
      _ = trace.routing?.probabilities()
      #expect(try TraceFile(trace.writer().bytes()).tokens == trace.tokens, "seed \(seed)")
    }
  }
}
