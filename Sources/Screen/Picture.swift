import UnicodeText

/// A screen as an export shows it: what it is of, its cells, and what its marks mean.
package struct Picture: Hashable, Sendable {
  /// Program, text and settings, one a line; the last names the view.
  package let header: [VisibleText]
  package let frame: Frame
  /// Empty where the screen explains itself.
  package let legend: [VisibleText]
  /// Of plain text, and of what is around the cells.
  package let ground: Style
  /// Whether the terminal's own colours, where a style names none, are dark on light.
  package let isLight: Bool

  package init(
    header: [VisibleText], frame: Frame, legend: [VisibleText] = [], ground: Style = .plain, isLight: Bool = false
  ) {
    self.header = header
    self.frame = frame
    self.legend = legend
    self.ground = ground
    self.isLight = isLight
  }

  /// Header, screen and legend with blank lines between them. Lines end with a line feed and have no trailing blanks.
  package var text: String {
    let legend = legend.map { Picture.trimmed($0.string) + "\n" }.joined()
    return header.map { Picture.trimmed($0.string) + "\n" }.joined() + "\n" + frame.text
      + (legend.isEmpty ? "" : "\n" + legend)
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
