/// The colours of a cell on paper or in a browser, where attributes cannot swap or dim them.
package struct CellColors: Hashable, Sendable {
  package let foreground: RGBColor
  package let background: RGBColor

  /// - Parameter isLight: what stands for the terminal's own colours: black on white, or light grey on black.
  package init(_ style: Style, isLight: Bool) {
    let own: (RGBColor, RGBColor) = (
      RGBColor(palette: isLight ? 16 : 252), RGBColor(palette: isLight ? 231 : 16)
    )
    var front = style.foreground < 0 ? own.0 : RGBColor(palette: Int(style.foreground))
    var back = style.background < 0 ? own.1 : RGBColor(palette: Int(style.background))
    if style.attributes.contains(.reverse) { swap(&front, &back) }
    // A third of the way to the background.
    if style.attributes.contains(.dim) { front = front.mixed(with: back) }
    foreground = front
    background = back
  }
}

extension RGBColor {
  /// `#rrggbb`
  package var hexadecimal: String {
    "#"
      + [red, green, blue].map { channel in
        String(String(Int(channel) + 0x100, radix: 16).dropFirst())
      }.joined()
  }

  /// Two parts of this colour and one of another.
  func mixed(with other: RGBColor) -> RGBColor {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((2 * Int(a) + Int(b)) / 3) }
    return RGBColor(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
