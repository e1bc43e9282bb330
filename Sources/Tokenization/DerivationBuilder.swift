/// Writes the steps of a tokenizer that takes tokens out of one pretoken after the other.
struct DerivationBuilder {
  /// A part of the pretoken; `token` is nil as long as it is not decided.
  private struct Piece {
    let range: Range<Int>
    let token: TokenID?
  }

  private let pretoken: Range<Int>
  private var pieces: [Piece]
  private var steps: [Derivation.Step] = []

  var derivation: Derivation { Derivation(steps: steps) }

  /// Begins with the step that takes `pretoken`, a range of the text.
  init(pretoken: Range<Int>, pattern: PretokenPattern) {
    self.pretoken = pretoken
    pieces = [Piece(range: pretoken, token: nil)]
    append(.pretoken(pattern), range: pretoken, token: nil)
  }

  /// The derivation of a pretoken that is too long for steps.
  static func final(_ ids: [TokenID], of pretoken: Range<Int>, in vocabulary: Vocabulary) -> Derivation {
    var pieces: [Range<Int>] = []
    pieces.reserveCapacity(ids.count)
    var start = pretoken.lowerBound
    for id in ids {
      let end = start + vocabulary.byteCount(of: id)
      pieces.append(start..<end)
      start = end
    }
    return Derivation(steps: [Derivation.Step(.pretoken(vocabulary.pattern), range: pretoken, pieces: pieces)])
  }

  /// Goes on from `derivation`, which left the pretoken cut into `tokens` of `vocabulary`.
  init(_ derivation: Derivation, pretoken: Range<Int>, tokens: [TokenID], vocabulary: Vocabulary) {
    self.pretoken = pretoken
    steps = derivation.steps
    pieces = []
    var start = pretoken.lowerBound
    for id in tokens {
      let end = start + vocabulary.byteCount(of: id)
      pieces.append(Piece(range: start..<end, token: id))
      start = end
    }
  }

  /// Cuts `range`, relative to the pretoken and undecided so far, out of its piece as `token`; `operation` gets its length.
  mutating func take(_ range: Range<Int>, as token: TokenID, _ operation: (Int) -> Derivation.Step.Operation) {
    let span = range.lowerBound + pretoken.lowerBound..<range.upperBound + pretoken.lowerBound
    guard let index = pieces.firstIndex(where: { $0.range.upperBound >= span.upperBound }) else { return }
    let whole = pieces[index].range
    let parts = [
      Piece(range: whole.lowerBound..<span.lowerBound, token: nil), Piece(range: span, token: token),
      Piece(range: span.upperBound..<whole.upperBound, token: nil),
    ]
    pieces.replaceSubrange(index...index, with: parts.filter { !$0.range.isEmpty })
    append(operation(span.count), range: span, token: token)
  }

  /// Takes every piece apart whose token is a scaffold token, from the left, until none is.
  mutating func demolish(_ demolition: ScaffoldDemolition) {
    var index = 0
    while index < pieces.count {
      let range = pieces[index].range
      guard let token = pieces[index].token, let parts = demolition.parts(of: token) else {
        index += 1
        continue
      }
      let middle = range.lowerBound + parts.leftCount
      pieces.replaceSubrange(
        index...index,
        with: [
          Piece(range: range.lowerBound..<middle, token: parts.left),
          Piece(range: middle..<range.upperBound, token: parts.right),
        ])
      append(.demolish(internalID: token), range: range, token: token)
    }
  }

  /// Cuts what is undecided into bytes: the last step, left out when there is nothing to cut.
  mutating func splitRest() {
    let free = pieces.filter { $0.token == nil }
    guard let first = free.first, let last = free.last else { return }
    pieces = pieces.flatMap { piece in
      piece.token == nil ? piece.range.map { Piece(range: $0..<$0 + 1, token: nil) } : [piece]
    }
    append(.singleBytes, range: first.range.lowerBound..<last.range.upperBound, token: nil)
  }

  private mutating func append(_ operation: Derivation.Step.Operation, range: Range<Int>, token: TokenID?) {
    steps.append(Derivation.Step(operation, range: range, token: token, pieces: pieces.map(\.range)))
  }
}
