import Inference

extension Trace {
  /// The attention, or a word about its absence.
  func requireAttention() throws(LensError) -> AttentionMaps {
    guard let attention else { throw .missing(part: "attention") }
    return attention
  }

  /// The attention and those of its heads that `place` speaks of: one, or all.
  func requireAttention(at place: LensPlace) throws(LensError) -> (maps: AttentionMaps, heads: [Int]) {
    let maps = try requireAttention()
    guard maps.layers.contains(place.layer) else {
      throw .absent(part: "attention", of: "layer", number: place.layer, present: maps.layers)
    }
    guard let head = place.head else {
      if maps.heads.isEmpty { throw .missing(part: "attention heads") }
      return (maps, maps.heads)
    }
    guard maps.heads.contains(head) else {
      throw .absent(part: "attention", of: "head", number: head, present: maps.heads)
    }
    return (maps, [head])
  }

  /// The routing, or a word about its absence.
  func requireRouting() throws(LensError) -> Routing {
    guard let routing else { throw .missing(part: "routing to experts") }
    return routing
  }

  /// The routing, of which `layer` is one.
  func requireRouting(layer: Int) throws(LensError) -> Routing {
    let routing = try requireRouting()
    guard routing.layers.contains(layer) else {
      throw .absent(part: "routing", of: "layer", number: layer, present: routing.layers)
    }
    return routing
  }

  /// Refuses a cursor outside the tokens.
  func requireToken(_ index: Int) throws(LensError) {
    guard tokens.indices.contains(index) else { throw .token(index, count: tokens.count) }
  }
}

/// `value` if it is a number that can be shown.
func known(_ value: some BinaryFloatingPoint) -> Double? { value.isFinite ? Double(value) : nil }

/// The mean of `numbers`; nil without any.
func mean(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
