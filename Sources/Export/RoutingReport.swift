import Analysis
import Formats
import Inference

/// `tokview/routing/1`: the router's probabilities and the chosen experts of each token in each layer.
package struct RoutingReport: HeatReport {
  private let subject: HeatSubject
  private let routing: Routing

  /// - Throws: `LensError` for a trace without routing.
  package init(_ subject: HeatSubject) throws(LensError) {
    guard let routing = subject.trace.trace.routing else { throw .missing(part: "routing") }
    self.subject = subject
    self.routing = routing
  }

  package var json: JSONValue {
    var object = subject.head
    object["schema"] = "tokview/routing/1"
    object["experts"] = .integer(routing.expertCount)
    object["layers"] = .array(
      routing.layers.enumerated().map { place, layer in
        [
          "layer": .integer(layer),
          "null_experts": .array(routing.nullExperts[place].map { .integer($0) }),
          "chosen": .array(
            tokens.map { token in .array(routing.chosen(layer: layer, token: token).map { .integer(Int($0)) }) }),
          "probabilities": routing.scores == nil
            ? .null
            : .array(
              tokens.map { token in
                .array((routing.probabilities(layer: layer, token: token) ?? []).map { number(Double($0)) })
              }),
        ]
      })
    return .object(object)
  }

  package var tsv: String {
    let ranks = (0..<routing.chosenCount).map { "expert \($0 + 1)" }
    let experts = (0..<routing.expertCount).map { "p \($0)" }
    return lines(
      ["layer", "token", "text"] + ranks + experts,
      routing.layers.flatMap { layer in
        tokens.map { token in
          let probabilities = routing.probabilities(layer: layer, token: token)
          return ["\(layer)", "\(token)", subject.name(token)]
            + routing.chosen(layer: layer, token: token).map { "\($0)" }
            + (0..<routing.expertCount).map { expert in cell(probabilities.map { Double($0[expert]) }) }
        }
      })
  }

  private var tokens: Range<Int> { 0..<routing.tokenCount }
}
