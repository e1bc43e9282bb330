import Screen
import UnicodeText

/// The question of the tour, below the view: a title line, the question, and once asked for the answer.
extension Painter {
  mutating func paintTour(in rect: Rect) {
    guard let tour = state.tour else { return }
    frame.fill(Rect(x: 0, y: rect.y, width: rect.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    let title = VisibleText(" tour \(tour.place + 1) of \(state.tourStops.count) ")
    let x = put(title, x: 2, y: rect.y, .accent)
    let keys: VisibleText =
      tour.isAnswered ? " A hide  ] next question  Esc leave " : " A answer  ] next question  Esc leave "
    if x + keys.width + 2 <= rect.right { put(keys, x: rect.right - 2 - keys.width, y: rect.y, .dim) }
    let lines = state.tourLines(width: Geometry.tourWidth(rect.width), look: look)
    for (line, text) in (lines.question + lines.answer).prefix(rect.height - 1).enumerated() {
      put(text, x: 2, y: rect.y + 1 + line, line < lines.question.count ? .accent : .text)
    }
  }
}
