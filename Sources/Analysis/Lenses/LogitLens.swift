import Inference

/// What the model would say if it stopped after a layer: softmax(W_U norm(x_d)) at depth d, the probability of its best token, 0…1.
///
/// Source: nostalgebraist, interpreting GPT: the logit lens, 2020. The strip shows depth layer + 1, what is expected *after* each token; at
/// the last depth that is the model's own output. The table has for every depth of the trace the best token with its probability, and the
/// probability of the token that does follow. Reads the layer.
///
/// Example: logits 2 (best) and 1 (following), log-sum-exp 3 → best e^−1 = .368, following e^−2 = .135.
package struct LogitLens: Lens {
  package let name = "logit-lens"
  package let title = "logit"
  package let formula = "max of softmax(W_U norm(x_d)), d = layer + 1"
  package let source = "nostalgebraist 2020, the logit lens"
  package let unit = LensUnit.share

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    guard !trace.predictions.isEmpty else { throw .missing(part: "predictions") }
    let depth = place.layer + 1
    guard let row = trace.predictions[depth] else {
      throw .absent(part: "predictions", of: "depth", number: depth, present: trace.predictions.keys.sorted())
    }
    return row.map { $0.flatMap(LogitLens.best) }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    guard !trace.predictions.isEmpty else { throw .missing(part: "predictions") }
    let depths = trace.predictions.keys.sorted()
    let rows = trace.tokens.indices.map { token in depths.map { trace.predictions[$0]?[token] } }
    return LensTable(
      rows: .tokens, columns: depths.flatMap { ["D\($0) best", "D\($0) next"] },
      values: rows.map { $0.flatMap { [$0.flatMap(LogitLens.best), $0.flatMap(LogitLens.following)] } },
      tokenIDs: zip(rows, trace.tokens.indices).map { row, token in
        let next = token + 1 < trace.tokens.count ? trace.tokens[token + 1].id : nil
        return row.flatMap { [$0?.top.first?.id, $0?.nextLogit == nil ? nil : next] }
      })
  }

  private static func best(_ prediction: Prediction) -> Double? {
    prediction.top.first.flatMap { known(prediction.probability($0)) }
  }

  /// The probability of the token that follows in the text.
  private static func following(_ prediction: Prediction) -> Double? {
    prediction.nextLogit.flatMap { known(prediction.probability(.init(id: 0, logit: $0))) }
  }
}
