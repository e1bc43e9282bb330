import Analysis

/// The damage view: what is done to the text, and what the tokenizers made of it.
package struct Damage: Sendable {
  /// Most bytes of a text that are damaged or compared at once.
  package static let limit = 4_000
  /// What the rate can be, in percent.
  package static let rates = [0, 1, 2, 5, 10, 15, 20, 30, 50, 75, 100]

  /// A part of a text, and where its damaged twin comes from.
  package struct Request: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
      case noise(Noise)
      /// The other text of a pair; `isOwnDamaged` tells that it is the correct one.
      case pair([UInt8], isOwnDamaged: Bool)
    }

    package let tokenizers: [String]
    /// The part of the open text.
    package let bytes: [UInt8]
    /// Where it begins in the document.
    package let start: Int
    package let source: Source

    /// Both texts and how they belong together. Linear for noise, else the product of the lengths.
    package var text: DamagedText {
      let made: DamagedText? =
        switch source {
        case .noise(let noise): noise.damage(bytes)
        case .pair(let other, let isOwnDamaged):
          isOwnDamaged ? DamagedText(correct: other, damaged: bytes) : DamagedText(correct: bytes, damaged: other)
        }
      guard let made else { preconditionFailure("parts are short enough to be aligned") }
      return made
    }

    /// True where the open text is the damaged one.
    var isOwnDamaged: Bool { if case .pair(_, let isOwnDamaged) = source { isOwnDamaged } else { false } }
  }

  /// What is shown.
  package struct Answer: Sendable {
    package let request: Request
    package let text: DamagedText
    /// By tokenizer id; columns that cannot cut other texts are missing.
    package let cuts: [String: DamagedCuts]
  }

  package internal(set) var kind = NoiseKind.ocr
  /// In percent; keys step through `rates`.
  package internal(set) var rate = 5
  package internal(set) var seed = 1
  package private(set) var answer: Answer?
  var question = Question<Request>()

  /// Takes the answer to the last request; drops others.
  mutating func receive(_ text: DamagedText, _ cuts: [String: DamagedCuts], number: Int) {
    guard let request = question.answer(number) else { return }
    answer = Answer(request: request, text: text, cuts: cuts)
  }

  /// Starts with other damage than the usual; the rate is in whole percent.
  mutating func set(_ noise: Noise) {
    kind = noise.kind
    rate = Int(noise.rate.rounded())
    seed = Int(clamping: noise.seed)
  }

  mutating func stepRate(_ step: Int) {
    let place = Damage.rates.lastIndex { $0 <= rate } ?? 0
    rate = Damage.rates[max(0, min(place + step, Damage.rates.count - 1))]
  }
}
