/// What a view asked last: answers to what it asked before are dropped.
struct Question<Request: Equatable & Sendable>: Sendable {
  private(set) var request: Request?
  /// That of the last request, from 1.
  private(set) var number = 0
  private(set) var isAnswered = false
  private var isLost = false

  /// True between a request and its answer.
  var isWaiting: Bool { request != nil && !isAnswered }

  /// The number of a request that is not the last one asked; nil where it is.
  mutating func ask(_ request: Request) -> Int? {
    guard request != self.request || isLost else { return nil }
    self.request = request
    number += 1
    isAnswered = false
    isLost = false
    return number
  }

  /// The request that an answer with this number is for; nil where another was asked since.
  mutating func answer(_ number: Int) -> Request? {
    guard number == self.number, let request else { return nil }
    isAnswered = true
    return request
  }

  /// Lets the last request be asked once more, unless it was answered, and not in part only.
  mutating func askAgain(isPart: Bool = false) { isLost = isWaiting || isPart && request != nil }
}
