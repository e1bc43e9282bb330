import Screen

/// Everything a key can do.
package enum Action: String, CaseIterable, Sendable, Hashable {
  case quit, close, back, help, nextTheme, previousTheme, export, inspector, invisibles, hex, layout
  case previousSample, nextSample, browser, picker, redraw, suspend
  case previousToken, nextToken, previousWord, nextWord, lineStart, lineEnd, documentStart, documentEnd
  case halfPageDown, halfPageUp, pageDown, pageUp, previousDifference, nextDifference
  case compare, attention, words, routing, metrics
  case panel, lens, previousHead, nextHead, meanHead, previousLayer, nextLayer
  case previousKey, nextKey, previousQuery, nextQuery, form, sink, scale, direction, budget, smallerBudget, largerBudget
  case previousExpert, nextExpert, routingText, routingClasses, policy, bars, lessCapacity, moreCapacity
  case previousTokenizer, nextTokenizer, previousLine, nextLine, toggle, scrollLeft, scrollRight, base
  case listUp, listDown, listPageUp, listPageDown, listFirst, listLast, choose
  case terms, previousTerm, nextTerm, termPageUp, termPageDown, firstTerm, lastTerm
  case damage, noiseKind, lessNoise, moreNoise, noiseSeed
  case corpus, sortMetrics, nextSection, metricsDown, metricsUp
  case search, nextMatch, previousMatch
  case explain, previousStep, nextStep, firstStep, lastStep, stepOn
  case prompt, promptRun, promptComplete, promptLeave, promptLeft, promptRight, promptStart, promptEnd
  case promptBackspace, promptDelete, promptDeleteWord, promptDeleteBefore, promptDeleteAfter
  case promptPrevious, promptNext
}

/// One line of the action table: what an action is called, where it holds, which keys mean it and what it does.
package struct ActionEntry: Sendable {
  /// Where keys hold. `everywhere` holds beside every other.
  package enum Context: String, CaseIterable, Sendable {
    case everywhere, moving, compare, attention, routing, metrics, terms, damage, explain, list, prompt
  }

  package let action: Action
  package let context: Context
  /// Key sequences; each alone means the action. None where only the prompt reaches it.
  package let keys: [[Key]]
  /// Keys as the help screen writes them.
  package let keyLabel: String
  /// Command name, words joined by `-`.
  package let name: String
  /// What it does, for the help screen.
  package let help: String
  /// One or two words for the status line; empty when it is never hinted.
  package let hint: String
}

