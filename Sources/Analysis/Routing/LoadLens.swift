import Inference

/// How crowded each token's best expert is: n_e·E ÷ (kT), from 0 up, 1 is even.
///
/// Source: Fedus et al., Switch Transformers, arXiv 2101.03961; numbers in `ExpertLoad`. The table has every expert of every layer: the
/// tokens that it takes, sum k·T, that number by the even one, sum E, and 1 in the column `null` for an expert that computes nothing.
/// Reads the layer.
///
/// Example: top-1 of two experts, tokens go to 0 0 1 → n = 2 1, strip 1.333 1.333 .667.
package struct LoadLens: Lens {
  package let name = "load"
  package let title = "load"
  package let formula = "n_e E / (k T), e = best expert of t"
  package let source = "Switch Transformers, Fedus et al. 2021, arXiv 2101.03961"
  package let unit = LensUnit(kind: .ratio, range: "0...E/k", maximum: nil)

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let routing = try trace.requireRouting(layer: place.layer)
    let ratios = try ExpertLoad(routing, layer: place.layer).ratios
    return (0..<routing.tokenCount).map { token in
      routing.chosen(layer: place.layer, token: token).first.flatMap { ratios?[Int($0)] }
    }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    let routing = try trace.requireRouting()
    var rows: [LensTable.Expert] = []
    var values: [[Double?]] = []
    for layer in routing.layers {
      let load = try ExpertLoad(routing, layer: layer)
      for expert in 0..<routing.expertCount {
        rows.append(LensTable.Expert(layer: layer, expert: expert))
        values.append([
          Double(load.counts[expert]), load.ratios?[expert], load.nullExperts.contains(expert) ? 1 : 0,
        ])
      }
    }
    return LensTable(rows: .experts(rows), columns: ["load", "load/ideal", "null"], values: values)
  }
}
