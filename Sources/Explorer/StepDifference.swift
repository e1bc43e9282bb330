import Tokenization
import UnicodeText

/// Why two tokenizers cut a place as they do: the first cut that only one of them makes, and the steps that decided it.
struct StepDifference {
  /// The tokens of both around the place, virtual ones left out; they begin and end at the same bytes.
  let tokens: [[Range<Int>]]
  /// Where only one of them cuts, ascending.
  let cuts: [Int]
  /// The cut that is explained, and the side that makes it.
  private(set) var decisive: (offset: Int, cutter: Int)?
  /// For each side the row that parts it from the other; nil where its row is that of every tokenizer.
  private(set) var rows: [Int?] = [nil, nil]

  private let scripts: [StepScript]
  private let sides: [StepSide]

  /// - Parameters:
  ///   - answer: of two sides.
  ///   - segmentations: of the window, one for each side.
  ///   - cursor: the byte of the window that was asked about.
  init?(_ answer: Stepper.Answer, _ segmentations: [Segmentation], cursor: Int) {
    guard answer.scripts.count == 2, segmentations.count == 2 else { return nil }
    scripts = answer.scripts
    sides = answer.sides
    var extent = cursor..<cursor + 1
    func include(_ range: Range<Int>) {
      extent = min(extent.lowerBound, range.lowerBound)..<max(extent.upperBound, range.upperBound)
    }
    for script in scripts { if let range = script.extent { include(range) } }
    // Grow until both have whole tokens in it: seldom more than once.
    for _ in 0..<8 {
      let before = extent
      for cut in segmentations {
        let tokens = cut.tokens(overlapping: before)
        if let first = tokens.first, let last = tokens.last { include(first.start..<last.end) }
      }
      if extent == before { break }
    }
    let range = extent
    tokens = segmentations.map { cut in cut.tokens(overlapping: range).filter { !$0.isVirtual }.map(\.range) }
    let ends = tokens.map { Set($0.map(\.upperBound)) }
    cuts = ends[0].symmetricDifference(ends[1]).sorted()
    // At the cursor, if there is one.
    let here = tokens.compactMap { $0.first { $0.contains(cursor) } }
    let low = here.map(\.lowerBound).min() ?? 0
    let high = here.map(\.upperBound).max() ?? 0
    guard let offset = cuts.first(where: { $0 >= low && $0 <= high }) ?? cuts.first else { return }
    let cutter = ends[0].contains(offset) ? 0 : 1
    decisive = (offset, cutter)
    rows[cutter] = partingRow(cutter, at: offset)
    if let whole = token(of: 1 - cutter, across: offset) { rows[1 - cutter] = scripts[1 - cutter].row(making: whole) }
  }

  /// The token of a side that has `offset` inside.
  private func token(of side: Int, across offset: Int) -> Range<Int>? {
    tokens[side].first { $0.lowerBound < offset && offset < $0.upperBound }
  }

  /// The row that makes a side cut at `offset`: the one that crosses the other's token, or after which the cut is there.
  private func partingRow(_ side: Int, at offset: Int) -> Int? {
    if let whole = token(of: 1 - side, across: offset), let crossing = crossing(side, whole) { return crossing }
    guard let row = scripts[side].row(cutting: offset) else { return nil }
    if case .bytes = scripts[side].rows[row].kind { return nil }
    return row
  }

  /// The first merge whose result lies partly in `token`.
  private func crossing(_ side: Int, _ token: Range<Int>) -> Int? {
    scripts[side].rows.indices.first { index in
      let row = scripts[side].rows[index]
      guard case .step(.merge, _, _) = row.kind, let made = made(row) else { return false }
      return made.overlaps(token) && !(token.lowerBound <= made.lowerBound && made.upperBound <= token.upperBound)
        && !(made.lowerBound <= token.lowerBound && token.upperBound <= made.upperBound)
    }
  }

  /// What a merge made, in bytes of the window.
  private func made(_ row: StepScript.Row) -> Range<Int>? {
    let touched = row.touched ?? row.pieces.first
    return row.pieces.firstIndex { $0 == touched }.map { row.source[$0] }
  }

  // MARK: Words

