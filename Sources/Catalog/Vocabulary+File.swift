import Formats
import Tokenization

extension Vocabulary {
  /// The vocabulary that `file` states.
  ///
  /// - Parameter pattern: replaces the file's own; needed where the file has none.
  /// - Throws: `CatalogError.vocabulary` when the parts do not belong together.
  package init(name: String, _ file: TokenizerFile, pattern: PretokenPattern) throws(CatalogError) {
    // Added tokens with the bytes of a piece come after the pieces.
    let pieceIDs = file.pieces.ids
    var ids = pieceIDs
    if !file.addedTokens.isEmpty {
      let known = Set(pieceIDs)
      ids += file.addedTokens.map(\.id).filter { !known.contains($0) }
    }
    let extra = Dictionary(uniqueKeysWithValues: file.addedTokens.map { ($0.id, $0.content) })
    let order = ids.indices.sorted { ids[$0] < ids[$1] }
    var arena: [UInt8] = []
    var offsets: [UInt32] = [0]
    offsets.reserveCapacity(order.count + 1)
    for index in order {
      if index < pieceIDs.count { arena += file.pieces.bytes(at: index) } else { arena += extra[ids[index]] ?? [] }
      offsets.append(UInt32(arena.count))
    }
    do throws(VocabularyError) {
      try self.init(
        name: name, ids: order.map { ids[$0] }, arena: arena, offsets: offsets,
        merges: file.merges.map { Merge(left: $0.left, right: $0.right, result: $0.result) },
        ranking: file.pattern == nil ? .tokenID : .mergeList, pattern: pattern,
        looksUpWholePretokens: file.ignoresMerges, addedTokens: file.addedTokens.map(AddedToken.init),
        normalForm: file.normalForm, scaffoldTokens: file.scaffold ?? [], alphabet: file.alphabet.map(Alphabet.init))
    } catch {
      throw .vocabulary(name, error)
    }
  }
}

extension Vocabulary.AddedToken {
  init(_ token: TokenizerFile.AddedToken) {
    self.init(
      id: token.id, content: token.content, special: token.special, singleWord: token.singleWord,
      stripsLeft: token.stripsLeft, stripsRight: token.stripsRight, normalized: token.normalized)
  }
}

extension TokenizerFile {
  /// The file of `vocabulary`.
  package init(_ vocabulary: Vocabulary) {
    var pieces = PieceTable()
    for id in vocabulary.ids {
      let bytes = vocabulary.bytes(of: id)
      if vocabulary.id(of: bytes) == id { _ = pieces.append(bytes, id: id) }
    }
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
      normalForm: vocabulary.normalForm, scaffold: vocabulary.scaffoldTokens.isEmpty ? nil : vocabulary.scaffoldTokens,
      alphabet: vocabulary.alphabet.map { alphabet in
        switch alphabet.unit {
        case .byte: .bytes(alphabet.members.map { UInt8($0) })
        case .character: .characters(alphabet.members)
        }
      })
  }
}

extension Alphabet {
  fileprivate init(_ alphabet: TokenizerFile.Alphabet) {
    switch alphabet {
    case .bytes(let bytes): self.init(.byte, bytes.map { UInt32($0) })
    case .characters(let characters): self.init(.character, characters)
    }
  }
}
