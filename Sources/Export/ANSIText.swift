import Screen

/// A frame as text with colours, for `cat` and `less -R`.
///
/// Only SGR sequences, with colours of the 256-colour palette; each line begins and ends without attributes, and nothing moves the cursor.
package enum ANSIText {
  package static func text(_ frame: Frame) -> String {
    var out = ""
    for y in 0..<frame.size.height {
      var runs = frame.runs(y)
      while let last = runs.last, last.isBlank, last.style.isInvisibleWhenBlank { runs.removeLast() }
      var style = Style.plain
      for run in runs {
        if run.style != style { out += sequence(run.style) }
        style = run.style
        out += run.text
      }
      if style != .plain { out += sequence(.plain) }
      out += "\n"
    }
    return out
  }

  /// The sequence that sets `style` whatever was set before.
  private static func sequence(_ style: Style) -> String {
    var codes: [Int] = []
    let attributes: [(Style.Attributes, Int)] = [(.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7)]
    for (attribute, code) in attributes where style.attributes.contains(attribute) { codes.append(code) }
    if style.foreground >= 0 { codes += [38, 5, Int(style.foreground)] }
    if style.background >= 0 { codes += [48, 5, Int(style.background)] }
    return "\u{1B}[" + (codes.isEmpty ? "" : "0;") + codes.map(String.init).joined(separator: ";") + "m"
  }
}

extension Style {
  /// Whether a space in this style looks like no cell at all.
  fileprivate var isInvisibleWhenBlank: Bool {
    background < 0 && attributes.isDisjoint(with: [.reverse, .underline])
  }
}