extension Action {
  /// The one table of keys, names and help lines.
  package static let table: [ActionEntry] = [
    entry(.previousToken, .moving, ["h", .left], "h ←", "previous-token", "previous token"),
    entry(.nextToken, .moving, ["l", .right], "l →", "next-token", "next token", hint: "token"),
    entry(.previousWord, .moving, ["H"], "H", "previous-word", "previous word"),
    entry(.nextWord, .moving, ["L"], "L", "next-word", "next word"),
    entry(.lineStart, .moving, ["0", .home], "0 Home", "line-start", "start of the line"),
    entry(.lineEnd, .moving, ["$", .end], "$ End", "line-end", "end of the line"),
    ActionEntry(
      action: .documentStart, context: .moving, keys: [["g", "g"]], keyLabel: "gg", name: "text-start",
      help: "start of the text", hint: ""),
    entry(.documentEnd, .moving, ["G"], "G", "text-end", "end of the text"),
    entry(.halfPageDown, .moving, [.control("d")], "^D", "half-page-down", "half a page down"),
    entry(.halfPageUp, .moving, [.control("u")], "^U", "half-page-up", "half a page up"),
    entry(.pageDown, .moving, [" ", .pageDown], "Space PgDn", "page-down", "a page down"),
    entry(.pageUp, .moving, ["-", .pageUp], "- PgUp", "page-up", "a page up"),
    entry(.previousDifference, .moving, ["{"], "{", "previous-difference", "previous place where tokenizers differ"),
    entry(
      .nextDifference, .moving, ["}"], "}", "next-difference", "next place where tokenizers differ",
      hint: "next difference"),
    entry(
      .explain, .moving, [.enter], "Enter", "explain", "step by step: how the token came about, and why", hint: "why"),
    entry(.previousTokenizer, .compare, ["k", .up], "k ↑", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .compare, ["j", .down], "j ↓", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.previousLine, .compare, ["K"], "K", "previous-line", "previous line"),
    entry(.nextLine, .compare, ["J"], "J", "next-line", "next line"),
    entry(
      .toggle, .compare, digits, "1-9", "toggle", "show or hide a tokenizer", hint: "show"),
    entry(.scrollLeft, .compare, ["("], "(", "scroll-left", "scroll to the tokenizers before"),
    entry(.scrollRight, .compare, [")"], ")", "scroll-right", "scroll to the tokenizers after"),
    entry(.base, .compare, ["!"], "!", "base", "compare counts with this tokenizer"),
    entry(.panel, .compare, ["s"], "s", "panel", "the model's panel on or off", hint: "model"),
    entry(.previousLayer, .compare, ["<"], "<", "previous-layer", "layer before"),
    entry(.nextLayer, .compare, [">"], ">", "next-layer", "layer after", hint: "layer"),
    entry(.previousHead, .compare, [","], ",", "previous-head", "head before"),
    entry(.nextHead, .compare, ["."], ".", "next-head", "head after", hint: "head"),
    entry(.meanHead, .compare, ["_"], "_", "mean-head", "mean of the layer's heads"),
    entry(.lens, .compare, ["S"], "S", "lens", "next lens for the strip beside the tokens"),
    entry(.previousQuery, .attention, ["k", .up], "k ↑", "previous-query", "previous token as the query"),
    entry(.nextQuery, .attention, ["j", .down], "j ↓", "next-query", "next token as the query", hint: "query"),
    entry(.previousKey, .attention, ["h", .left], "h ←", "previous-key", "key before"),
    entry(.nextKey, .attention, ["l", .right], "l →", "next-key", "key after", hint: "key"),
    entry(.previousLayer, .attention, ["<"], "<", "previous-layer", "layer before"),
    entry(.nextLayer, .attention, [">"], ">", "next-layer", "layer after", hint: "layer"),
    entry(.previousHead, .attention, [","], ",", "previous-head", "head before"),
    entry(.nextHead, .attention, ["."], ".", "next-head", "head after", hint: "head"),
    entry(.meanHead, .attention, ["_"], "_", "mean-head", "mean of the layer's heads"),
    entry(.form, .attention, ["z"], "z", "form", "labelled, dense, or a grid of all heads", hint: "zoom"),
    entry(.sink, .attention, ["s"], "s", "sink", "sinks shown, crossed out, or left out", hint: "sink"),
    entry(.scale, .attention, ["S"], "S", "scale", "brightness: square root, logarithm, linear", hint: "scale"),
    entry(
      .direction, .attention, ["d"], "d", "direction", "what the token looks at, or who looks at it", hint: "from/to"),
    entry(.budget, .attention, ["K"], "K", "budget", "which tokens a small cache keeps", hint: "KV budget"),
    entry(.smallerBudget, .attention, ["("], "(", "smaller-budget", "a token fewer in the cache"),
    entry(.largerBudget, .attention, [")"], ")", "larger-budget", "a token more in the cache"),
    entry(.previousToken, .routing, ["k", .up], "k ↑", "previous-token", "previous token"),
    entry(.nextToken, .routing, ["j", .down], "j ↓", "next-token", "next token", hint: "token"),
    entry(.previousLayer, .routing, ["<"], "<", "previous-layer", "layer before"),
    entry(.nextLayer, .routing, [">"], ">", "next-layer", "layer after", hint: "layer"),
    entry(.previousExpert, .routing, ["("], "(", "previous-expert", "follow the expert before"),
    entry(.nextExpert, .routing, [")"], ")", "next-expert", "follow the expert after", hint: "follow"),
    entry(.routingText, .routing, ["v"], "v", "routing-text", "the text in the colours of its experts", hint: "text"),
    entry(.routingClasses, .routing, ["C"], "C", "routing-classes", "experts by class of token", hint: "classes"),
    entry(.policy, .routing, ["P"], "P", "policy", "what if experts had limits or groups", hint: "what if"),
    entry(.lessCapacity, .routing, [","], ",", "less-capacity", "less room in each expert"),
    entry(.moreCapacity, .routing, ["."], ".", "more-capacity", "more room in each expert"),
    entry(.bars, .routing, ["s"], "s", "bars", "bars of load or of mean probability"),
    entry(.previousTokenizer, .metrics, ["k", .up], "k ↑", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .metrics, ["j", .down], "j ↓", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.toggle, .metrics, digits, "1-9", "toggle", "show or hide a tokenizer"),
    entry(.base, .metrics, ["!"], "!", "base", "compare counts with this tokenizer", hint: "base"),
    entry(.sortMetrics, .metrics, ["s"], "s", "sort", "sort by the next measure", hint: "sort"),
    entry(.corpus, .metrics, ["C"], "C", "corpus", "this text, or all texts together", hint: "all texts"),
    entry(.nextSection, .metrics, [.tab], "Tab", "next-section", "the next section at the top", hint: "section"),
    entry(
      .metricsDown, .metrics, [.control("d"), " ", .pageDown], "^D Space PgDn", "metrics-down",
      "more of the section at the top, then the next"),
    entry(.metricsUp, .metrics, [.control("u"), "-", .pageUp], "^U - PgUp", "metrics-up", "the other way"),
    entry(.previousTerm, .terms, ["k", .up], "k ↑", "previous-term", "term before"),
    entry(.nextTerm, .terms, ["j", .down], "j ↓", "next-term", "term after", hint: "term"),
    entry(.previousTokenizer, .terms, ["h", .left], "h ←", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .terms, ["l", .right], "l →", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.termPageUp, .terms, [.control("u"), "-", .pageUp], "^U - PgUp", "term-page-up", "a page of terms up"),
    entry(
      .termPageDown, .terms, [.control("d"), " ", .pageDown], "^D Space PgDn", "term-page-down", "a page of terms down"),
    ActionEntry(
      action: .firstTerm, context: .terms, keys: [["g", "g"], [.home]], keyLabel: "gg Home", name: "first-term",
      help: "first term", hint: ""),
    entry(.lastTerm, .terms, ["G", .end], "G End", "last-term", "last term"),
    entry(.base, .terms, ["!"], "!", "base", "compare counts with this tokenizer", hint: "base"),
    entry(.toggle, .terms, digits, "1-9", "toggle", "show or hide a tokenizer"),
    entry(.previousTokenizer, .damage, ["k", .up], "k ↑", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .damage, ["j", .down], "j ↓", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.toggle, .damage, digits, "1-9", "toggle", "show or hide a tokenizer"),
    entry(.noiseKind, .damage, ["v"], "v", "noise-kind", "typos, look-alikes or OCR errors", hint: "kind"),
    entry(.lessNoise, .damage, ["("], "(", "less-noise", "less damage"),
    entry(.moreNoise, .damage, [")"], ")", "more-noise", "more damage", hint: "rate"),
    entry(.noiseSeed, .damage, ["S"], "S", "noise-seed", "the same damage in other places", hint: "seed"),
    entry(.previousStep, .explain, ["h", .left], "h ←", "previous-step", "step before"),
    entry(.nextStep, .explain, ["l", .right], "l →", "next-step", "next step", hint: "step"),
    entry(.firstStep, .explain, ["0", .home], "0 Home", "first-step", "first step"),
    entry(.lastStep, .explain, ["$", .end], "$ End", "last-step", "last step, and why they differ", hint: "why"),
    entry(.stepOn, .explain, [.enter], "Enter", "step-on", "next step; after the last one back", hint: "next"),
    entry(.previousTokenizer, .explain, ["k", .up], "k ↑", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .explain, ["j", .down], "j ↓", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.previousWord, .explain, ["H"], "H", "previous-word", "previous word"),
    entry(.nextWord, .explain, ["L"], "L", "next-word", "next word", hint: "word"),
    entry(
      .previousDifference, .explain, ["{"], "{", "previous-difference", "previous place where tokenizers differ"),
    entry(
      .nextDifference, .explain, ["}"], "}", "next-difference", "next place where tokenizers differ",
      hint: "next difference"),
    entry(.base, .explain, ["!"], "!", "base", "compare counts with this tokenizer"),
    entry(.listUp, .list, ["k", .up], "k ↑", "list-up", "line before"),
    entry(.listDown, .list, ["j", .down], "j ↓", "list-down", "line after", hint: "move"),
    entry(.listPageUp, .list, [.control("u"), "-", .pageUp], "^U - PgUp", "list-page-up", "a page up"),
    entry(.listPageDown, .list, [.control("d"), .pageDown], "^D PgDn", "list-page-down", "a page down"),
    ActionEntry(
      action: .listFirst, context: .list, keys: [["g", "g"], [.home]], keyLabel: "gg Home", name: "list-first",
      help: "first line", hint: ""),
    entry(.listLast, .list, ["G", .end], "G End", "list-last", "last line"),
    entry(
      .choose, .list, [.enter, " "], "Enter Space", "choose", "open or switch the line; help: other page",
      hint: "choose"),
    entry(.promptRun, .prompt, [.enter], "Enter", "prompt-run", "run the command, or go to the match"),
    entry(.promptComplete, .prompt, [.tab], "Tab", "prompt-complete", "complete the name, or list what fits"),
    entry(
      .promptLeave, .prompt, [.escape, .control("c")], "Esc ^C", "prompt-leave",
      "leave without running it; a search goes back"),
    entry(.promptPrevious, .prompt, [.up], "↑", "prompt-previous", "line given before"),
    entry(.promptNext, .prompt, [.down], "↓", "prompt-next", "line given after"),
    entry(.promptLeft, .prompt, [.left], "←", "prompt-left", "a character left"),
    entry(.promptRight, .prompt, [.right], "→", "prompt-right", "a character right"),
    entry(.promptStart, .prompt, [.home, .control("a")], "Home ^A", "prompt-start", "start of the line"),
    entry(.promptEnd, .prompt, [.end, .control("e")], "End ^E", "prompt-end", "end of the line"),
    entry(.promptBackspace, .prompt, [.backspace], "Backspace", "prompt-backspace", "delete the character before"),
    entry(.promptDelete, .prompt, [.delete], "Delete", "prompt-delete", "delete the character at the cursor"),
    entry(.promptDeleteWord, .prompt, [.control("w")], "^W", "prompt-delete-word", "delete the word before"),
    entry(.promptDeleteBefore, .prompt, [.control("u")], "^U", "prompt-delete-before", "delete all before"),
    entry(.promptDeleteAfter, .prompt, [.control("k")], "^K", "prompt-delete-after", "delete all after"),
    entry(.compare, .everywhere, ["c"], "c", "compare", "tokenizers side by side", hint: "compare"),
    entry(.attention, .everywhere, ["a"], "a", "attention", "attention as a matrix", hint: "attention"),
    entry(.words, .everywhere, ["w"], "w", "words", "attention on the text", hint: "words"),
    entry(.routing, .everywhere, ["r"], "r", "routing", "experts of each token", hint: "routing"),
    entry(.metrics, .everywhere, ["m"], "m", "metrics", "what each tokenizer makes of the text", hint: "metrics"),
    entry(.terms, .everywhere, [], ":terms", "terms", "tokens of legal, financial or your own terms"),
    entry(.damage, .everywhere, [], ":damage", "damage", "cuts that stay in place in a damaged text"),
    entry(.prompt, .everywhere, [":"], ":", "prompt", "run a command by its name", hint: "command"),
    entry(
      .search, .everywhere, ["/"], "/", "search", "search text, \\=ID, \\x HEX, \\differs; or a list", hint: "search"),
    entry(.nextMatch, .everywhere, ["n"], "n", "next-match", "next match"),
    entry(.previousMatch, .everywhere, ["N"], "N", "previous-match", "match before"),
    entry(.previousSample, .everywhere, ["["], "[", "previous-sample", "previous text"),
    entry(.nextSample, .everywhere, ["]"], "]", "next-sample", "next text", hint: "sample"),
    entry(.browser, .everywhere, ["b"], "b", "samples", "list of texts"),
    entry(.picker, .everywhere, ["p"], "p", "tokenizers", "list of tokenizers", hint: "pick"),
    entry(.layout, .everywhere, ["="], "=", "layout", "columns, rulers, tints; a view's other forms", hint: "layout"),
    entry(.inspector, .everywhere, ["i"], "i", "inspector", "details of the token at the cursor", hint: "inspect"),
    entry(.hex, .everywhere, ["B"], "B", "hex", "bytes in hexadecimal"),
    entry(.invisibles, .everywhere, ["I"], "I", "invisibles", "marks for spaces, tabs and line ends"),
    entry(.nextTheme, .everywhere, ["t"], "t", "next-theme", "next theme"),
    entry(.previousTheme, .everywhere, ["T"], "T", "previous-theme", "previous theme"),
    entry(.export, .everywhere, ["x"], "x", "export", "write the screen to a text file", hint: "export"),
    entry(.help, .everywhere, ["?", .function(1)], "? F1", "help", "this help", hint: "help"),
    entry(.redraw, .everywhere, [.control("l")], "^L", "redraw", "paint the screen again"),
    entry(.suspend, .everywhere, [.control("z")], "^Z", "suspend", "back to the shell; fg returns"),
    entry(.back, .everywhere, [.escape], "Esc", "back", "close the list or help, stop a search"),
    entry(.close, .everywhere, ["q"], "q", "close", "close the list or help, else quit", hint: "quit"),
    entry(.quit, .everywhere, ["Q", .control("c")], "Q ^C", "quit", "quit"),
  ]

  private static let digits: [Key] = (1...9).map { .character(Unicode.Scalar(UInt8(0x30 + $0))) }

  private static func entry(
    _ action: Action, _ context: ActionEntry.Context, _ keys: [Key], _ label: String, _ name: String, _ help: String,
    hint: String = ""
  ) -> ActionEntry {
    ActionEntry(
      action: action, context: context, keys: keys.map { [$0] }, keyLabel: label, name: name, help: help, hint: hint)
  }
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  package init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }
}
