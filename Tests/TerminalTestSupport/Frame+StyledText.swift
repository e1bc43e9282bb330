import Screen

extension Frame {
  /// Text, then one letter a cell for its style, then what the letters mean; `.` is the commonest style.
  package var styledText: String {
    var counts: [Style: Int] = [:]
    var order: [Style] = []
    for cell in cells {
      if counts[cell.style] == nil { order.append(cell.style) }
      counts[cell.style, default: 0] += 1
    }
    let commonest = order.max { counts[$0, default: 0] < counts[$1, default: 0] }
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var letters: [Style: Character] = [:]
    var legend = ""
    for style in order {
      let letter = style == commonest ? "." : alphabet[min(letters.count, alphabet.count - 1)]
      if style != commonest { letters[style] = letter }
      legend += "\(letter) \(style.described)\n"
    }
    var styles = ""
    for y in 0..<size.height {
      var line = (0..<size.width).map { letters[self[$0, y].style] ?? "." }
      while line.last == "." { line.removeLast() }
      styles += String(line) + "\n"
    }
    return text + "== styles\n" + styles + "== legend\n" + legend
  }
}

extension Style {
  /// For example `231 on 24 bold`; `default` is the terminal's own colour.
  package var described: String {
    var words = [foreground == -1 ? "default" : "\(foreground)", "on", background == -1 ? "default" : "\(background)"]
    for (attribute, name) in [
      (Attributes.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"), (.italic, "italic"),
    ] where attributes.contains(attribute) {
      words.append(name)
    }
    return words.joined(separator: " ")
  }
}
