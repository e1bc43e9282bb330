/// Scaffold-BPE: some tokens only help to build longer ones and never come out (arXiv 2404.17808).
///
/// Stage 1 (scaffolding) is byte-pair encoding with every merge of the expanded vocabulary E. Stage 2 (demolishing)
/// replaces each scaffold token that is left by its children until all tokens are visible; nothing merges again after.
/// Tokens have an internal id over E and a public id over the visible vocabulary V, dense in the order of the internal
/// ids. Lossless, because bytes never leave V. Time: that of byte-pair encoding plus one step a token.
///
/// Example: E has `ab` (scaffold) and `abc` from `ab`+`c`. On `abd` stage 1 gives `ab|d`, stage 2 `a|b|d`.
package struct ScaffoldBPETokenizer: Tokenizer {
  /// V: visible tokens with public ids; it has no merges, because those of E pass through scaffold tokens.
  package let vocabulary: Vocabulary
  /// E: all tokens with internal ids, all merges, the scaffold tokens.
  package let expanded: Vocabulary
  private let base: BPETokenizer
  private let demolition: ScaffoldDemolition
  /// Public id of each entry of E; `hidden` for scaffold tokens.
  private let publicIDs: [TokenID]
  private static let hidden = TokenID.max

  /// - Parameter expanded: E, with its merges in order and the internal ids of the scaffold tokens.
  /// - Throws: `VocabularyError` when a byte is a scaffold token, or no merge makes a scaffold token.
  package init(expanded: Vocabulary) throws(VocabularyError) {
    self.expanded = expanded
    demolition = try ScaffoldDemolition(expanded: expanded)
    var publicIDs: [TokenID] = []
    publicIDs.reserveCapacity(expanded.count)
    var arena: [UInt8] = []
    var offsets: [UInt32] = [0]
    for (entry, id) in expanded.ids.enumerated() {
      if expanded.kinds[entry] == .scaffold {
        publicIDs.append(ScaffoldBPETokenizer.hidden)
        continue
      }
      publicIDs.append(TokenID(offsets.count - 1))
      arena += expanded.bytes(of: id)
      offsets.append(UInt32(arena.count))
    }
    let added = expanded.addedTokens.map { token in
      Vocabulary.AddedToken(
        id: expanded.entry(of: token.id).map { publicIDs[$0] } ?? token.id, content: token.content,
        special: token.special, singleWord: token.singleWord, stripsLeft: token.stripsLeft,
        stripsRight: token.stripsRight, normalized: token.normalized)
    }
    vocabulary = try Vocabulary(
      name: expanded.name, ids: (0..<offsets.count - 1).map(TokenID.init), arena: arena, offsets: offsets, merges: [],
      pattern: expanded.pattern, addedTokens: added, normalForm: expanded.normalForm)
    self.publicIDs = publicIDs
    base = BPETokenizer(vocabulary: expanded)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let first = ids.count
    base.encode(text, into: &ids)
    let last = ids.count
    var added = 0
    for index in first..<last {
      let id = publicID(of: ids[index])
      if id == ScaffoldBPETokenizer.hidden { added += demolition.visible(of: ids[index]).count - 1 }
    }
    ids.append(contentsOf: repeatElement(0, count: added))
    // From the back, where the room is: no token is overwritten before it was read.
    var place = ids.count
    for index in stride(from: last - 1, through: first, by: -1) {
      let id = publicID(of: ids[index])
      if id != ScaffoldBPETokenizer.hidden {
        place -= 1
        ids[place] = id
        continue
      }
      for id in demolition.visible(of: ids[index]).reversed() {
        place -= 1
        ids[place] = publicID(of: id)
      }
    }
  }

  package func segmentation(of text: [UInt8]) -> Segmentation {
    var tokens: [Token] = []
    for scaffold in stage1(of: text).tokens {
      var start = scaffold.start
      for internalID in demolition.visible(of: scaffold.id) {
        let end = start + expanded.byteCount(of: internalID)
        let id = publicID(of: internalID)
        tokens.append(Token(id: id, start: start, end: end, kind: vocabulary.kind(of: id), internalID: internalID))
        start = end
      }
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  /// The tokens before any is taken apart; `id` and `internalID` are both the internal id.
  package func stage1(of text: [UInt8]) -> Segmentation {
    let tokens = base.segmentation(of: text).tokens.map { token in
      Token(id: token.id, start: token.start, end: token.end, kind: token.kind, internalID: token.id)
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  /// The merges of stage 1, then the demolitions; tokens in the steps are internal ids.
  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    let merging = base.derivation(at: offset, of: text)
    guard let pretoken = merging.steps.first?.range else { return merging }
    var ids: [TokenID] = []
    text[pretoken].withUnsafeBufferPointer { base.encodePretoken($0, into: &ids) }
    if pretoken.count > Derivation.longestPretoken {
      return DerivationBuilder.final(ids.flatMap { demolition.visible(of: $0) }, of: pretoken, in: expanded)
    }
    var steps = DerivationBuilder(merging, pretoken: pretoken, tokens: ids, vocabulary: expanded)
    steps.demolish(demolition)
    return steps.derivation
  }

  /// The id that texts have a token of `expanded` by; nil for a scaffold token.
  package func visibleID(of internalID: TokenID) -> TokenID? {
    let id = publicID(of: internalID)
    return id == ScaffoldBPETokenizer.hidden ? nil : id
  }

  private func publicID(of internalID: TokenID) -> TokenID {
    guard let entry = expanded.entry(of: internalID) else { return ScaffoldBPETokenizer.hidden }
    return publicIDs[entry]
  }
}
