import Analysis
import UnicodeText

/// One question about a sample, with its answer.
package struct TourQuestion: Hashable, Sendable {
  package let text: String
  package let answer: TourAnswer

  package init(text: String, answer: TourAnswer) {
    self.text = text
    self.answer = answer
  }
}

/// The way through the samples with a question each.
package struct Tour: Hashable, Sendable {
  /// Place among the samples that have a question, from 0.
  package var place = 0
  package var isAnswered = false
}

extension State.View {
  /// Whether up to half of the screen may be the tour's; views that are not of the text alone need more lines themselves.
  var isOfOneText: Bool {
    switch self {
    case .compare, .attention, .words, .routing, .damage: true
    case .metrics, .terms, .vocabulary, .seam, .explain: false
    }
  }
}

extension State {
  /// Indices of the samples that have a question, in order.
  package var tourStops: [Int] { samples.indices.filter { samples[$0].question != nil } }

  /// Begins the tour at the text that is shown, else at the first question; ends one that is under way.
  mutating func toggleTour() -> [Effect] {
    if tour != nil {
      tour = nil
      return []
    }
    let stops = tourStops
    guard let first = stops.first else {
      complain("no sample has a question")
      return []
    }
    list = nil
    if case .sample(let index) = document?.source, let place = stops.firstIndex(of: index) {
      tour = Tour(place: place)
      return []
    }
    return open(files.count + first, onTour: Tour())
  }

  /// The question after or before; past the last one the tour ends.
  mutating func stepTour(_ step: Int) -> [Effect] {
    guard let tour else { return [] }
    let stops = tourStops
    let next = tour.place + step
    guard stops.indices.contains(next) else {
      if next < 0 {
        say("this is the first question")
      } else {
        self.tour = nil
        say("that was the last question (again: :tour)")
      }
      return []
    }
    return open(files.count + stops[next], onTour: Tour(place: next))
  }

  /// Shows or hides the answer; asks for the segmentations that it speaks of.
  mutating func answerTour() -> [Effect] {
    guard tour != nil, let question = tourQuestion else { return [] }
    tour?.isAnswered.toggle()
    guard tour?.isAnswered == true, let page else { return [] }
    return question.answer.tokenizers.filter { page.segmentations[$0] == nil && entry($0) != nil }.map {
      .segment(tokenizers: [$0], page.window, generation: page.generation)
    }
  }

  /// The question of the tour, once its sample is on the screen.
  package var tourQuestion: TourQuestion? {
    guard let tour, case .sample(let index) = document?.source else { return nil }
    let stops = tourStops
    return stops.indices.contains(tour.place) && stops[tour.place] == index ? samples[index].question : nil
  }

  /// Question and answer in lines of `width` cells; empty without a tour.
  func tourLines(width: Int, look: Look) -> (question: [VisibleText], answer: [VisibleText]) {
    guard let tour, let question = tourQuestion, let page else { return ([], []) }
    let asked = look.label(question.text).wrapped(to: width)
    guard tour.isAnswered else { return (asked, []) }
    let bytes = page.window.bytes
    let values = question.answer.values(in: bytes) { page.segmentations[$0] }
    let answer = values.reduce(VisibleText()) { text, value in
      switch value {
      case .words(let words): text + look.label(words)
      case .number(let number): text + VisibleText(grouped(number))
      case .pieces(let pieces):
        text
          + pieces.enumerated().reduce(VisibleText()) { joined, piece in
            (piece.offset == 0 ? joined : joined + VisibleText(glyphs: [look.glyphs.separator]))
              + look.visible(bytes[piece.element])
          }
      case nil: text + look.plain("…")
      }
    }
    return (asked, answer.wrapped(to: width))
  }
}
