import Inference

/// What-if experts took at most C = ⌈γkT/E⌉ tokens, γ = 1.25: how many of its experts each token would lose, 0…k.
///
/// Source: He et al., Capacity-Aware Inference, arXiv 2503.05066; rules in `RoutingPolicy`. The table has every expert of every layer: its
/// load, the capacity (nil for null experts, which have none), the tokens that it would drop, and its load after rerouting, nil in traces
/// without scores. Reads the layer.
///
/// Example: top-1 of two experts, tokens go to 0 0 0 1, C = ⌈1.25·4/2⌉ = 3: nothing is lost; at 0 0 0 0 the lowest score loses 1.
package struct CapacityLens: Lens {
  /// γ of the strip and the table.
  package static let factor = 1.25

  package let name = "capacity"
  package let title = "dropped"
  package let formula = "places of t beyond the best C of each expert, C = ceil(1.25 k T / E)"
  package let source = "Capacity-Aware Inference, He et al. 2025, arXiv 2503.05066"
  package let unit = LensUnit(kind: .count, range: "0...k", maximum: nil)

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let routing = try trace.requireRouting(layer: place.layer)
    var run = try CapacityRun(routing, layer: place.layer, factor: CapacityLens.factor)
    run.drop()
    return (0..<routing.tokenCount).map { Double(run.dropCount(token: $0)) }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    let routing = try trace.requireRouting()
    let dropped = try RoutingPolicy.capacityDrop(factor: CapacityLens.factor).apply(to: routing)
    let rerouted =
      routing.scores == nil
      ? nil : try RoutingPolicy.capacityReroute(factor: CapacityLens.factor).apply(to: routing)
    var rows: [LensTable.Expert] = []
    var values: [[Double?]] = []
    for layer in routing.layers {
      let before = try ExpertLoad(routing, layer: layer)
      let kept = dropped.load(layer: layer).counts
      let after = rerouted?.load(layer: layer).counts
      for expert in 0..<routing.expertCount {
        let limit = before.nullExperts.contains(expert) ? nil : dropped.capacity
        rows.append(LensTable.Expert(layer: layer, expert: expert))
        values.append([
          Double(before.counts[expert]), limit.map(Double.init), Double(before.counts[expert] - kept[expert]),
          after.map { Double($0[expert]) },
        ])
      }
    }
    return LensTable(
      rows: .experts(rows), columns: ["load", "capacity", "dropped", "after reroute"], values: values)
  }
}
