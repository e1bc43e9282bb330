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
    let width = Geometry.tourWidth(rect.width)
    let lines = state.tourLines(width: width, look: look)
    var all = lines.question.map { ($0, Theme.Role.accent) } + lines.answer.map { ($0, .text) }
    let room = rect.height - 1
    // The answer was asked for; the question is back with the next A.
    if all.count > room, !lines.answer.isEmpty { all.removeFirst(min(lines.question.count, all.count - room)) }
    for (line, (text, role)) in all.prefix(room).enumerated() {
      let goesOn = line == room - 1 && all.count > room
      put(goesOn ? text.clipped(to: width - 4, look: look) + look.plain(" …") : text, x: 2, y: rect.y + 1 + line, role)
    }
  }
}
