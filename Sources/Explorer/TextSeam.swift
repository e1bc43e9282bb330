import Analysis

/// The seam view: the text before and after one place encoded apart and together.
package struct TextSeam: Sendable {
  /// Most bytes that are looked at before and after the place.
  package static let limit = 2_000

  /// A part of the open text with the place.
  package struct Request: Hashable, Sendable {
    package let tokenizers: [String]
    package let bytes: [UInt8]
    /// Where the part begins in the document.
    package let start: Int
    /// Bytes of the part before the place.
    package let offset: Int
  }

  /// What is shown.
  package struct Answer: Sendable {
    package let request: Request
    /// By tokenizer id; columns that cannot cut other texts are missing.
    package let checks: [String: SeamCheck]
  }

  package private(set) var answer: Answer?
  var question = Question<Request>()

  /// Takes the answer to the last request; drops others.
  mutating func receive(_ checks: [String: SeamCheck], number: Int) {
    guard let request = question.answer(number) else { return }
    answer = Answer(request: request, checks: checks)
  }
}
