/// What a model expects after one token, without the logits of the whole vocabulary.
package struct Prediction: Sendable, Hashable {
  /// A token of the vocabulary with its logit.
  package struct Candidate: Sendable, Hashable {
    package let id: UInt32
    package let logit: Float

    package init(id: UInt32, logit: Float) {
      self.id = id
      self.logit = logit
    }
  }

  /// ln Σ e^logit over the vocabulary.
  package let logSumExp: Float
  /// Logit of the token that follows in the text; nil after the last one.
  package let nextLogit: Float?
  /// The most likely tokens, best first, ties to the lower id.
  package let top: [Candidate]

  package init(logSumExp: Float, nextLogit: Float?, top: [Candidate]) {
    self.logSumExp = logSumExp
    self.nextLogit = nextLogit
    self.top = top
  }

  /// The probability of a candidate, 0…1.
  package func probability(_ candidate: Candidate) -> Float { exponential(candidate.logit - logSumExp) }

  /// −log₂ p of the token that follows, in bits; nil after the last token.
  package var nextSurprisal: Float? { nextLogit.map { max(0, (logSumExp - $0) * 1.442_695_04) } }
}

/// Predictions of neighbouring tokens from the vectors at one depth.
package struct PredictionBlock: Sendable, Hashable {
  /// Layers that were run through; the model's count of layers gives the model's own output.
  package let depth: Int
  /// The tokens after which is predicted.
  package let tokens: Range<Int>
  /// One for each of `tokens`.
  package let predictions: [Prediction]

  package init(depth: Int, tokens: Range<Int>, predictions: [Prediction]) {
    precondition(tokens.count == predictions.count)
    self.depth = depth
    self.tokens = tokens
    self.predictions = predictions
  }
}
