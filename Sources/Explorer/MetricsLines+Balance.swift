import Analysis
import Glibc
import Screen
import UnicodeText

/// Rank against frequency of the tokens, and how evenly they are used.
extension MetricsLines {
  /// Efficiencies that differ by less are called alike.
  private static let alike = 0.005

  /// The plot, then a line for each column.
  var balance: [Line] {
    let curves = plotted
    let names = curves.map { "\($0.column + 1)" }.joined(separator: ", ")
    var out = [title(VisibleText("occurrences of the n-th most frequent token, log-log: \(names)"))]
    out += plot(curves)
    let base = state.columns.indices.contains(state.base) ? distribution(state.base) : nil
    for column in state.shown {
      var line = [nameSpan(column)]
      guard let own = distribution(column), let efficiency = own.renyiEfficiency else {
        out.append(line)
        continue
      }
      let once = percent(own.onceCount, of: own.typeCount)
      let top = own.share(ofMostFrequent: 10).map { VisibleText(decimal($0 * 100, places: 0)) } ?? "-"
      var text = VisibleText("\(shortened(own.typeCount)) kinds, ") + once + "% once, top 10 " + top + "%"
      text += VisibleText((width < 72 ? ", " : ", effic ") + decimal(efficiency, places: 3))
      if column != state.base, let other = base?.renyiEfficiency {
        let difference = efficiency - other
        let word = abs(difference) < MetricsLines.alike ? "alike" : difference > 0 ? "more even" : "less even"
        if width >= 72 { text += VisibleText(" \(difference < 0 ? "" : "+")\(decimal(difference, places: 3))") }
        text += VisibleText(" \(word)")
      }
      line.append(
        Span(x: nameWidth, text: text.clipped(to: max(1, width - nameWidth), look: look), role: role(column)))
      out.append(line)
    }
    return out
  }

  private func distribution(_ column: Int) -> TokenDistribution? {
    state.metrics.measurement(state.columns[column].id)?.distribution
  }

  /// The active column beside the base; all where these are one.
  private var plotted: [(column: Int, ranked: [Int])] {
    let columns = state.active == state.base ? state.shown : [state.base, state.active]
    return columns.compactMap { column in
      guard state.columns.indices.contains(column), let own = distribution(column), own.typeCount > 0 else {
        return nil
      }
      return (column, own.ranked)
    }
  }

  /// Curves in a grid: the place in the row stands for the rank, the row for the count; signs are the last digit of the column's number, +
  /// where several meet.
  private func plot(_ curves: [(column: Int, ranked: [Int])]) -> [Line] {
    let mostRank = curves.map(\.ranked.count).max() ?? 0
    let mostCount = curves.compactMap(\.ranked.first).max() ?? 0
    guard mostRank > 0 else { return [note(VisibleText(state.metrics.missing))] }
    let labels = String(mostCount).utf8.count
    let columns = max(8, min(width - labels - 2, 120))
    let rows = max(5, min(16, height / 2))
    var grid = [[Int?]](repeating: Array(repeating: nil, count: columns), count: rows)
    // Below 0 where several curves meet.
    for curve in curves {
      for x in 0..<columns {
        let share = Double(x) / Double(columns - 1)
        let rank = Int(exp(share * log(Double(mostRank))).rounded())
        guard rank <= curve.ranked.count else { continue }
        let count = Double(curve.ranked[max(1, rank) - 1])
        let level = mostCount == 1 ? 0 : log(count) / log(Double(mostCount))
        let y = rows - 1 - Int((level * Double(rows - 1)).rounded())
        grid[y][x] = grid[y][x].map { $0 == curve.column ? $0 : -1 } ?? curve.column
      }
    }
    var out: [Line] = []
    for (y, row) in grid.enumerated() {
      let label = y == 0 ? "\(mostCount)" : y == rows - 1 ? "1" : ""
      var line = [right(VisibleText(label), end: labels, .dim)]
      line.append(Span(x: labels, text: VisibleText(glyphs: [look.glyphs.separator]), role: .border))
      for (x, column) in row.enumerated() {
        guard let column else { continue }
        let sign: VisibleText = column < 0 ? "+" : VisibleText("\((column + 1) % 10)")
        line.append(Span(x: labels + 1 + x, text: sign, role: column == state.active ? .accent : .text))
      }
      out.append(line)
    }
    let last = VisibleText("n = \(mostRank)")
    out.append([
      Span(x: labels + 1, text: "n = 1", role: .dim), right(last, end: labels + 1 + columns, .dim),
    ])
    return out
  }
}
