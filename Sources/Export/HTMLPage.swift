import Screen

/// A picture as a page: one `pre` with inline styles, no script and nothing that is fetched. Its text can be searched and copied.
package enum HTMLPage {
  package static func text(_ picture: Picture) -> String {
    let ground = CellColors(picture.ground, isLight: picture.isLight)
    let title = picture.header.map(\.string)
    var out = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(Markup.escaped(title.dropFirst().first ?? "tokview"))</title>
      <meta name="description" content="\(Markup.escaped(title.joined(separator: "; ")))">
      </head>
      <body style="margin:0;background:\(ground.background.hexadecimal)">
      <pre style="margin:0;padding:8px;font-family:\(Markup.fonts);font-size:14px;line-height:1.2;\
      color:\(ground.foreground.hexadecimal);background:\(ground.background.hexadecimal)">

      """
    // A line feed right after <pre> is not part of the text.
    for y in 0..<picture.frame.size.height {
      var runs = picture.frame.runs(y)
      while let last = runs.last, last.isBlank, rules(last, picture).isEmpty { runs.removeLast() }
      for run in runs {
        let rules = rules(run, picture)
        let text = Markup.escaped(run.text)
        out += rules.isEmpty ? text : "<span style=\"\(rules.joined(separator: ";"))\">\(text)</span>"
      }
      out += "\n"
    }
    if !picture.legend.isEmpty { out += "\n" }
    for line in picture.legend { out += Markup.escaped(line.string) + "\n" }
    return out + "</pre>\n</body>\n</html>\n"
  }

  /// What a run looks like where that is not plain text.
  private static func rules(_ run: FrameRun, _ picture: Picture) -> [String] {
    var rules: [String] = []
    let colors = CellColors(run.style, isLight: picture.isLight)
    let ground = CellColors(picture.ground, isLight: picture.isLight)
    if colors.foreground != ground.foreground, !run.isBlank { rules.append("color:" + colors.foreground.hexadecimal) }
    if colors.background != ground.background { rules.append("background:" + colors.background.hexadecimal) }
    if run.style.attributes.contains(.bold), !run.isBlank { rules.append("font-weight:bold") }
    if run.style.attributes.contains(.italic), !run.isBlank { rules.append("font-style:italic") }
    if run.style.attributes.contains(.underline) { rules.append("text-decoration:underline") }
    // Fonts disagree about these, so their cells are kept whole.
    if run.glyphs.contains(where: { $0.width == 2 || $0.scalars.count > 1 }) {
      rules += ["display:inline-block", "width:\(run.width)ch"]
    }
    return rules
  }
}
