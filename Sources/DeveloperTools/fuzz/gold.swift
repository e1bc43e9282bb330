import Formats

/// Reads the bytes as a list of words with the places of their morphemes; cuts lie inside their words.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGold(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let file = try GoldFile(Array(UnsafeBufferPointer(start: start, count: count)))
    for word in file.words {
      precondition(file.categories.indices.contains(word.category) && !word.text.isEmpty && !word.readings.isEmpty)
      for cuts in word.readings {
        precondition(zip([0] + cuts, cuts + [word.text.count]).allSatisfy { $0 < $1 })
      }
    }
  } catch { checkMessage(error) }
  return 0
}
