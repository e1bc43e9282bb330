import Formats
import Tokenization

extension TokenizerFile {
  /// The file of `vocabulary`.
  package init(_ vocabulary: Vocabulary) {
    var pieces = PieceTable()
    for id in vocabulary.ids { _ = pieces.append(vocabulary.bytes(of: id), id: id) }
    self.init(
      pieces: pieces, merges: vocabulary.merges.map { Merge(left: $0.left, right: $0.right, result: $0.result) },
      pattern: KnownPattern(rawValue: vocabulary.pattern.rawValue), ignoresMerges: vocabulary.looksUpWholePretokens,
      addedTokens: vocabulary.addedTokens.map {
        var token = AddedToken(id: $0.id, content: $0.content, special: $0.special)
        token.singleWord = $0.singleWord
        token.stripsLeft = $0.stripsLeft
        token.stripsRight = $0.stripsRight
        token.normalized = $0.normalized
        return token
      },
      scaffold: vocabulary.scaffoldTokens.isEmpty ? nil : vocabulary.scaffoldTokens)
  }
}
