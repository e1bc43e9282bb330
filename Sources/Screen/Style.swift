/// Colours and attributes of a cell.
package struct Style: Hashable, Sendable {
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)
    package static let italic = Attributes(rawValue: 16)
  }

  /// Index of the 256-colour palette, or -1 for the terminal's own colour.
  package var foreground: Int16
  package var background: Int16
  package var attributes: Attributes

  package init(foreground: Int16 = -1, background: Int16 = -1, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  package static let plain = Style()

  package func adding(_ extra: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(extra))
  }
}
