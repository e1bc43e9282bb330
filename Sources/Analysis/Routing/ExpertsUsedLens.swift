import Inference

/// How many real experts work on each token: those of its k chosen that are not null, 0…k.
///
/// Sources: AdaMoE, arXiv 2406.13233; LongCat-Flash, arXiv 2509.01322. The table adds for every layer the router's probability of all null
/// experts together, Σ_null p, which is unknown in traces without scores. Reads the layer.
///
/// Example: experts 0…3, 3 is null, chosen 1 3, p = .1 .5 .1 .3 → 1 used, null share .3.
package struct ExpertsUsedLens: Lens {
  package let name = "experts-used"
  package let title = "experts"
  package let formula = "count of real experts in the top k; null share = sum of p over null experts"
  package let source = "AdaMoE 2024, arXiv 2406.13233"
  package let unit = LensUnit(kind: .count, range: "0...k", maximum: nil)

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    ExpertsUsedLens.used(try trace.requireRouting(layer: place.layer), layer: place.layer)
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    let routing = try trace.requireRouting()
    let columns = routing.layers.flatMap { layer in
      [
        ("L\(layer) used", ExpertsUsedLens.used(routing, layer: layer)),
        ("L\(layer) null share", ExpertsUsedLens.nullShares(routing, layer: layer)),
      ]
    }
    return LensTable(tokenColumns: columns, tokenCount: trace.tokens.count)
  }

  private static func used(_ routing: Routing, layer: Int) -> [Double?] {
    let isNull = nullFlags(routing, layer: layer)
    return (0..<routing.tokenCount).map { token in
      Double(routing.chosen(layer: layer, token: token).count { !isNull[Int($0)] })
    }
  }

  private static func nullShares(_ routing: Routing, layer: Int) -> [Double?] {
    let isNull = nullFlags(routing, layer: layer)
    return (0..<routing.tokenCount).map { token in
      routing.probabilities(layer: layer, token: token).flatMap { row in
        known(zip(row, isNull).reduce(Float(0)) { $0 + ($1.1 ? $1.0 : 0) })
      }
    }
  }

  private static func nullFlags(_ routing: Routing, layer: Int) -> [Bool] {
    var flags = [Bool](repeating: false, count: routing.expertCount)
    for (number, experts) in zip(routing.layers, routing.nullExperts) where number == layer {
      for expert in experts { flags[expert] = true }
    }
    return flags
  }
}
