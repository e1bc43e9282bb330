import Synchronization

/// Encodes texts pretoken by pretoken with a model, and remembers the short pretokens.
///
/// Scratch memory and cache sit behind a lock that is taken once for a text; a thread that finds it taken works with a
/// fresh copy, so nobody waits.
final class CachedPretokens<Model: PretokenModel>: Sendable {
  private struct Workspace {
    var model: Model
    let cache: PretokenCache
  }

  let model: Model
  let cutter: any PretokenCutter
  /// Used under `lock` only.
  private nonisolated(unsafe) var workspace: Workspace?
  private let lock = Mutex(())
  /// Pretokens that are cut before they are encoded.
  private static var batch: Int { 256 }

  init(model: Model, cutter: any PretokenCutter) {
    self.model = model
    self.cutter = cutter
  }

  convenience init(model: Model, vocabulary: Vocabulary) {
    self.init(model: model, cutter: PretokenScanner(vocabulary: vocabulary))
  }

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let done: Void? = lock.withLockIfAvailable { _ in
      var lent = workspace.take() ?? Workspace(model: model, cache: PretokenCache())
      encode(text, with: &lent, into: &ids)
      workspace = lent
    }
    if done == nil {
      var own = Workspace(model: model, cache: PretokenCache())
      encode(text, with: &own, into: &ids)
    }
  }

  private func encode(
    _ text: UnsafeBufferPointer<UInt8>, with workspace: inout Workspace, into ids: inout [TokenID]
  ) {
    let cache = workspace.cache
    cache.grow(for: text.count)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: CachedPretokens.batch) { ends in
      var start = 0
      while start < text.count {
        let count = cutter.ends(in: text, from: start, into: ends)
        let batch = UnsafeBufferPointer(rebasing: ends[..<count])
        cache.encode(text, from: start, ends: batch, into: &ids) { workspace.model.encode($0, into: &$1) }
        start = batch[count - 1]
      }
    }
  }

  /// The derivation of the pretoken at `offset`; `write` adds the steps after the first from the pretoken and its ids.
  func derivation(
    at offset: Int, of text: [UInt8], in vocabulary: Vocabulary,
    _ write: (inout Model, UnsafeBufferPointer<UInt8>, [TokenID], inout DerivationBuilder) -> Void
  ) -> Derivation {
    text.withUnsafeBufferPointer { text in
      guard let range = cutter.pretoken(at: offset, in: text) else { return Derivation(steps: []) }
      let pretoken = UnsafeBufferPointer(rebasing: text[range])
      var model = model
      var ids: [TokenID] = []
      model.encode(pretoken, into: &ids)
      if range.count > Derivation.longestPretoken { return DerivationBuilder.final(ids, of: range, in: vocabulary) }
      var steps = DerivationBuilder(pretoken: range, pattern: vocabulary.pattern)
      write(&model, pretoken, ids, &steps)
      return steps.derivation
    }
  }
}
