import Tokenization

/// The explain view: how the base and the active tokenizer came to their tokens at the cursor, and how far the steps are shown.
package struct Stepper: Sendable {
  /// A place, and the tokenizers that are asked about it.
  package struct Request: Hashable, Sendable {
    /// The base first, then the active one or another to compare with; the base alone where there is none.
    package let tokenizers: [String]
    /// Byte of the window.
    package let offset: Int
    /// That of the window.
    package let generation: Int
  }

  /// What is shown.
  struct Answer: Sendable {
    let request: Request
    let sides: [StepSide]
    /// One for each side.
    let scripts: [StepScript]

    /// Steps of the longer side.
    var count: Int { max(1, scripts.map(\.rows.count).max() ?? 1) }
  }

  private(set) var answer: Answer?
  /// Place of the last step that is shown, from 0.
  package internal(set) var step = 0
  /// The view to go back to.
  var origin = State.View.compare
  var question = Question<Request>()

  mutating func ask(_ request: Request) -> Int? {
    // Another place begins again; another tokenizer at the same place is shown as far.
    let last = question.request
    if last?.offset != request.offset || last?.generation != request.generation { step = 0 }
    return question.ask(request)
  }

  /// Takes the answer to the last request; drops others.
  mutating func receive(_ sides: [StepSide], of text: [UInt8], number: Int) {
    guard let request = question.answer(number) else { return }
    answer = Answer(request: request, sides: sides, scripts: sides.map { StepScript($0, text: text) })
    step = min(step, last)
  }

  /// What is shown: the base first.
  package var sides: [StepSide] { answer?.sides ?? [] }

  private var last: Int { (answer?.count ?? 1) - 1 }
  /// Whether all steps are shown.
  var isAtEnd: Bool { answer != nil && step >= last }

  mutating func move(by count: Int) { step = max(0, min(step + count, last)) }
}
