/// Columns of experts: the real ones, a gap, the null ones.
struct ExpertGrid {
  /// Cells from one expert to the next, and of one of them drawn.
  let pitch: Int
  let cell: Int
  let left: Int
  /// In the order of drawing.
  let experts: [Int]
  let realCount: Int

  /// Cells between the real experts and the null ones.
  static let gap = 2
  /// Most experts that are drawn in single cells side by side.
  private static let mostNarrow = 64

  /// Cells from one expert to the next, widest first.
  static let pitches = [5, 4, 3, 2, 1]

  init(left: Int, pitch: Int, scene: RoutingScene) {
    self.left = left
    self.pitch = pitch
    cell = ExpertGrid.cell(pitch)
    experts = scene.real + scene.null
    realCount = scene.real.count
  }

  private static func cell(_ pitch: Int) -> Int { pitch >= 4 ? 3 : pitch == 3 ? 2 : 1 }

  /// Cells that all experts take; nil where they would be too narrow to be told apart.
  static func width(pitch: Int, scene: RoutingScene) -> Int? {
    let count = scene.real.count + scene.null.count
    if pitch == 1, count > mostNarrow { return nil }
    return count * pitch + (scene.null.isEmpty || scene.real.isEmpty ? 0 : gap)
  }

  func x(_ place: Int) -> Int {
    left + place * pitch + (place >= realCount && realCount > 0 ? ExpertGrid.gap : 0)
  }

  /// Column of the line between real and null experts; nil when there are not both.
  var divider: Int? {
    realCount > 0 && realCount < experts.count ? left + realCount * pitch : nil
  }

  var right: Int { experts.isEmpty ? left : x(experts.count - 1) + pitch }

  func place(of expert: Int) -> Int? { experts.firstIndex(of: expert) }
}
