import Screen
import Testing

@Suite struct ColorTests {
  @Test func paletteHasCubeAndGreys() {
    #expect(RGBColor(palette: 16) == RGBColor(red: 0, green: 0, blue: 0))
    #expect(RGBColor(palette: 24) == RGBColor(red: 0, green: 95, blue: 135))
    #expect(RGBColor(palette: 231) == RGBColor(red: 255, green: 255, blue: 255))
    #expect(RGBColor(palette: 232) == RGBColor(red: 8, green: 8, blue: 8))
    #expect(RGBColor(palette: 255) == RGBColor(red: 238, green: 238, blue: 238))
  }

  @Test func everyPaletteColorIsItsOwnNearest() {
    for index in 16...255 {
      let color = RGBColor(palette: index)
      // The cube's greys and the grey ramp share three values; the lower index stands for both.
      #expect(RGBColor(palette: color.nearestPaletteIndex) == color)
    }
  }

  @Test func readsHexadecimal() {
    #expect(RGBColor(hexadecimal: "#0a1BfF") == RGBColor(red: 10, green: 27, blue: 255))
    for text in ["", "#", "#12", "0a1bff", "#0a1bfg", "#0a1bff0", "#0a1b f", "#é1234"] {
      #expect(RGBColor(hexadecimal: text) == nil)
    }
    #expect(RGBColor(hexadecimal: "#ff8700")?.nearestPaletteIndex == 208)
    #expect(RGBColor(hexadecimal: "#fe8602")?.nearestPaletteIndex == 208)
  }

  @Test func contrastOfKnownPairs() {
    let black = RGBColor(palette: 16)
    let white = RGBColor(palette: 231)
    #expect(RGBColor.contrast(black, white) == 21)
    #expect(RGBColor.contrast(white, white) == 1)
    #expect(abs(RGBColor.contrast(white, RGBColor(palette: 24)) - 7.0) < 0.1)
  }

  /// From the supplementary test data of Sharma, Wu and Dalal.
  @Test(
    arguments: [
      ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425), ((50, -1, 2), (50, 0, 0), 2.3669),
      ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792), ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
      ((50, 2.5, 0), (73, 25, -18), 27.1492), ((50, 2.5, 0), (58, 24, 15), 19.4535),
      ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0), ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
      ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ] as [((Double, Double, Double), (Double, Double, Double), Double)])
  func ciede2000(_ a: (Double, Double, Double), _ b: (Double, Double, Double), _ expected: Double) {
    let first = LabColor(lightness: a.0, a: a.1, b: a.2)
    let second = LabColor(lightness: b.0, a: b.1, b: b.2)
    #expect(abs(LabColor.difference(first, second) - expected) < 0.0001)
    #expect(abs(LabColor.difference(second, first) - expected) < 0.0001)
  }

  @Test func labOfKnownColors() {
    let white = LabColor(RGBColor(palette: 231))
    #expect(abs(white.lightness - 100) < 0.01 && abs(white.a) < 0.01 && abs(white.b) < 0.01)
    let red = LabColor(RGBColor(palette: 196))
    #expect(abs(red.lightness - 53.24) < 0.01 && abs(red.a - 80.09) < 0.01 && abs(red.b - 67.20) < 0.01)
    #expect(LabColor(RGBColor(palette: 16)).lightness == 0)
  }
}
