import Formats
import Inference
import Tokenization
import UnicodeText

/// Why something of the catalogue is not there; one line that says what, where and what next.
package enum CatalogError: Error, CustomStringConvertible {
  case unknownTokenizer(String)
  case unknownVocabulary(String, known: [String])
  case needsPattern(path: [UInt8])
  case notScaffold(String)
  case notForTurkish(String)
  /// Only byte-pair encoding leaves out of a text what its vocabulary lacks.
  case needsEveryByte(String)
  case file(FileError)
  case format(path: [UInt8], FormatError)
  case vocabulary(String, VocabularyError)
  case lexicon([UInt8], TurkishListError)
  case model([UInt8], ModelError)
  /// The model was trained with another vocabulary than the one that is bundled under the same name.
  case otherVocabulary(model: [UInt8], vocabulary: String)

  package var description: String {
    switch self {
    case .unknownTokenizer(let name):
      "no tokenizer \"\(name)\" (tokview list tokenizers shows the ids; a path has a / or a .)"
    case .unknownVocabulary(let name, let known):
      "no vocabulary \"\(VisibleText(name).string)\" (there are: \(known.joined(separator: ", ")))"
    case .needsPattern(let path):
      "\(VisibleText(bytes: path[...]).string) does not say how text is cut first (add @PATTERN: "
        + PretokenPattern.allCases.map(\.rawValue).joined(separator: ", ") + ")"
    case .notScaffold(let name):
      "\(VisibleText(name).string) has no scaffold tokens (use bpe:\(VisibleText(name).string))"
    case .notForTurkish(let name):
      "turkish cannot stand on \(VisibleText(name).string): its ids have gaps, it has scaffold tokens, or it is too large "
        + "(use a byte-pair vocabulary with ids from 0)"
    case .needsEveryByte(let name):
      "\(VisibleText(name).string) lacks bytes or is read by characters: only byte-pair encoding works on it "
        + "(use bpe:\(VisibleText(name).string))"
    case .file(let error): "\(error)"
    case .format(let path, let error): "cannot read \(VisibleText(bytes: path[...]).string): \(error)"
    case .vocabulary(let name, let error): "cannot use \(VisibleText(name).string): \(error)"
    case .lexicon(let path, let error): "cannot use the lexicon \(VisibleText(bytes: path[...]).string): \(error)"
    case .model(let path, let error): "cannot use the model \(VisibleText(bytes: path[...]).string): \(error)"
    case .otherVocabulary(let path, let name):
      "the model \(VisibleText(bytes: path[...]).string) was trained with another vocabulary \"\(VisibleText(name).string)\" "
        + "than this tokview has (use the model of this version, or train it again)"
    }
  }
}
