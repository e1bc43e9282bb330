// What: CIE L*a*b* under D65 and the colour difference CIEDE2000, in constant time.
// Paper: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data, and
// Mathematical Observations" (2005); kL = kC = kH = 1.
// Example: (50, 2.5, 0) and (50, 3.2592, 0.3350) differ by 1.0000.
import Glibc

/// A colour in CIE L*a*b*; `lightness` is 0 for black and 100 for white.
package struct LabColor: Sendable {
  package var lightness: Double
  package var a: Double
  package var b: Double

  package init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  package init(_ color: RGBColor) { self.init(linear: color.linear) }

  /// From red, green and blue as light, 0...1.
  package init(linear: SIMD3<Double>) {
    func root(_ ratio: Double) -> Double { ratio > 216.0 / 24389 ? cbrt(ratio) : (24389.0 / 27 * ratio + 16) / 116 }
    let x = root((linear * SIMD3(0.4124564, 0.3575761, 0.1804375)).sum() / 0.95047)
    let y = root((linear * SIMD3(0.2126729, 0.7151522, 0.0721750)).sum())
    let z = root((linear * SIMD3(0.0193339, 0.1191920, 0.9503041)).sum() / 1.08883)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// CIEDE2000: about 1 is just visible, 15 and more cannot be mistaken.
  package static func difference(_ first: LabColor, _ second: LabColor) -> Double {
    let meanChroma = (hypot(first.a, first.b) + hypot(second.a, second.b)) / 2
    let factor = 1.5 - 0.5 * saturation(meanChroma)
    let chroma1 = hypot(first.a * factor, first.b)
    let chroma2 = hypot(second.a * factor, second.b)
    let hue1 = hueAngle(first.a * factor, first.b)
    let hue2 = hueAngle(second.a * factor, second.b)
    let colorless = chroma1 * chroma2 == 0

    var hueStep = colorless ? 0 : hue2 - hue1
    if hueStep > 180 { hueStep -= 360 } else if hueStep < -180 { hueStep += 360 }
    var hueMean = hue1 + hue2
    if !colorless {
      if abs(hue1 - hue2) > 180 { hueMean += hueMean < 360 ? 360 : -360 }
      hueMean /= 2
    }

    let lightnessMean = (first.lightness + second.lightness) / 2
    let chromaMean = (chroma1 + chroma2) / 2
    let t =
      1 - 0.17 * cosine(hueMean - 30) + 0.24 * cosine(2 * hueMean) + 0.32 * cosine(3 * hueMean + 6)
      - 0.20 * cosine(4 * hueMean - 63)
    let offset = (lightnessMean - 50) * (lightnessMean - 50)
    let lightness = (second.lightness - first.lightness) / (1 + 0.015 * offset / (20 + offset).squareRoot())
    let chroma = (chroma2 - chroma1) / (1 + 0.045 * chromaMean)
    let hue = 2 * (chroma1 * chroma2).squareRoot() * sine(hueStep / 2) / (1 + 0.015 * chromaMean * t)
    let bend = (hueMean - 275) / 25
    let rotation = -sine(60 * exp(-bend * bend)) * 2 * saturation(chromaMean)
    return (lightness * lightness + chroma * chroma + hue * hue + rotation * chroma * hue).squareRoot()
  }

  private static func saturation(_ chroma: Double) -> Double {
    let seventh = pow(chroma, 7)
    return (seventh / (seventh + 6_103_515_625)).squareRoot()  // 25^7
  }

  private static func hueAngle(_ a: Double, _ b: Double) -> Double {
    if a == 0 && b == 0 { return 0 }
    let degrees = atan2(b, a) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  private static func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }
  private static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
}
