import Glibc

/// The log-sum-exp and the best of a row of logits that comes in chunks.
struct RunningSum {
  private let next: Int?
  private let topCount: Int
  private var nextLogit: Float?
  private var maximum = -Float.infinity
  private var sum = 0.0
  private var isFinite = true
  private var top: [Prediction.Candidate] = []
  /// What a logit must beat to be among the best.
  private var threshold = -Float.infinity

  init(next: Int?, topCount: Int) {
    self.next = next
    self.topCount = topCount
    top.reserveCapacity(topCount + 1)
  }

  /// Takes the logits of the ids from `firstID` on.
  mutating func add(_ logits: UnsafePointer<Float>, _ count: Int, firstID: Int) {
    if let next, next >= firstID, next < firstID + count { nextLogit = logits[next - firstID] }
    let greatest = SoftmaxKernel.maximum(logits, count)
    guard greatest.isFinite else {
      // Nothing but −∞ adds nothing; a NaN among them spoils the row, as +∞ does.
      if greatest > 0 || (0..<count).contains(where: { logits[$0].isNaN }) { isFinite = false }
      return
    }
    if greatest > threshold || top.count < topCount { search(logits, count, firstID) }
    if greatest > maximum {
      sum *= Double(exponential(maximum - greatest))
      maximum = greatest
    }
    sum += Double(VectorKernel.sumOfExponentials(logits, count, minus: maximum))
  }

  private mutating func search(_ logits: UnsafePointer<Float>, _ count: Int, _ firstID: Int) {
    for index in 0..<count where logits[index] > threshold {
      let logit = logits[index]
      var place = top.count
      while place > 0, top[place - 1].logit < logit { place -= 1 }
      top.insert(Prediction.Candidate(id: UInt32(firstID + index), logit: logit), at: place)
      if top.count > topCount { top.removeLast() }
      if top.count == topCount { threshold = top[topCount - 1].logit }
    }
  }

  /// NaN as log-sum-exp if a logit was NaN or infinitely great.
  var prediction: Prediction {
    let logSumExp = isFinite ? maximum + Float(log(sum)) : .nan
    return Prediction(logSumExp: logSumExp, nextLogit: nextLogit, top: top)
  }
}
