import Tokenization

/// Reads the bytes as a user's list of Turkish words and, after the first zero byte, as a list of suffixes; analyses words with them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWords(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let place = bytes.firstIndex(of: 0) ?? bytes.count
  var lexicon = TurkishLexicon()
  do throws(TurkishListError) { try lexicon.add(Array(bytes[..<place])) } catch { checkMessage(error) }
  var inventory = suffixes
  if place < bytes.count {
    do throws(TurkishListError) { inventory = try SuffixInventory(Array(bytes[(place + 1)...])) } catch {
      checkMessage(error)
    }
  }
  let analyzer = MorphologicalAnalyzer(lexicon: lexicon, inventory: inventory)
  for root in 0..<min(lexicon.count, 4) {
    let word = Array(lexicon.text(of: root))
    precondition(!word.isEmpty)
    _ = lexicon.irregularStems(of: root)
    _ = analyzer.analyses(of: word, count: 4)
    _ = analyzer.analyses(of: word + Array("larımızdan".utf8), count: 4)
  }
  return 0
}

private nonisolated(unsafe) let suffixes: SuffixInventory = {
  do { return try SuffixInventory(contents(of: "Sources/CBundle/Turkish/suffixes.tsv")) } catch {
    fatalError("\(error)")
  }
}()
