import Screen

/// How a colour looks to someone who lacks one kind of cone.
///
/// Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
enum ColorDeficiency: CaseIterable {
  case none, protanopia, deuteranopia, tritanopia

  private var matrix: [SIMD3<Double>] {
    switch self {
    case .none: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    case .protanopia:
      [
        SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
        SIMD3(-0.003882, -0.048116, 1.051998),
      ]
    case .deuteranopia:
      [
        SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
        SIMD3(-0.011820, 0.042940, 0.968881),
      ]
    case .tritanopia:
      [
        SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
        SIMD3(0.004733, 0.691367, 0.303900),
      ]
    }
  }

  func see(_ color: RGBColor) -> LabColor {
    let light = color.linear
    var seen = SIMD3<Double>()
    for (channel, row) in matrix.enumerated() { seen[channel] = min(1, max(0, (row * light).sum())) }
    return LabColor(linear: seen)
  }
}
