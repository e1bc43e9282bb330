import Screen

/// Everything a key can do.
package enum Action: String, CaseIterable, Sendable, Hashable {
  case quit, close, back, help, nextTheme, previousTheme, export, inspector, invisibles, hex, layout
  case previousSample, nextSample, browser, picker, redraw, suspend
  case previousToken, nextToken, previousWord, nextWord, lineStart, lineEnd, documentStart, documentEnd
  case halfPageDown, halfPageUp, pageDown, pageUp, previousDifference, nextDifference
  case compare, attention, words, routing, metrics
  case nextPane, previousPane, paneUp, paneDown, panePageUp, panePageDown, paneFirst, paneLast
  case panel, lens, previousHead, nextHead, meanHead, previousLayer, nextLayer
  case previousKey, nextKey, previousQuery, nextQuery, form, sink, scale, digits, direction, budget, smallerBudget,
    largerBudget
  case previousExpert, nextExpert, routingText, routingClasses, policy, bars, lessCapacity, moreCapacity
  case previousTokenizer, nextTokenizer, previousLine, nextLine, toggle, scrollLeft, scrollRight, base
  case listUp, listDown, listPageUp, listPageDown, listFirst, listLast, choose
  case terms, previousTerm, nextTerm, termPageUp, termPageDown, firstTerm, lastTerm
  case tour, tourAnswer, mouse, messages
  case damage, noiseKind, lessNoise, moreNoise, noiseSeed
  case corpus, sortMetrics, metricsDown, metricsUp
  case search, nextMatch, previousMatch
  case explain, previousStep, nextStep, firstStep, lastStep, stepOn
  case vocabulary, previousEntry, nextEntry, entriesUp, entriesDown, firstEntry, lastEntry
  case entryDetails, entryOrder, entryKind, entryShow, previousEntryShow
  case prompt, promptRun, promptComplete, promptLeave, promptLeft, promptRight, promptStart, promptEnd
  case promptBackspace, promptDelete, promptDeleteWord, promptDeleteBefore, promptDeleteAfter
  case promptPrevious, promptNext
  case repeatExport, exportText, exportColours, exportPage, exportDrawing, exportTable, exportData
  case yankRow, yankToken, yankIDs, yankJSON, yankScreen, yankCommand
  case exportFull, exportUp, exportDown, exportWrite, exportLeave
  case edit, undo, redo, revert, seam, seamLeft, seamRight, warnings
  case editorLeave, editorDrop, editorSave, editorUndo, editorRedo, editorPane, editorCode
  case editorLeft, editorRight, editorUp, editorDown, editorPageUp, editorPageDown, editorLineStart, editorLineEnd
  case editorNewline, editorTab, editorBackspace, editorDelete, editorDeleteWord, editorDeleteBefore, editorDeleteAfter
}

