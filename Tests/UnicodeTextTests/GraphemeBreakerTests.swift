import TestSupport
import Testing
import UnicodeText

@Suite struct GraphemeBreakerTests {
  /// Where the standard library of Swift 6.3 (Unicode 17.0) breaks otherwise: scalars that Unicode 17.0 added or no
  /// longer calls pictographic, U+11A3A, which is no prefix any more, and the vowels of Kirat Rai, which the standard
  /// library does not join as UAX #29 does.
  static let differences = CodePointRanges(
    text: """
      1ACF-1ADD 1AE0-1AEB 2388 2605 2607-260D 260F-2610 2612 2616-2617 2619-261C 261E-261F 2621 2624-2625 2627-2629 \
      262B-262D 2630-2637 263B-263F 2641 2643-2647 2654-265E 2661-2662 2664 2667 2669-267A 267C-267D 2680-2685 \
      2690-2691 2698 269A 269D-269F 26A2-26A6 26A8-26A9 26AC-26AF 26B2-26BC 26BF-26C3 26C6-26C7 26C9-26CD 26D0 26D2 \
      26D5-26E8 26EB-26EF 26F6 26FB-26FC 26FE-2701 2703-2704 270E 2710-2711 2765-2767 10EFA-10EFB 11A3A 11B60-11B67 \
      16D63 16D67-16D6A 1E6E3 1E6E6 1E6EE-1E6EF 1E6F5 1F000-1F003 1F005-1F02B 1F030-1F093 1F0A0-1F0AE 1F0B1-1F0BF \
      1F0C1-1F0CE 1F0D1-1F0F5 1F10D-1F10F 1F12F 1F16C-1F16F 1F1AD 1F260-1F265 1F322-1F323 1F394-1F395 1F398 \
      1F39C-1F39D 1F3F1-1F3F2 1F3F6 1F4FE 1F546-1F548 1F54F 1F568-1F56E 1F571-1F572 1F57B-1F586 1F588-1F589 \
      1F58E-1F58F 1F591-1F594 1F597-1F5A3 1F5A6-1F5A7 1F5A9-1F5B0 1F5B3-1F5BB 1F5BD-1F5C1 1F5C5-1F5D0 1F5D4-1F5DB \
      1F5DF-1F5E0 1F5E2 1F5E4-1F5E7 1F5E9-1F5EE 1F5F0-1F5F2 1F5F4-1F5F9 1F6C6-1F6CA 1F6D3-1F6D4 1F6E6-1F6E8 1F6EA \
      1F6F1-1F6F2 1F774-1F77F 1F7D5-1F7D9 1F8B0-1F8BB 1F8C0-1F8C1 1F8D0-1F8D8 1FA00-1FA57 1FA60-1FA6D
      """)

  private func clusters(_ text: String) -> [Int] {
    AtomMap(Array(text.utf8)[...], cuts: []).atoms.map(\.range.count)
  }

  private func string(_ scalars: [UInt32]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.compactMap { Unicode.Scalar($0) })
    return String(view)
  }

  @Test func workedExample() {
    #expect(clusters("e\u{301}x") == [3, 1])
    #expect(clusters("\u{1F1F9}\u{1F1F7}\u{1F1E9}") == [8, 4])
  }

  @Test func rules() {
    #expect(clusters("\r\n\n\r") == [2, 1, 1])
    #expect(clusters("👩\u{200D}👩\u{200D}👧") == [18])
    #expect(clusters("👍\u{1F3FD}1\u{FE0F}\u{20E3}") == [8, 7])
    #expect(clusters("\u{915}\u{94D}\u{937}\u{93F}") == [12])
    #expect(clusters("\u{1112}\u{1161}\u{11AB}\u{1100}") == [9, 3])
    #expect(clusters("a\u{200D}👧") == [4, 4])
    #expect(clusters("\u{915}\u{94D}\u{200D}\u{937}") == [12])
    #expect(clusters("\u{915}\u{94D}\u{200C}\u{937}") == [9, 3])
    #expect(clusters("\u{915}\u{937}") == [3, 3])
  }

  /// Over the scalars that the standard library calls assigned.
  @Test func equalsTheStandardLibraryExceptWhereListed() {
    // Lines that set the scalar between neighbours of every rule.
    let lines = [
      "a_a", "\u{1F600}\u{200D}_", "_\u{200D}\u{1F600}", "\u{915}\u{94D}_", "_\u{94D}\u{915}", "\u{1100}_\u{11A8}",
    ]
    let template = lines.joined(separator: "\n").unicodeScalars.map(\.value)
    let found = (UInt32(0)..<0x11_0000).filter { value in
      guard let scalar = Unicode.Scalar(value) else { return false }
      switch scalar.properties.generalCategory {
      case .unassigned, .privateUse: return false
      default: break
      }
      let text = string(template.map { $0 == 0x5F ? value : $0 })
      return clusters(text) != text.map { $0.utf8.count }
    }
    #expect(CodePointRanges(found) == Self.differences, "\(CodePointRanges(found))")
  }

  @Test func equalsTheStandardLibraryOnRandomText() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<3_000 {
      let text = string(RandomScalars.text(upTo: 24, using: &generator))
      #expect(clusters(text) == text.map { $0.utf8.count }, "seed 7, \(text.unicodeScalars.map(\.value))")
    }
  }
}
