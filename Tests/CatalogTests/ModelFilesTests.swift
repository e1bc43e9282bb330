import Analysis
import Formats
import Inference
import TestSupport
import Testing
import Tokenization

@testable import Catalog

/// Models as `transformers` writes them: read, run, compared with what it computed itself.
@Suite struct ModelFilesTests {
  private static func bytes(_ path: String) throws -> [UInt8] {
    try #require(Repository.read("Tests/Golden/Models/" + path), "\(path)")
  }

  private static func files(_ folder: String) -> ModelFiles { .folder(Array(folder.utf8)) }

  @Test(arguments: ["qwen3moe", "llama", "qwen3", "gpt2"])
  func agreesWithTransformers(_ name: String) throws {
    let files = Self.files(Repository.root + "/Tests/Golden/Models/" + name)
    try GoldenTraces(Self.bytes(name + "/golden.safetensors")).compare(with: files.model(files.configuration()))
  }

  @Test func theBundledModelAgreesWithTransformers() throws {
    try GoldenTraces(Self.bytes("bundled.safetensors")).compare(with: Catalog().languageModel().model)
  }

  @Test func aModelInPartsIsTheSame() throws {
    let whole = try SafetensorsFile(Self.bytes("qwen3/model.safetensors"))
    let names = whole.tensors.keys.sorted()
    let folder = TemporaryFolder()
    var map: [String] = []
    for (part, chosen) in [names.prefix(names.count / 2), names.dropFirst(names.count / 2)].enumerated() {
      let tensors = try chosen.map { name in
        let tensor = try #require(whole[name])
        return SafetensorsWriter.Tensor(name, tensor.type, shape: tensor.shape, bytes: try whole.bytes(of: tensor))
      }
      folder.write(SafetensorsWriter(tensors).bytes(), "model-\(part).safetensors")
      map += chosen.map { "\"\($0)\":\"model-\(part).safetensors\"" }
    }
    folder.write(Array("{\"weight_map\":{\(map.joined(separator: ","))}}".utf8), "model.safetensors.index.json")
    folder.write(try Self.bytes("qwen3/config.json"), "config.json")
    let files = Self.files(folder.path)
    try GoldenTraces(Self.bytes("qwen3/golden.safetensors")).compare(with: files.model(files.configuration()))
  }

  @Test func theModelKnowsEveryBundledToken() throws {
    let catalog = Catalog()
    let model = try catalog.languageModel()
    let general = try catalog.tokenizer(Array("bpe".utf8)).vocabulary
    #expect(general.ids.allSatisfy { model.vocabulary.vocabulary.bytes(of: $0) == general.bytes(of: $0) })
    let scaffold = try catalog.tokenizer(Array("scaffold".utf8)).vocabulary
    #expect(scaffold.ids.allSatisfy { model.vocabulary.vocabulary.id(of: scaffold.bytes(of: $0)) != nil })
    #expect(model.vocabulary.start == TokenID(model.model.shape.vocabularyCount - 1))
    #expect(model.windowLength == 511)
    #expect(model.model.nullExperts == Array(repeating: [8, 9, 10, 11], count: model.model.shape.layerCount))
  }

  @Test func anotherVocabularyThanTheModelsIsAnError() throws {
    let model = ModelFiles.bundled
    #expect(throws: Never.self) { try model.load { _ in nil } }
    do throws(CatalogError) {
      _ = try model.load { $0 == "general" ? String(repeating: "0", count: 64) : nil }
      Issue.record("a model with another vocabulary was loaded")
    } catch {
      #expect(error.description.contains("trained with another vocabulary \"general\""))
    }
  }

  @Test func faultsNameTheirFile() throws {
    let folder = TemporaryFolder()
    func message() -> String {
      do throws(CatalogError) {
        _ = try Self.files(folder.path).load { _ in nil }
        return "loaded"
      } catch { return error.description }
    }
    #expect(message() == "cannot read \(folder.path)/config.json: no such file")
    folder.write(Array("{}".utf8), "config.json")
    #expect(message().hasPrefix("cannot read \(folder.path)/config.json: "))
    folder.write(try Self.bytes("qwen3/config.json"), "config.json")
    #expect(message() == "cannot read \(folder.path)/model.safetensors: no such file")
    folder.write(try Self.bytes("gpt2/model.safetensors"), "model.safetensors")
    #expect(message().hasPrefix("cannot use the model \(folder.path): the weights lack "))
    folder.write(try Self.bytes("qwen3/model.safetensors"), "model.safetensors")
    #expect(message() == "cannot read \(folder.path)/tokenizer.json: no such file")
    #expect(!message().contains("\n"))
  }
}
