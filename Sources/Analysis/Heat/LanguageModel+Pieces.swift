import Inference
import Tokenization

extension LanguageModel {
  /// Reads the part of a column around a byte, as the views show it: first attention and routing, then the same with surprisals.
  ///
  /// - Parameters:
  ///   - offset: a byte of `text`; the window of ids that holds it is read.
  ///   - wantsDepths: whether the second answer says what is expected at every depth, not only at the output.
  ///   - each: called twice, or not at all for a text without pieces.
  /// - Throws: `RunError`, also when cancelled.
  package func read(
    _ segmentation: Segmentation, of text: [UInt8], around offset: Int, wantsDepths: Bool = false,
    isCancelled: () -> Bool = { false }, each: (PieceTrace) -> Void
  ) throws(RunError) {
    let reading = vocabulary.reading(of: segmentation, text: text)
    let windows = reading.windows(of: windowLength)
    let holding = windows.partitionPoint { reading.ranges[$0.upperBound - 1].upperBound > offset }
    guard let window = windows.indices.contains(holding) ? windows[holding] : windows.last else { return }
    let run = try run(reading, window: window, isCancelled: isCancelled)
    var trace = placed(run.trace, reading, window)
    each(PieceTrace(trace, of: reading, window: window, model: name, isComplete: false, lacksDepths: true))
    let output = model.shape.layerCount
    for depth in wantsDepths ? Array(0...output) : [output] {
      try model.predictions(for: run, depth: depth, isCancelled: isCancelled) { trace.add($0, outputDepth: output) }
    }
    each(
      PieceTrace(
        trace, of: reading, window: window, model: name, names: names(in: trace), isComplete: true,
        lacksDepths: !wantsDepths))
  }

  /// Bytes of the tokens that the predictions of a trace name.
  private func names(in trace: Trace) -> [UInt32: [UInt8]] {
    var names: [UInt32: [UInt8]] = [:]
    for row in trace.predictions.values {
      for candidate in row.lazy.compactMap({ $0?.top }).joined() where names[candidate.id] == nil {
        names[candidate.id] = Array(vocabulary.vocabulary.bytes(of: candidate.id))
      }
    }
    return names
  }
}
