/// Lists of palette indices for heat maps, dark to bright: lightness rises with every step, also for eyes that lack one kind of cone.
///
/// After the maps of matplotlib with these names, moved to the 256 colours where the nearest ones would fall back in lightness.
package enum HeatMap: String, CaseIterable, Sendable {
  case magma, inferno, viridis, cividis, gray

  package var indices: [Int16] {
    switch self {
    case .magma: [16, 17, 54, 90, 126, 162, 198, 204, 210, 216, 222, 229]
    case .inferno: [16, 17, 53, 89, 125, 131, 202, 214, 220, 229]
    case .viridis: [53, 55, 25, 30, 36, 78, 118, 227]
    case .cividis: [17, 19, 60, 243, 245, 144, 185, 226]
    case .gray: [232, 234, 236, 238, 240, 242, 244, 246, 248, 250, 252, 254]
    }
  }
}
