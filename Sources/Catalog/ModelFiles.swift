import Analysis
import Formats
import Inference
import Tokenization
import UnicodeText

/// The files of a model: `config.json`, `tokenizer.json`, and `model.safetensors` or its parts with an index.
struct ModelFiles {
  /// The folder as messages and the screen name it.
  let path: [UInt8]
  /// The bytes of the file with this name.
  private let open: (_ name: String) throws(CatalogError) -> any ByteStore
  private let has: (_ name: String) -> Bool

  /// The bundled model.
  static var bundled: ModelFiles {
    let files = Dictionary(
      BundledFile.all.filter { $0.path.hasPrefix("Model/") }.map { (String($0.path.dropFirst(6)), $0) }
    ) { first, _ in first }
    return ModelFiles(
      path: Array("bundled".utf8),
      open: { (name) throws(CatalogError) in
        guard let file = files[name] else { preconditionFailure("\(name) is not bundled") }
        return file
      }, has: { files[$0] != nil })
  }

  /// The model in `folder`.
  static func folder(_ folder: [UInt8]) -> ModelFiles {
    func path(_ name: String) -> [UInt8] { folder + [UInt8(ascii: "/")] + Array(name.utf8) }
    return ModelFiles(
      path: folder,
      open: { (name) throws(CatalogError) in
        do throws(FileError) { return try BoundedFile(path: path(name)) } catch { throw .file(error) }
      }, has: { (try? BoundedFile(path: path($0))) != nil })
  }

  /// Reads and checks everything.
  ///
  /// - Parameter digest: SHA-256 of the bundled vocabulary with a name; nil where there is none.
  /// - Throws: `CatalogError`, also when the model was trained with another vocabulary than the one bundled under that name.
  func load(digest: (String) -> String?) throws(CatalogError) -> LanguageModel {
    let configuration = try configuration()
    for (name, wanted) in configuration.vocabularies.sorted(by: { $0.key < $1.key }) {
      if let found = digest(name), found != wanted { throw .otherVocabulary(model: path, vocabulary: name) }
    }
    return LanguageModel(
      name: VisibleText(bytes: path[...]).string, model: try model(configuration),
      vocabulary: try vocabulary(configuration))
  }

  func configuration() throws(CatalogError) -> ModelConfigurationFile {
    try parsed("config.json", limit: 1 << 20) { (bytes) throws(FormatError) in try ModelConfigurationFile(bytes) }
  }

  func model(_ configuration: ModelConfigurationFile) throws(CatalogError) -> Model {
    let weights = try weights()
    let shape: ModelShape
    do throws(FormatError) { shape = try ModelShape(configuration) } catch {
      throw .format(path: fullPath("config.json"), error)
    }
    do {
      return try Model(shape: shape) { name in
        guard let (file, part) = weights[name], let tensor = part[name] else { return nil }
        do throws(FormatError) {
          let storage: Tensor.Storage =
            tensor.type == .float16 ? .float16(try part.float16Bits(of: tensor)) : .float32(try part.floats(of: tensor))
          return Tensor(shape: tensor.shape, storage: storage)
        } catch {
          throw CatalogError.format(path: fullPath(file), error)
        }
      }
    } catch let error as ModelError {
      throw .model(path, error)
    } catch let error as CatalogError {
      throw error
    } catch { preconditionFailure("\(error)") }
  }

  /// Each tensor's file, by the tensor's name.
  private func weights() throws(CatalogError) -> [String: (file: String, part: SafetensorsFile)] {
    let index = "model.safetensors.index.json"
    var names = ["model.safetensors"]
    if !has("model.safetensors"), has(index) {
      names = try parsed(index, limit: 16 << 20) { (bytes) throws(FormatError) in try SafetensorsIndexFile(bytes).files
      }
    }
    var weights: [String: (file: String, part: SafetensorsFile)] = [:]
    for name in names {
      let store = try open(name)
      do throws(FormatError) {
        let part = try SafetensorsFile(store)
        for tensor in part.tensors.keys { weights[tensor] = (name, part) }
      } catch { throw .format(path: fullPath(name), error) }
    }
    return weights
  }

  private func vocabulary(_ configuration: ModelConfigurationFile) throws(CatalogError) -> ModelVocabulary {
    let name = "tokenizer.json"
    let file = try parsed(name, limit: TokenizerFile.Limits().bytes) { (bytes) throws(FormatError) in
      try TokenizerFile(json: bytes)
    }
    guard let pattern = file.pattern.flatMap({ PretokenPattern(rawValue: $0.rawValue) }) else {
      throw .needsPattern(path: fullPath(name))
    }
    let vocabulary = try Vocabulary(name: VisibleText(bytes: path[...]).string, file, pattern: pattern)
    guard vocabulary.alphabet == nil else {
      throw .format(
        path: fullPath(name),
        FormatError(.unsupported, at: .whole, path: "model.vocab", "a vocabulary without a piece for every byte"))
    }
    if let last = vocabulary.ids.last, Int(last) >= configuration.vocabularySize {
      throw .format(
        path: fullPath(name),
        FormatError(
          .inconsistent, at: .whole, "the id \(last), the model's vocabulary has \(configuration.vocabularySize)"))
    }
    let start = configuration.startToken.map { TokenID($0) }.flatMap { vocabulary.contains($0) ? $0 : nil }
    return ModelVocabulary(vocabulary: vocabulary, start: start)
  }

  private func parsed<Value>(
    _ name: String, limit: Int, _ parse: ([UInt8]) throws(FormatError) -> Value
  ) throws(CatalogError) -> Value {
    let store = try open(name)
    guard store.byteCount <= limit else { throw .file(FileError(.tooLarge(limit: limit), path: fullPath(name))) }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try store.read(at: 0, count: store.byteCount) } catch { throw .file(error) }
    do throws(FormatError) { return try parse(bytes) } catch { throw .format(path: fullPath(name), error) }
  }

  private func fullPath(_ name: String) -> [UInt8] { path + [UInt8(ascii: "/")] + Array(name.utf8) }
}
