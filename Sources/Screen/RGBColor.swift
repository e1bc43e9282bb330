import Glibc

/// An sRGB colour with 8 bits a channel.
package struct RGBColor: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// xterm's colour `index` (0...255).
  ///
  /// Users may change the first 16; the cube and the greys are the same everywhere.
  package init(palette index: Int) {
    precondition((0...255).contains(index))
    if index < 16 {
      let value = Self.named[index]
      self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    } else if index < 232 {
      let cube = index - 16
      self.init(red: Self.level(cube / 36), green: Self.level(cube / 6 % 6), blue: Self.level(cube % 6))
    } else {
      let grey = UInt8(8 + 10 * (index - 232))
      self.init(red: grey, green: grey, blue: grey)
    }
  }

  /// Reads `#rrggbb`; nil for anything else.
  package init?(hexadecimal text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[0] == UInt8(ascii: "#") else { return nil }
    var value: UInt32 = 0
    for byte in bytes.dropFirst() {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
  }

  private static let named: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  private static func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }

  /// Red, green and blue as light, 0...1 (IEC 61966-2-1).
  package var linear: SIMD3<Double> {
    func light(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return SIMD3(light(red), light(green), light(blue))
  }

  /// Relative luminance, 0...1 (WCAG 2.1).
  package var luminance: Double { (linear * SIMD3(0.2126, 0.7152, 0.0722)).sum() }

  /// Contrast ratio of two colours, 1...21 (WCAG 2.1); 4.5 is the least for text.
  package static func contrast(_ a: RGBColor, _ b: RGBColor) -> Double {
    (max(a.luminance, b.luminance) + 0.05) / (min(a.luminance, b.luminance) + 0.05)
  }

  /// The index 16...255 of the palette's colour that looks nearest; the lowest index on a tie.
  package var nearestPaletteIndex: Int {
    let color = LabColor(self)
    var best = 16
    var smallest = Double.infinity
    for index in 16...255 {
      let difference = LabColor.difference(color, LabColor(RGBColor(palette: index)))
      if difference < smallest { (best, smallest) = (index, difference) }
    }
    return best
  }
}
