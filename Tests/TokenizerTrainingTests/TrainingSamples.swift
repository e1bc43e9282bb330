import TestSupport
import TokenizerTraining

extension PretokenTable {
  /// A table that holds exactly `words`.
  init(_ words: [(bytes: [UInt8], count: Int)]) {
    self.init()
    for (bytes, count) in words { add(bytes, weight: count) }
  }

  mutating func add(_ bytes: [UInt8], weight: Int) {
    bytes.withUnsafeBufferPointer { add($0.baseAddress!, length: $0.count, readable: $0.count, weight: weight) }
  }

  /// Strings with their counts.
  var contents: [[UInt8]: Int] {
    var out: [[UInt8]: Int] = [:]
    visitAll { out[Array($0)] = $1 }
    return out
  }
}

/// Different words over a small alphabet, so that tokens meet each other in many ways and ties are common.
func randomWords(
  alphabet: [UInt8], count: Int, longest: Int, using generator: inout SeededGenerator
) -> [(bytes: [UInt8], count: Int)] {
  var words: [[UInt8]: Int] = [:]
  for _ in 0..<count {
    let length = Int.random(in: 1...longest, using: &generator)
    let word = (0..<length).map { _ in alphabet.randomElement(using: &generator)! }
    words[word, default: 0] += Int.random(in: 1...6, using: &generator)
  }
  return words.map { (bytes: $0.key, count: $0.value) }
}

func words(_ list: KeyValuePairs<String, Int>) -> [(bytes: [UInt8], count: Int)] {
  list.map { (bytes: Array($0.key.utf8), count: $0.value) }
}

extension TrainingResult {
  /// Tokens beside the 256 bytes.
  var learned: [String] { tokens.dropFirst(256).map { String(decoding: $0, as: UTF8.self) } }
  /// Scaffold tokens as text.
  var scaffoldText: [String] { scaffoldTokens.map { String(decoding: tokens[Int($0)], as: UTF8.self) } }
}
