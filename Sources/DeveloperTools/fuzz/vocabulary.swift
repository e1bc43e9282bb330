import Formats
import Tokenization
import UnicodeText

/// What `Vocabulary+File.swift` of the catalogue throws, without the rest of it.
package enum CatalogError: Error {
  case vocabulary(String, VocabularyError)
}

/// Cuts `text` with every tokenizer that `file` opens for: the tokens cover the text and, where nothing is normalised or left out, decode
/// to it.
func useVocabulary(_ file: TokenizerFile, _ text: [UInt8]) {
  let vocabulary: Vocabulary
  do throws(CatalogError) {
    let pattern = file.pattern.flatMap { PretokenPattern(rawValue: $0.rawValue) } ?? .cl100k
    vocabulary = try Vocabulary(name: "fuzz", file, pattern: pattern)
  } catch .vocabulary(_, let fault) { return checkMessage(fault) } catch { return }
  let base = BPETokenizer(vocabulary: vocabulary)
  for tokenizer in tokenizers(over: base) {
    // As the catalogue opens it.
    check(PreparedTokenizer.isNeeded(for: vocabulary) ? PreparedTokenizer(tokenizer) : tokenizer, text)
    check(PreparedTokenizer(tokenizer, parsesSpecialTokens: true), text)
  }
}

private func tokenizers(over base: BPETokenizer) -> [any Tokenizer] {
  let vocabulary = base.vocabulary
  if let alphabet = vocabulary.alphabet { return [DroppingTokenizer(base: base, alphabet: alphabet)] }
  var tokenizers: [any Tokenizer] = [
    base, LBPETokenizer(vocabulary: vocabulary), DigitGroupingTokenizer(base: base, grouping: .rightToLeft),
    GreedyTokenizer(vocabulary: vocabulary), GreedyTokenizer(vocabulary: vocabulary, from: .right),
    FewestTokensTokenizer(vocabulary: vocabulary),
  ]
  if !vocabulary.scaffoldTokens.isEmpty, let scaffold = try? ScaffoldBPETokenizer(expanded: vocabulary) {
    tokenizers.append(scaffold)
  }
  return tokenizers
}

private func check(_ tokenizer: any Tokenizer, _ text: [UInt8]) {
  var ids: [TokenID] = []
  text.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
  let segmentation = tokenizer.segmentation(of: text)
  precondition(segmentation.byteCount == text.count)
  precondition(segmentation.tokens.map(\.id) == ids, "two ways to encode differ")
  guard let decoded = try? tokenizer.decode(ids) else { fatalError("an id that the vocabulary lacks") }
  if tokenizer.vocabulary.normalForm == nil, tokenizer.vocabulary.alphabet == nil {
    precondition(decoded == text, "decoding gives other bytes")
  }
  _ = tokenizer.derivation(at: text.count / 2, of: text)
  // Parts between safe places are cut as in the whole.
  text.withUnsafeBufferPointer { bytes in
    guard let place = tokenizer.boundary.after(text.count / 2, in: bytes, limit: text.count) else { return }
    var parts: [TokenID] = []
    tokenizer.encode(UnsafeBufferPointer(rebasing: bytes[..<place]), into: &parts)
    tokenizer.encode(UnsafeBufferPointer(rebasing: bytes[place...]), into: &parts)
    precondition(parts == ids, "parts at a safe place are cut in another way")
  }
}
