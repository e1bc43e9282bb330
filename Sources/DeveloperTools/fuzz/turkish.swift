import Tokenization

/// Cuts the bytes by the hybrid tokenizer and by the greedy rule; decodes them as ids.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTurkish(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let (hybrid, greedy) = tokenizers
  var ids: [TokenID] = []
  bytes.withUnsafeBufferPointer { hybrid.encode($0, into: &ids) }
  guard let decoded = try? hybrid.decode(ids) else { fatalError("an id that the vocabulary lacks") }
  precondition(decoded == bytes, "decoding gives other bytes")
  precondition(hybrid.segmentation(of: bytes).tokens.map(\.id) == ids)
  precondition(greedy.segmentation(of: bytes).byteCount == count)
  let split = hybrid.separableCount(of: ids)
  let parts = [Array(ids[..<split]), Array(ids[split...])]
  precondition(parts.flatMap { (try? hybrid.decode($0)) ?? [] } == bytes, "decoding in parts gives other bytes")
  // Any ids: those that are no morphemes are seldom met above.
  let random = stride(from: 0, to: count - 1, by: 2).map { index in
    TokenID((Int(bytes[index]) << 8 | Int(bytes[index + 1])) * 3 % hybrid.vocabulary.count)
  }
  _ = try? hybrid.decode(random)
  _ = hybrid.derivation(at: count / 2, of: bytes)
  return 0
}

private nonisolated(unsafe) let inventory: SuffixInventory = {
  do { return try SuffixInventory(contents(of: "Sources/CBundle/Turkish/suffixes.tsv")) } catch {
    fatalError("\(error)")
  }
}()

private nonisolated(unsafe) let tokenizers: (TurkishTokenizer, TurkishGreedyTokenizer) = {
  do {
    var lexicon = TurkishLexicon()
    try lexicon.add(contents(of: "Sources/CBundle/Turkish/lexicon.txt"))
    let analyzer = MorphologicalAnalyzer(lexicon: lexicon, inventory: inventory)
    let base = BPETokenizer(
      vocabulary: try Vocabulary(
        name: "bytes", ids: Array(0..<256), arena: Array(0...255), offsets: Array(0...256), merges: [],
        pattern: .tokview))
    return (TurkishTokenizer(base: base, analyzer: analyzer), TurkishGreedyTokenizer(base: base, analyzer: analyzer))
  } catch { fatalError("\(error)") }
}()
