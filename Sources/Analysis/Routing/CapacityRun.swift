import Inference

/// One layer in which real experts take at most a number of tokens: the work of `RoutingPolicy`.
struct CapacityRun {
  let capacity: Int
  /// [token][k], −1 where a place was dropped.
  private(set) var experts: [Int32]
  private let tokenCount: Int
  private let chosenCount: Int
  private let expertCount: Int
  private let isNull: [Bool]
  // [token][expert], −∞ where it is NaN; nil in traces without scores
  private let scores: [Float]?
  // [token][k], by what the tokens of an expert compare
  private let placeScores: [Float]

  /// - Throws: `LensError` for a factor that is no positive number, and where neither scores nor weights tell which tokens go first.
  init(_ routing: Routing, layer: Int, factor: Double) throws(LensError) {
    guard factor > 0, factor.isFinite else { throw .factor(factor) }
    guard let place = routing.layers.firstIndex(of: layer) else {
      throw .absent(part: "routing", of: "layer", number: layer, present: routing.layers)
    }
    tokenCount = routing.tokenCount
    chosenCount = routing.chosenCount
    expertCount = routing.expertCount
    capacity = CapacityRun.capacity(factor: factor, of: routing)
    var isNull = [Bool](repeating: false, count: expertCount)
    for expert in routing.nullExperts[place] { isNull[expert] = true }
    self.isNull = isNull
    var experts: [Int32] = []
    var placeScores: [Float] = []
    var scores: [Float] = []
    for token in 0..<tokenCount {
      let chosen = routing.chosen(layer: layer, token: token)
      experts += chosen
      if let row = routing.probabilities(layer: layer, token: token) {
        scores += row.map { $0.isNaN ? -.infinity : $0 }
        placeScores += chosen.map { row[Int($0)].isNaN ? -.infinity : row[Int($0)] }
      } else if let weights = routing.weights(layer: layer, token: token) {
        placeScores += weights.map { $0.isNaN ? -.infinity : $0 }
      } else {
        throw .missing(part: "router scores")
      }
    }
    self.experts = experts
    self.placeScores = placeScores
    self.scores = routing.scores == nil ? nil : scores
  }

  /// C = ⌈γkT/E⌉, at most T.
  static func capacity(factor: Double, of routing: Routing) -> Int {
    guard routing.expertCount > 0 else { return 0 }
    let places = Double(routing.chosenCount) * Double(routing.tokenCount)
    let share = factor * places / Double(routing.expertCount)
    // 1.1 · 10 is 11.000000000000002 in binary.
    return Int(min(share - 1e-9, Double(routing.tokenCount)).rounded(.up))
  }

  /// Takes the places with the lowest scores from experts that have too many.
  mutating func drop() {
    var places = [[Int]](repeating: [], count: expertCount)
    for place in experts.indices where !isNull[Int(experts[place])] { places[Int(experts[place])].append(place) }
    for expert in places where expert.count > capacity {
      let ranked = expert.sorted { left, right in
        let (a, b) = (placeScores[left], placeScores[right])
        return a == b ? left < right : a > b
      }
      for place in ranked.dropFirst(capacity) { experts[place] = -1 }
    }
  }

  /// Gives dropped places to real experts that have room, the highest scores first.
  mutating func reroute() throws(LensError) {
    guard let scores else { throw .missing(part: "router scores") }
    var room = [Int](repeating: capacity, count: expertCount)
    for expert in experts where expert >= 0 { room[Int(expert)] -= 1 }
    // Places in `scores`: token · E + expert.
    var candidates: [Int] = []
    for token in 0..<tokenCount {
      let own = experts[token * chosenCount..<(token + 1) * chosenCount]
      guard own.contains(-1) else { continue }
      for expert in 0..<expertCount where !isNull[expert] && room[expert] > 0 && !own.contains(Int32(expert)) {
        candidates.append(token * expertCount + expert)
      }
    }
    candidates.sort { left, right in
      let (a, b) = (scores[left], scores[right])
      return a == b ? left < right : a > b
    }
    for candidate in candidates {
      let (token, expert) = candidate.quotientAndRemainder(dividingBy: expertCount)
      let own = experts[token * chosenCount..<(token + 1) * chosenCount]
      guard room[expert] > 0, let place = own.firstIndex(of: -1) else { continue }
      experts[place] = Int32(expert)
      room[expert] -= 1
    }
  }

  /// Dropped places of a token.
  func dropCount(token: Int) -> Int {
    experts[token * chosenCount..<(token + 1) * chosenCount].count { $0 < 0 }
  }
}
