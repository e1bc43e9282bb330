import Analysis
import Inference
import TestSupport
import Tokenization

/// A made-up model with patterns that a person can find on a screen: heads that look at the start, at the token before, at what followed an
/// earlier equal token, and everywhere; experts by the first byte of a token.
enum TestModel {
  static let layers = 4
  static let heads = 4
  static let experts = 12
  static let nulls = 4
  static let chosen = 3

  static let vocabulary: ModelVocabulary = {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    var known = Set(entries.map(\.bytes))
    let numbers = (10..<1000).map { Array(String($0).utf8) }
    for bytes in TestEngine.common.split(separator: "|").map({ Array($0.utf8) }) + numbers
    where known.insert(bytes).inserted { entries.append((TokenID(entries.count), bytes)) }
    entries.append((TokenID(entries.count), Array("<s>".utf8)))
    do {
      let vocabulary = try Vocabulary(name: "test", entries: entries, merges: [], pattern: .tokview)
      return ModelVocabulary(vocabulary: vocabulary, start: TokenID(entries.count - 1))
    } catch { preconditionFailure("\(error)") }
  }()

  /// What the model says of `segmentation` around byte `offset`, in windows of `limit` ids.
  static func trace(
    of segmentation: Segmentation, text: [UInt8], at offset: Int, limit: Int = 511, isComplete: Bool = true
  ) -> PieceTrace {
    let reading = vocabulary.reading(of: segmentation, text: text)
    let windows = reading.windows(of: limit)
    let window =
      windows.first { reading.ranges[$0].last.map { $0.upperBound > offset } ?? false } ?? windows.last ?? 0..<0
    let ids = [vocabulary.start ?? 0] + reading.ids[window]
    let tokens =
      [Trace.Token(id: ids[0], bytes: nil)]
      + window.map { Trace.Token(id: reading.ids[$0], bytes: reading.ranges[$0]) }
    do {
      let trace = try Trace(
        tokens: tokens, attention: try attention(ids), routing: try routing(ids, text: text, tokens),
        surprisals: isComplete ? ids.indices.map { $0 == 0 ? nil : Float((ids[$0] &* 37 &+ 11) % 130) / 10 } : nil)
      return PieceTrace(
        trace, of: reading, window: window, model: "test model", isComplete: isComplete, lacksDepths: false)
    } catch { preconditionFailure("\(error)") }
  }

  private static func attention(_ ids: [UInt32]) throws -> AttentionMaps {
    var values: [Float] = []
    for layer in 0..<layers {
      for head in 0..<heads {
        for query in ids.indices {
          let earlier = query > 0 ? (0..<query).last { ids[$0] == ids[query] } : nil
          var row = (0...query).map { key -> Float in
            var weight: Float = head == 3 ? 1 : 1 / 16
            if key == 0 { weight += head == 0 ? 12 : 2 }
            if head == 1, key == query - 1 { weight += 8 + Float(layer) }
            if head == 2, let earlier, key == earlier + 1 { weight += 16 }
            return weight + Float((key * 7 + query * 3 + layer * 5) % 11) / 16
          }
          let sum = row.reduce(0, +)
          for key in row.indices { row[key] /= sum }
          values += row
        }
      }
    }
    return try AttentionMaps(
      layers: Array(0..<layers), heads: Array(0..<heads), tokenCount: ids.count, values: values)
  }

  private static func routing(_ ids: [UInt32], text: [UInt8], _ tokens: [Trace.Token]) throws -> Routing {
    var probabilities: [Float] = []
    var best: [Int32] = []
    var weights: [Float] = []
    for layer in 0..<layers {
      for token in tokens {
        let byte = token.bytes.map { Int(text[$0.lowerBound]) } ?? 0
        var row = (0..<experts).map { Float((($0 + 1) * (byte + 3 + layer) * 13) % 29 + 1) }
        if (0x30...0x39).contains(byte) { row[(5 + layer) % 8] += 60 }
        let sum = row.reduce(0, +)
        for expert in row.indices { row[expert] /= sum }
        let top = Routing.top(chosen, of: row)
        probabilities += row
        best += top.map { Int32($0) }
        weights += top.map { row[$0] }
      }
    }
    return try Routing(
      layers: Array(0..<layers), tokenCount: ids.count, expertCount: experts, chosenCount: chosen,
      scores: .probabilities(probabilities), chosen: best, weights: weights,
      nullExperts: Array(repeating: Array(experts - nulls..<experts), count: layers))
  }
}