  /// One sentence; `words` are those of the sides.
  func sentence(_ words: [StepWords], text: [UInt8]) -> VisibleText {
    guard let (offset, cutter) = decisive, let whole = token(of: 1 - cutter, across: offset) else {
      return "same cuts: " + words[0].joined(tokens[0], text)
    }
    let count = cuts.count == 1 ? VisibleText() : VisibleText("first of \(cuts.count) cuts that differ: ")
    return count + takes(words[1 - cutter], 1 - cutter, whole, text) + step(rows[1 - cutter]) + "; "
      + cutsIt(words[cutter], cutter, whole, at: offset, text) + step(rows[cutter])
  }

  private func step(_ row: Int?) -> VisibleText {
    row.map { VisibleText(" (step \($0 + 1))") } ?? ""
  }

  /// Why a side has `token` as one.
  private func takes(_ words: StepWords, _ side: Int, _ token: Range<Int>, _ text: [UInt8]) -> VisibleText {
    let quoted = words.look.quoted(text[token])
    guard !scripts[side].isRecording else { return words.name + " has " + quoted + " whole; a recording says no more" }
    guard let index = rows[side] else { return words.name + " has " + quoted + " as one token" }
    let isFirst = !scripts[side].rows[..<index].contains { row in
      if case .step(.longestSpan, _, _) = row.kind { true } else { false }
    }
    let row = scripts[side].rows[index]
    if case .step(.longestSpan(let length), _, _) = row.kind {
      let order = isFirst ? "first" : "as the longest left"
      return words.name + " takes " + quoted + VisibleText(", \(counted(length, "byte")), " + order)
    }
    return words.sentence(row)
  }

  /// Why a side cuts inside the other's `token`.
  private func cutsIt(
    _ words: StepWords, _ side: Int, _ token: Range<Int>, at offset: Int, _ text: [UInt8]
  ) -> VisibleText {
    let script = scripts[side]
    guard !script.isRecording else { return words.name + " is a recording and says no more" }
    guard let index = script.row(cutting: offset) else { return words.name + " cuts inside it" }
    let row = script.rows[index]
    let isLacking = sides[side].foreign.map { $0[token] == nil } ?? false
    var lead = words.name
    if case .scaffold? = sides[side].foreign?[token] {
      lead = words.name + " has that as a scaffold token only, and"
    } else if isLacking, sides[1 - side].explanation?.derivation.steps.last?.pieces.contains(token) == true {
      lead = words.name + " has no such token; it"
    }
    switch row.kind {
    case .bytes, .step(.merge, _, _): return lead + merges(words, script, side, token, at: offset, text)
    case .step(.pretoken(let pattern), _, _) where row.source.count == 1:
      return pattern == nil ? words.name + " ends a word there" : "the pattern of " + words.name + " cuts there"
    case .step(.longestSpan(let length), _, _):
      let taken = row.touched.map { words.look.quoted(script.bytes[$0]) } ?? ""
      return words.name + " takes " + taken + VisibleText(", \(counted(length, "byte")), before it")
    default: return words.sentence(row)
    }
  }

  /// What a side that merges has on both sides of its cut.
  private func merges(
    _ words: StepWords, _ script: StepScript, _ side: Int, _ token: Range<Int>, at offset: Int, _ text: [UInt8]
  ) -> VisibleText {
    if let crossing = crossing(side, token) {
      let row = script.rows[crossing]
      if case .step(.merge(let rank), _, let parts) = row.kind {
        let both = parts.map(words.text)
        return " joins " + (both.first ?? "") + " and " + (both.last ?? "")
          + VisibleText(" (rank \(grouped(rank))) across its edge")
      }
    }
    let pieces = [script.final.first { $0.upperBound == offset }, script.final.first { $0.lowerBound == offset }]
    let named = pieces.compactMap { $0 }.map { piece -> VisibleText in
      let quoted = words.look.quoted(text[piece])
      guard let row = script.row(making: piece), case .step(.merge(let rank), _, _) = script.rows[row].kind else {
        return quoted
      }
      return quoted + VisibleText(" (rank \(grouped(rank)))")
    }
    guard named.count == 2 else { return " has nothing to join there" }
    return " has " + named[0] + " and " + named[1] + ", which no merge joins"
  }
}
