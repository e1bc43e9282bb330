import Analysis
import Inference
import Screen
import UnicodeText

/// Which lines stand below a form of the routing view, by the room that the form leaves.
struct RoutingSummary {
  enum Line: Hashable {
    /// Bars of the layer under the columns, this many lines high.
    case chart(Int)
    /// Numbers under the columns.
    case load, ratio
    /// The extremes in words, where there are no columns or they are too narrow.
    case extremes
    case statistics
    /// Bars of this many lines of layers.
    case layers(Int)
    case slider
    case followed
  }

  let lines: [Line]

  /// Lines of the form that are kept free.
  private static let leastRows = 6
  private static let highestChart = 6
  /// From this height on a chart takes lines from a long text.
  private static let tallView = 30

  var height: Int {
    lines.reduce(0) {
      switch $1 {
      case .chart(let height), .layers(let height): $0 + height
      default: $0 + 1
      }
    }
  }

  /// - Parameters:
  ///   - grid: columns of the form; nil when it has none.
  ///   - wanted: lines that the form could fill.
  init(_ scene: RoutingScene, grid: ExpertGrid?, size: Size, wanted: Int) {
    var free = max(0, size.height - RoutingSummary.leastRows)
    var chosen: Set<Line> = []
    func take(_ line: Line) {
      guard free > 0 else { return }
      chosen.insert(line)
      free -= 1
    }
    if scene.outcome.capacity != nil { take(.slider) }
    if scene.followed != nil { take(.followed) }
    let most = scene.load.counts.max() ?? 0
    let hasNumbers = grid.map { String(most).utf8.count <= max($0.cell, $0.pitch - 1) && $0.pitch > 1 } ?? false
    take(.statistics)
    take(hasNumbers ? .load : .extremes)
    let perLine = RoutingSummary.layersPerLine(scene, width: size.width)
    let all = (scene.all.layers.count + perLine - 1) / perLine
    var layerLines = free > 0 ? 1 : 0
    free -= layerLines
    if hasNumbers, (grid?.pitch ?? 0) >= 4 { take(.ratio) }
    var spare = min(free, size.height - wanted - chosen.count - layerLines)
    let more = max(0, min(all - layerLines, spare))
    if layerLines > 0 {
      layerLines += more
      spare -= more
    }
    if size.height >= RoutingSummary.tallView { spare = max(spare, 4) }
    var lines: [Line] = []
    if grid != nil, spare >= 3 { lines.append(.chart(min(RoutingSummary.highestChart, spare))) }
    for line in [Line.load, .ratio, .extremes, .statistics] where chosen.contains(line) { lines.append(line) }
    if layerLines > 0 { lines.append(.layers(layerLines)) }
    for line in [Line.slider, .followed] where chosen.contains(line) { lines.append(line) }
    self.lines = lines
  }

  /// Cells of one layer among the bars of all: its name, a bar for each real expert, room for a word.
  static func layerWidth(_ scene: RoutingScene) -> Int {
    let name = 1 + String(scene.all.layers.last ?? 0).utf8.count
    return name + 1 + scene.all.expertCount - (scene.all.nullExperts.map(\.count).min() ?? 0) + 2
  }

  /// Cells left of the bars.
  static let layersLabel = 8

  static func layersPerLine(_ scene: RoutingScene, width: Int) -> Int {
    max(1, (width - layersLabel + 1) / layerWidth(scene))
  }
}
