import TestSupport
import Testing

@testable import Tokenization

/// What every tokenizer must do on any bytes.
struct TokenizerProperties {
  let name: String
  let tokenizer: any Tokenizer

  /// Checks one text.
  func check(_ text: [UInt8], _ comment: Comment) {
    let segmentation = tokenizer.segmentation(of: text)
    let ids = tokenizer.ids(of: text)
    #expect(segmentation.tokens.map(\.id) == ids, comment)
    #expect(segmentation.byteCount == text.count, comment)
    #expect((try? tokenizer.decode(ids)) == text, comment)
    var position = 0
    for token in segmentation.tokens {
      let bytes = tokenizer.vocabulary.bytes(of: token.id)
      guard token.start == position, token.end > token.start, bytes == text[token.range] else {
        Issue.record("\(name): token \(token) after \(position); \(comment)")
        return
      }
      #expect(token.kind == tokenizer.vocabulary.kind(of: token.id), comment)
      #expect(token.kind != .scaffold, comment)
      position = token.end
    }
    #expect(tokenizer.segmentation(of: text) == segmentation, comment)
    // Appending keeps what is there.
    var appended: [TokenID] = [7]
    text.withUnsafeBufferPointer { tokenizer.encode($0, into: &appended) }
    #expect(appended == [7] + ids, comment)
  }

  /// Checks that the steps at `offset` lead to the tokens of the text.
  func checkDerivation(at offset: Int, of text: [UInt8], _ comment: Comment) {
    let steps = tokenizer.derivation(at: offset, of: text).steps
    guard let first = steps.first, let last = steps.last else {
      #expect(text.isEmpty, comment)
      return
    }
    let inside = min(max(offset, 0), text.count - 1)
    #expect(first.range.contains(inside), comment)
    let whole = (last.pieces.first?.lowerBound ?? 0)..<(last.pieces.last?.upperBound ?? 0)
    #expect(whole.contains(inside), comment)
    for step in steps {
      #expect(zip(step.pieces, step.pieces.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }, comment)
      #expect(step.pieces.allSatisfy { !$0.isEmpty }, comment)
    }
    let tokens = tokenizer.segmentation(of: text).tokens.map(\.range).filter { whole.overlaps($0) }
    #expect(last.pieces == tokens, comment)
  }
}
