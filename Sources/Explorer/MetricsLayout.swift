import Screen
import UnicodeText

/// Where the table and the sections of the metrics view stand on a screen of one size.
///
/// Under the table the sections follow each other in as many columns as there is room for. The first one may be scrolled; one that does not
/// fit whole begins the next column, and what finds no room is reached by going on.
struct MetricsLayout: Sendable {
  struct Block: Sendable {
    let section: Metrics.Section
    let rect: Rect
    let lines: [MetricsLines.Line]
  }

  /// Least lines of a list that does not fit whole.
  private static let leastPart = 7
  /// Cells between columns of sections.
  static let gap = 3

  /// Rows of the table, as many as fit.
  let rows: [Int]
  let blocks: [Block]
  /// Lines of the first section that are above it and below it, and that are shown.
  let skipped: Int
  let hiddenBelow: Int
  let firstHeight: Int
  /// About how many lines more would show all of the sections.
  let missing: Int

  init(_ state: State, size: Size, look: Look) {
    var body = Geometry(state, size: size, look: look).body
    body.height = max(0, body.height)
    let order = state.measuredOrder
    let room = max(1, min(order.count, body.height / 2 - 2))
    let place = order.firstIndex(of: state.active) ?? 0
    let start = max(0, min(place - room / 2, order.count - room))
    rows = Array(order[start..<min(order.count, start + room)])

    let top = body.y + rows.count + 2
    let height = max(0, body.bottom - top)
    let count = size.width >= 170 ? 3 : size.width >= 110 ? 2 : 1
    let width = (size.width - 2 - (count - 1) * MetricsLayout.gap) / count
    let builder = MetricsLines(state: state, look: look, width: width, height: height)
    var blocks: [Block] = []
    var column = 0
    var y = 0
    var skipped = 0
    var hiddenBelow = 0
    var firstHeight = 0
    var missing = 0
    for section in state.shown.isEmpty ? [] : state.metrics.sectionsInView {
      var lines = builder.lines(section)
      if blocks.isEmpty {
        skipped = max(0, min(state.metrics.skipped, lines.count - height))
        lines.removeFirst(skipped)
      }
      let part = section == .words || section == .texts ? MetricsLayout.leastPart : lines.count
      if y > 0, height - y < min(lines.count, part) {
        column += 1
        y = 0
      }
      guard column < count, height > 0 else {
        missing += lines.count + 1
        continue
      }
      let visible = min(lines.count, height - y)
      missing += lines.count - visible
      if blocks.isEmpty {
        hiddenBelow = lines.count - visible
        firstHeight = visible
      }
      let x = 1 + column * (width + MetricsLayout.gap)
      blocks.append(
        Block(
          section: section, rect: Rect(x: x, y: top + y, width: width, height: visible),
          lines: Array(lines.prefix(visible))))
      y += visible + 1
    }
    self.blocks = blocks
    self.skipped = skipped
    self.hiddenBelow = hiddenBelow
    self.firstHeight = firstHeight
    self.missing = (missing + count - 1) / count
  }
}
