import Analysis
import UnicodeText

extension State {
  /// The lines of the help: page 0 lists the keys, page 1 explains the marks. Headings start without a blank.
  func helpLines(page: Int, look: Look) -> [VisibleText] { page == 0 ? keyLines(look: look) : markLines(look: look) }

  private func keyLines(look: Look) -> [VisibleText] {
    var contexts: [ActionEntry.Context] = [
      .moving, .compare, .attention, .routing, .metrics, .terms, .damage, .vocabulary, .seam, .explain, .tour,
      .pane, .everywhere, .editor, .list, .prompt, .export,
    ]
    // The keys of the view that is open come first: they hold before those for moving.
    let own = keyMapOfView.contexts.last ?? .moving
    if own != .compare, let place = contexts.firstIndex(of: own) { contexts.insert(contexts.remove(at: place), at: 0) }
    var blocks: [[VisibleText]] = []
    for context in contexts {
      var block: [VisibleText] = [VisibleText(context.title)]
      for entry in Action.table where entry.context == context {
        block.append("  " + look.plain(entry.keyLabel).padded(to: 12, look: look) + " " + look.plain(entry.help))
      }
      block.append("")
      blocks.append(block)
    }
    guard size.width >= 110 else { return blocks.flatMap { $0 } }
    // Two columns of about the same length; long lines stand on the right.
    let edge = 56
    var (left, right): ([VisibleText], [VisibleText]) = ([], [])
    for block in blocks {
      if left.count <= right.count, block.allSatisfy({ $0.width < edge }) { left += block } else { right += block }
    }
    return (0..<max(left.count, right.count)).map { row in
      let first = row < left.count ? left[row] : ""
      guard row < right.count, !right[row].isEmpty else { return first }
      return first.padded(to: edge, look: look) + right[row]
    }
  }

  /// The marks alone, for an export.
  func legendLines(look: Look) -> [VisibleText] {
    let lines = Array(markLines(look: look).prefix(10))
    return layout?.markers.contains(where: \.isMorphological) == true ? lines + morphemeLines(look: look) : lines
  }

  private func morphemeLines(look: Look) -> [VisibleText] {
    let glyphs = look.glyphs
    func item(_ signs: [Glyph], _ text: VisibleText) -> VisibleText {
      "  " + VisibleText(glyphs: signs).padded(to: 12, look: look) + " " + text
    }
    return [
      "Morphemes: in the columns that know roots and suffixes",
      item([glyphs.fillRoot, glyphs.fillSuffix, glyphs.fillOther], "rows: root, suffix, any other token"),
      item([CutShare.all, .some, .only].map { look.suffixSeparator($0) }, "columns: a cut before a suffix"),
      item(
        [glyphs.markTitle, glyphs.markUpper, glyphs.markGlue], "marker: a capital, capitals, no space before a root"),
      item([glyphs.markVariant, glyphs.markOther], "marker: another spelling, anything else"),
      "",
    ]
  }

  private func markLines(look: Look) -> [VisibleText] {
    let glyphs = look.glyphs
    func mark(_ glyph: Glyph, _ text: VisibleText) -> VisibleText {
      "  " + VisibleText(glyphs: [glyph]).padded(to: 12, look: look) + " " + text
    }
    func item(_ sign: VisibleText, _ text: VisibleText) -> VisibleText {
      "  " + sign.padded(to: 12, look: look) + " " + text
    }
    let bright: VisibleText = look.hasColor ? "coloured" : "bold"
    return [
      "Cuts: where a token ends",
      mark(glyphs.cutAll, "rows: every shown tokenizer cuts here"),
      mark(glyphs.cutSome, "rows: some do"),
      mark(glyphs.cutOnly, "rows: only this one"),
      mark(glyphs.separator, "columns: every shown tokenizer cuts here"),
      mark(look.separatorSome, "columns: some do"),
      mark(look.separatorOnly, "columns: only this one"),
      item(
        "cuts by",
        VisibleText("how many rows cut here; ") + VisibleText(glyphs: [glyphs.all]) + " = all, + = more than 9"),
      mark(glyphs.broken, "the line is broken inside a token; list: the token goes on"),
      "",
      "Agreement",
      item("dim", "all shown tokenizers cut this stretch alike"),
      item(bright, "they differ here; } and { go to the next and previous such place"),
      item("base +1 -1 =", "tokens more or fewer than the base tokenizer (!), or as many"),
      item("B/t", "bytes per token"),
      item("12+", "tokens counted so far; counting goes on"),
      "",
      "Table",
      item("tok/word", "tokens that touch a word, by words"),
      item("whole", "words that are one token by themselves"),
      item("only here", "cuts that no other shown tokenizer makes"),
      item("agree", "cuts in common with the base, of those that either makes"),
      "",
    ] + morphemeLines(look: look) + [
      "Text",
      mark(glyphs.space, "space"),
      mark(glyphs.newline, "line feed"),
      mark(glyphs.tab, "tab"),
      item(look.isASCII ? "<1b>" : "␛", "control character"),
      item("E2", "byte that is not UTF-8, or of a character that tokens cut apart"),
      item(look.isASCII ? "<ZWJ>" : "‹ZWJ›", "character that does not show, by name or number"),
      item(look.isASCII ? "<1f469+2>" : "‹👩+2›", "emoji followed by 2 more characters that belong to it"),
      "",
      "Model",
      item("own cuts", "the model read the tokens of this column; those that it had to split are counted"),
      item("heat", "more weight is brighter; the legend has the weights at which shades begin"),
      mark(look.theme.notANumber, "a sink that is crossed out (s), or a weight that is not a number"),
      mark(look.theme.causal, "a token that comes later, or an expert that was not chosen"),
      item("1 2 3", "chosen experts, best first; right of the gap null experts, which compute nothing"),
      item("bits", "how unexpected a token was; the strip shows any lens (S)"),
      item("what-if", "the routing as it would be under another rule, not as the model did it"),
      "",
      "Metrics",
      item("entr", "Shannon entropy of the tokens, bits a token"),
      item(
        "effic", "Renyi entropy of order 2.5 by the logarithm of the different tokens: 1 when all are equally frequent"),
      item("bit/B", "bits that the model needs for a byte, by these cuts; of long texts where the cursor stands"),
      item("ratio", "tokens by those of the base (!)"),
      "",
      "Damage",
      mark(glyphs.cutAll, "a cut that stayed in place"),
      mark(glyphs.cutOnly, "a cut of the correct text that is gone"),
      mark(glyphs.cutSome, "a cut of the damaged text alone"),
      item("~", "characters that were changed, dropped or inserted"),
      "",
      "Cursor",
      item("reverse", "token of the active tokenizer; the cursor is a byte and stays when the tokenizer changes"),
      item("underlined", "tokens of the others that overlap it"),
    ]
  }
}
