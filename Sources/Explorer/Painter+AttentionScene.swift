import Analysis
import Inference
import Screen
import UnicodeText

extension Painter {
  /// What the attention views draw from, read once a frame.
  ///
  /// A *row* is a token on the axis of the text's cursor, a *column* one on the axis of the second cursor: looking from the cursor these are
  /// query and key, looking to it key and query.
  struct AttentionScene {
    let trace: PieceTrace
    let maps: AttentionMaps
    let plane: AttentionPlane
    let direction: HeatSettings.Direction
    /// The token at the cursor.
    let row: Int
    /// The token at the second cursor.
    let column: Int

    var count: Int { plane.tokenCount }
    var place: (layer: Int, head: Int?) { (plane.layer, plane.head) }

    /// The weight between two tokens; nil where causality forbids one.
    func weight(row: Int, column: Int) -> Double? {
      direction == .from ? plane[query: row, key: column] : plane[query: column, key: row]
    }

    /// True where the key is a sink that is crossed out.
    func isMasked(row: Int, column: Int) -> Bool { plane.isMasked(direction == .from ? column : row) }

    /// Columns that a row has weights for.
    func columns(of row: Int) -> ClosedRange<Int> { direction == .from ? 0...row : row...count - 1 }

    /// The columns with the greatest weights in `row`, masked ones left out.
    func strongest(of row: Int, count: Int) -> [(column: Int, weight: Double)] {
      if direction == .from { return plane.topKeys(of: row, count: count).map { ($0.key, $0.weight) } }
      let columns = columns(of: row)
      guard !plane.isMasked(row) else { return [] }
      return Routing.top(count, of: columns.map { Float(plane[query: $0, key: row] ?? 0) })
        .map { columns.lowerBound + $0 }.map { ($0, plane[query: $0, key: row] ?? 0) }
    }

    /// What the later tokens give to `key`: the sum, how many there are, and how many give more than `edge`.
    func received(by key: Int, above edge: Double) -> (sum: Double, queries: Int, above: Int) {
      var sum = 0.0
      var above = 0
      for query in min(key + 1, count)..<count {
        let weight = plane[query: query, key: key] ?? 0
        sum += weight
        if weight > edge { above += 1 }
      }
      return (sum, count - 1 - key, above)
    }
  }

  /// The scene, or why there is none.
  var attentionScene: (scene: AttentionScene?, notice: VisibleText) {
    if let notice = heatNotice { return (nil, notice) }
    guard let trace = state.trace, let window = state.page?.window else { return (nil, "") }
    let count = trace.trace.tokens.count
    guard let maps = trace.trace.attention, !maps.layers.isEmpty, !maps.heads.isEmpty else {
      return (nil, "this trace has no attention")
    }
    guard count >= 2 else { return (nil, VisibleText("attention needs 2 tokens, this has \(count)")) }
    guard let plane = state.attentionPlane, let row = trace.token(at: state.cursor - window.start),
      let column = state.keyIndex(in: plane)
    else { return (nil, "") }
    let scene = AttentionScene(
      trace: trace, maps: maps, plane: plane, direction: state.heat.direction, row: row, column: column)
    return (scene, "")
  }

  /// The first of `room` places among `count`, as near to `ideal` as `index` stays in sight.
  static func firstInSight(of index: Int, near ideal: Int, room: Int, count: Int) -> Int {
    let margin = max(0, min(2, (room - 1) / 2))
    let first = max(index + margin - room + 1, min(ideal, index - margin))
    return max(0, min(first, count - room))
  }

  /// The cells of heat, from dark to bright.
  struct HeatLevels {
    let cells: [(glyph: Glyph, style: Style)]
    /// Colours alone; empty where shades or digits are drawn.
    let colors: [Int16]
    let isDigits: Bool
    let scale: HeatScale
    let maximum: Double
    /// Two cells in one: the foreground is the named half.
    let upperHalf = VisibleText("▀").glyphs[0]
    let lowerHalf = VisibleText("▄").glyphs[0]
    /// In the place of what is not a number.
    let faulty = VisibleText("N").glyphs[0]

    /// The level of a weight; nil for one that is not a number.
    func level(_ weight: Double) -> Int? {
      scale.position(weight, maximum: maximum).map {
        min(cells.count - 1, max(0, Int($0 * Double(cells.count))))
      }
    }
  }

  func heatLevels(maximum: Double) -> HeatLevels {
    let count = heatLevelCount
    let cells = (0..<count).map { heatCell((Double($0) + 0.5) / Double(count), asDigit: showsDigits) }
    // A digit needs a cell of its own.
    return HeatLevels(
      cells: cells, colors: showsDigits ? [] : look.theme.heat, isDigits: showsDigits, scale: state.heat.scale,
      maximum: maximum)
  }
}