/// One line of the action table: what an action is called, where it holds, which keys mean it and what it does.
package struct ActionEntry: Sendable {
  /// Where keys hold. `everywhere` holds beside every other.
  package enum Context: String, CaseIterable, Sendable {
    case everywhere, moving, compare, attention, routing, metrics, terms, damage, vocabulary, seam, explain, tour, pane
    case list, prompt, export, editor
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
      .toggle, .compare, numberKeys, "1-9", "toggle", "show or hide a tokenizer", hint: "show"),
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
    entry(.toggle, .metrics, numberKeys, "1-9", "toggle", "show or hide a tokenizer"),
    entry(.base, .metrics, ["!"], "!", "base", "compare counts with this tokenizer", hint: "base"),
    entry(.sortMetrics, .metrics, ["s"], "s", "sort", "sort by the next measure", hint: "sort"),
    entry(.corpus, .metrics, ["C"], "C", "corpus", "this text, or all texts together", hint: "all texts"),
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
    entry(.toggle, .terms, numberKeys, "1-9", "toggle", "show or hide a tokenizer"),
    entry(.previousTokenizer, .damage, ["k", .up], "k ↑", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .damage, ["j", .down], "j ↓", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.toggle, .damage, numberKeys, "1-9", "toggle", "show or hide a tokenizer"),
    entry(.noiseKind, .damage, ["v"], "v", "noise-kind", "typos, look-alikes or OCR errors", hint: "kind"),
    entry(.lessNoise, .damage, ["("], "(", "less-noise", "less damage"),
    entry(.moreNoise, .damage, [")"], ")", "more-noise", "more damage", hint: "rate"),
    entry(.noiseSeed, .damage, ["S"], "S", "noise-seed", "the same damage in other places", hint: "seed"),
    entry(.previousTokenizer, .seam, ["k", .up], "k ↑", "previous-tokenizer", "previous tokenizer"),
    entry(.nextTokenizer, .seam, ["j", .down], "j ↓", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.seamLeft, .seam, ["("], "(", "seam-left", "the seam a character to the left"),
    entry(.seamRight, .seam, [")"], ")", "seam-right", "the seam a character to the right", hint: "character"),
    entry(.toggle, .seam, numberKeys, "1-9", "toggle", "show or hide a tokenizer"),
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
    entry(.tourAnswer, .tour, ["A"], "A", "tour-answer", "show or hide the answer", hint: "answer"),
    entry(.paneUp, .pane, ["k", .up], "k ↑", "pane-up", "line or token before"),
    entry(.paneDown, .pane, ["j", .down], "j ↓", "pane-down", "line or token after", hint: "line"),
    entry(.panePageUp, .pane, [.control("u"), "-", .pageUp], "^U - PgUp", "pane-page-up", "a page up"),
    entry(
      .panePageDown, .pane, [.control("d"), " ", .pageDown], "^D Space PgDn", "pane-page-down", "a page down",
      hint: "page"),
    ActionEntry(
      action: .paneFirst, context: .pane, keys: [["g", "g"], [.home]], keyLabel: "gg Home", name: "pane-first",
      help: "first line or token", hint: ""),
    entry(.paneLast, .pane, ["G", .end], "G End", "pane-last", "last line or token"),
    entry(.previousEntry, .vocabulary, ["k", .up], "k ↑", "previous-entry", "entry before"),
    entry(.nextEntry, .vocabulary, ["j", .down], "j ↓", "next-entry", "entry after", hint: "entry"),
    entry(
      .entriesUp, .vocabulary, [.control("u"), "-", .pageUp], "^U - PgUp", "entries-up", "a page of entries up"),
    entry(
      .entriesDown, .vocabulary, [.control("d"), " ", .pageDown], "^D Space PgDn", "entries-down",
      "a page of entries down"),
    ActionEntry(
      action: .firstEntry, context: .vocabulary, keys: [["g", "g"], [.home]], keyLabel: "gg Home", name: "first-entry",
      help: "first entry", hint: ""),
    entry(.lastEntry, .vocabulary, ["G", .end], "G End", "last-entry", "last entry"),
    entry(
      .entryDetails, .vocabulary, [.enter], "Enter", "entry-details", "details of the entry: merges, bytes, others",
      hint: "details"),
    entry(
      .entryOrder, .vocabulary, ["s"], "s", "entry-order", "by id, length, uses or bytes", hint: "order"),
    entry(.entryKind, .vocabulary, ["v"], "v", "entry-kind", "all kinds of entries, or one", hint: "kind"),
    entry(
      .entryShow, .vocabulary, ["f"], "f", "entry-show", "unreachable, unused, shared with the base ...",
      hint: "which"),
    entry(.previousEntryShow, .vocabulary, ["F"], "F", "previous-entry-show", "the same, the other way"),
    entry(.previousTokenizer, .vocabulary, ["h", .left], "h ←", "previous-tokenizer", "previous tokenizer"),
    entry(
      .nextTokenizer, .vocabulary, ["l", .right], "l →", "next-tokenizer", "next tokenizer", hint: "tokenizer"),
    entry(.base, .vocabulary, ["!"], "!", "base", "compare vocabularies with this one", hint: "base"),
    entry(.toggle, .vocabulary, numberKeys, "1-9", "toggle", "show or hide a tokenizer"),
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
    entry(.exportText, .export, ["t"], "t", "export-text", "plain text"),
    entry(.exportColours, .export, ["a"], "a", "export-colours", "text with colours (ANSI)"),
    entry(.exportPage, .export, ["h"], "h", "export-page", "HTML"),
    entry(.exportDrawing, .export, ["s"], "s", "export-drawing", "SVG"),
    entry(.exportTable, .export, ["v"], "v", "export-table", "table of tab-separated values"),
    entry(.exportData, .export, ["j"], "j", "export-data", "JSON"),
    entry(
      .exportFull, .export, ["f"], "f", "export-full", "the visible part, or all of the text", hint: "all or visible"),
    entry(.exportUp, .export, [.up], "↑", "export-up", "format before"),
    entry(.exportDown, .export, [.down], "↓", "export-down", "format after", hint: "format"),
    entry(.exportWrite, .export, [.enter], "Enter", "export-write", "write the marked format", hint: "write"),
    entry(
      .exportLeave, .export, [.escape, "q", "x"], "Esc q x", "export-leave", "leave without writing", hint: "leave"),
    entry(
      .editorLeave, .editor, [.escape, .control("c")], "Esc ^C", "editor-leave", "leave, the text is kept", hint: "keep"
    ),
    entry(.editorDrop, .editor, [.control("g")], "^G", "editor-drop", "leave, the changes are dropped", hint: "drop"),
    entry(.editorSave, .editor, [.control("s")], "^S", "editor-save", "save as a sample", hint: "save as sample"),
    entry(
      .editorPane, .editor, [.function(2)], "F2", "editor-pane", "what stands below: model, counts, seam", hint: "panel"
    ),
    entry(.editorUndo, .editor, [.control("_")], "^_", "editor-undo", "undo the last edit", hint: "undo"),
    entry(.editorRedo, .editor, [.control("r")], "^R", "editor-redo", "redo it", hint: "redo"),
    entry(
      .editorCode, .editor, [.control("v")], "^V", "editor-code",
      "\\u{200d} or \\xe2 before the cursor: what it is"),
    entry(.editorLeft, .editor, [.left], "←", "editor-left", "a character left"),
    entry(.editorRight, .editor, [.right], "→", "editor-right", "a character right"),
    entry(.editorUp, .editor, [.up], "↑", "editor-up", "a line up"),
    entry(.editorDown, .editor, [.down], "↓", "editor-down", "a line down"),
    entry(.editorPageUp, .editor, [.pageUp], "PgUp", "editor-page-up", "some lines up"),
    entry(.editorPageDown, .editor, [.pageDown], "PgDn", "editor-page-down", "some lines down"),
    entry(.editorLineStart, .editor, [.home, .control("a")], "Home ^A", "editor-line-start", "start of the line"),
    entry(.editorLineEnd, .editor, [.end, .control("e")], "End ^E", "editor-line-end", "end of the line"),
    entry(.editorNewline, .editor, [.enter], "Enter", "editor-newline", "a line feed"),
    entry(.editorTab, .editor, [.tab], "Tab", "editor-tab", "a tab"),
    entry(.editorBackspace, .editor, [.backspace], "Backspace", "editor-backspace", "delete the character before"),
    entry(
      .editorDelete, .editor, [.delete, .control("d")], "Delete ^D", "editor-delete",
      "delete the character at the cursor"),
    entry(.editorDeleteWord, .editor, [.control("w")], "^W", "editor-delete-word", "delete the word before"),
    entry(
      .editorDeleteBefore, .editor, [.control("u")], "^U", "editor-delete-before", "delete to the start of the line"),
    entry(
      .editorDeleteAfter, .editor, [.control("k")], "^K", "editor-delete-after",
      "delete to the end of the line, or the line end"),
    entry(.compare, .everywhere, ["c"], "c", "compare", "tokenizers side by side", hint: "compare"),
    entry(.attention, .everywhere, ["a"], "a", "attention", "attention as a matrix", hint: "attention"),
    entry(.words, .everywhere, ["w"], "w", "words", "attention on the text", hint: "words"),
    entry(.routing, .everywhere, ["r"], "r", "routing", "experts of each token", hint: "routing"),
    entry(.metrics, .everywhere, ["m"], "m", "metrics", "what each tokenizer makes of the text", hint: "metrics"),
    entry(.terms, .everywhere, [], ":terms", "terms", "tokens of legal, financial or your own terms"),
    entry(.damage, .everywhere, [], ":damage", "damage", "cuts that stay in place in a damaged text"),
    entry(.seam, .everywhere, [], ":seam", "seam", "both sides of the cursor cut apart and together"),
    entry(.warnings, .everywhere, [], ":warnings", "warnings", "what may be cut otherwise than it looks"),
    entry(.messages, .everywhere, [], ":messages", "messages", "the last messages"),
    entry(.mouse, .everywhere, [], ":mouse", "mouse", "the mouse on or off: cursor, tabs, wheel, drag"),
    entry(.digits, .everywhere, [], ":digits", "digits", "weights of attention as digits 0 to 9, or shades"),
    entry(.tour, .everywhere, [], ":tour", "tour", "a question about each sample; begin or end"),
    entry(
      .vocabulary, .everywhere, ["V"], "V", "vocabulary", "entries of the active tokenizer's vocabulary",
      hint: "vocabulary"),
    entry(
      .nextPane, .everywhere, [.tab], "Tab", "next-pane", "the next pane; metrics: section at the top", hint: "pane"),
    entry(.previousPane, .everywhere, [.backTab], "S-Tab", "previous-pane", "the pane or section before"),
    entry(.prompt, .everywhere, [":"], ":", "prompt", "run a command by its name", hint: "command"),
    entry(
      .search, .everywhere, ["/"], "/", "search", "search text, \\=ID, \\x HEX, \\differs; or a list", hint: "search"),
    entry(.nextMatch, .everywhere, ["n"], "n", "next-match", "next match"),
    entry(.previousMatch, .everywhere, ["N"], "N", "previous-match", "match before"),
    entry(.previousSample, .everywhere, ["["], "[", "previous-sample", "previous text"),
    entry(.nextSample, .everywhere, ["]"], "]", "next-sample", "next text", hint: "sample"),
    entry(.browser, .everywhere, ["b"], "b", "samples", "list of texts"),
    entry(.edit, .everywhere, ["e"], "e", "edit", "edit the text", hint: "edit"),
    entry(.undo, .everywhere, ["u"], "u", "undo", "undo an edit or a choice"),
    entry(.redo, .everywhere, [.control("r")], "^R", "redo", "redo it"),
    entry(.revert, .everywhere, [], ":revert", "revert", "drop the edits of this text"),
    entry(.picker, .everywhere, ["p"], "p", "tokenizers", "list of tokenizers", hint: "pick"),
    entry(
      .layout, .everywhere, ["="], "=", "layout", "columns, rulers, tints, list; other forms", hint: "layout"),
    entry(.inspector, .everywhere, ["i"], "i", "inspector", "details of the token at the cursor", hint: "inspect"),
    entry(.hex, .everywhere, ["B"], "B", "hex", "bytes in hexadecimal"),
    entry(.invisibles, .everywhere, ["I"], "I", "invisibles", "marks for spaces, tabs and line ends"),
    entry(.nextTheme, .everywhere, ["t"], "t", "next-theme", "next theme"),
    entry(.previousTheme, .everywhere, ["T"], "T", "previous-theme", "previous theme"),
    entry(.export, .everywhere, ["x"], "x", "export", "write the view to a file: menu of formats", hint: "export"),
    entry(.repeatExport, .everywhere, ["X"], "X", "repeat-export", "write the view again as last"),
    yank(.yankRow, "y", "yank-row", "copy the line as its tokens: Ev│ler│imiz"),
    yank(.yankToken, "t", "yank-token", "copy the token"),
    yank(.yankIDs, "i", "yank-ids", "copy the ids of the line"),
    yank(.yankJSON, "j", "yank-json", "copy the view's data as JSON"),
    yank(.yankScreen, "s", "yank-screen", "copy the screen as text"),
    yank(.yankCommand, "c", "yank-command", "copy the command that writes this view"),
    entry(.help, .everywhere, ["?", .function(1)], "? F1", "help", "this help", hint: "help"),
    entry(.redraw, .everywhere, [.control("l")], "^L", "redraw", "paint the screen again"),
    entry(.suspend, .everywhere, [.control("z")], "^Z", "suspend", "back to the shell; fg returns"),
    entry(.back, .everywhere, [.escape], "Esc", "back", "close a list, stop a search, back to the text"),
    entry(.close, .everywhere, ["q"], "q", "close", "close the list or help, else quit", hint: "quit"),
    entry(.quit, .everywhere, ["Q", .control("c")], "Q ^C", "quit", "quit"),
  ]

  private static let numberKeys: [Key] = (1...9).map { .character(Unicode.Scalar(UInt8(0x30 + $0))) }

  /// What `y` and another key copy.
  private static func yank(_ action: Action, _ key: Unicode.Scalar, _ name: String, _ help: String) -> ActionEntry {
    ActionEntry(
      action: action, context: .everywhere, keys: [["y", .character(key)]], keyLabel: "y\(key)", name: name, help: help,
      hint: "")
  }

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
