import Formats
import Tokenization

extension Vocabulary {
  /// The vocabulary of a packed file.
  ///
  /// - Parameter pattern: replaces the file's own.
  /// - Throws: `CatalogError.vocabulary` when the parts do not belong together.
  init(name: String, _ packed: PackedVocabulary, pattern: PretokenPattern?) throws(CatalogError) {
    let pieces = packed.offsets.count - 1
    var ids = (0..<pieces).map { TokenID($0) }
    var arena = packed.arena
    var offsets = packed.offsets
    // An added token with the id of a piece is that piece.
    for token in packed.addedTokens.sorted(by: { $0.id < $1.id }) where token.id >= pieces {
      ids.append(token.id)
      arena += token.content
      offsets.append(UInt32(arena.count))
    }
    guard let pattern = pattern ?? PretokenPattern(rawValue: packed.pattern.rawValue) else {
      preconditionFailure("a known pattern has no scanner: \(packed.pattern)")
    }
    do throws(VocabularyError) {
      try self.init(
        name: name, ids: ids, arena: arena, offsets: offsets,
        merges: packed.merges.map { Merge(left: $0.left, right: $0.right, result: $0.result) }, pattern: pattern,
        addedTokens: packed.addedTokens.map(AddedToken.init), normalForm: packed.normalForm,
        scaffoldTokens: packed.scaffold)
    } catch {
      throw .vocabulary(name, error)
    }
  }
}
