import Inference
import Tokenization

/// A model with the vocabulary in which it reads: what it makes of the pieces of any tokenizer.
package struct LanguageModel: Sendable {
  /// As the screen and files name it.
  package let name: String
  package let model: Model
  package let vocabulary: ModelVocabulary

  /// Tokens of one run, the start token among them; the bundled model was trained on as many.
  package static let longestRun = 512

  package init(name: String, model: Model, vocabulary: ModelVocabulary) {
    self.name = name
    self.model = model
    self.vocabulary = vocabulary
  }

  /// Ids of a text that one run reads behind the start token.
  package var windowLength: Int {
    max(1, min(LanguageModel.longestRun, model.shape.maximumLength) - (vocabulary.start == nil ? 0 : 1))
  }

  /// The trace of one window of a text: attention, routing and norms, at once.
  ///
  /// - Parameter window: a range of the reading's ids, not longer than `windowLength`.
  /// - Throws: `RunError`, also when cancelled.
  package func run(
    _ reading: ModelReading, window: Range<Int>, isCancelled: () -> Bool = { false }
  ) throws(RunError) -> ModelRun {
    try model.run(ids: (vocabulary.start.map { [$0] } ?? []) + reading.ids[window], isCancelled: isCancelled)
  }

  /// The whole trace of one window, with byte ranges and surprisals: both steps of the model.
  package func trace(
    of reading: ModelReading, window: Range<Int>, isCancelled: () -> Bool = { false }
  ) throws(RunError) -> Trace {
    let run = try run(reading, window: window, isCancelled: isCancelled)
    var trace = placed(run.trace, reading, window)
    let depth = model.shape.layerCount
    try model.predictions(for: run, isCancelled: isCancelled) { trace.add($0, outputDepth: depth) }
    return trace
  }

  /// `trace`, of a window of `reading`, with the bytes that each token stands for.
  func placed(_ trace: Trace, _ reading: ModelReading, _ window: Range<Int>) -> Trace {
    var trace = trace
    let special: [Range<Int>?] = vocabulary.start == nil ? [] : [nil]
    do throws(TraceError) { try trace.setByteRanges(special + reading.ranges[window].map { $0 }) } catch {
      preconditionFailure("\(error)")
    }
    return trace
  }

  /// −log₂ p of each id of `reading` after those before it in its window, in bits.
  ///
  /// The text is read in windows of `windowLength` ids that begin with the start token. Nil for the first id of a window of a model
  /// without one, and where the model's numbers are not finite.
  package func surprisals(of reading: ModelReading, isCancelled: () -> Bool = { false }) throws(RunError) -> [Double?] {
    var bits: [Double?] = []
    bits.reserveCapacity(reading.ids.count)
    for window in reading.windows(of: windowLength) {
      let run = try run(reading, window: window, isCancelled: isCancelled)
      if vocabulary.start == nil { bits.append(nil) }
      try model.predictions(for: run, topCount: 1, isCancelled: isCancelled) { block in
        for prediction in block.predictions {
          guard prediction.nextLogit != nil else { continue }
          bits.append(prediction.nextSurprisal.flatMap { $0.isFinite ? Double($0) : nil })
        }
      }
    }
    return bits
  }

  /// −log₂ p of each token of `segmentation`, summed over the ids that the model reads for it; nil where it is not known.
  package func bitsOfTokens(
    of segmentation: Segmentation, text: [UInt8], isCancelled: () -> Bool = { false }
  ) throws(RunError) -> [Double?] {
    let reading = vocabulary.reading(of: segmentation, text: text)
    return reading.sums(
      of: try surprisals(of: reading, isCancelled: isCancelled), tokenCount: segmentation.tokens.count)
  }
}
