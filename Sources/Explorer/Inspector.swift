import Analysis
import Tokenization
import UnicodeText

/// What there is to say about the token at the cursor, line by line.
struct Inspector {
  /// One thing said, such as `hex` and `31 32`.
  struct Fact {
    let label: String
    let text: VisibleText
  }

  /// Facts that belong on one line, if there is room.
  private(set) var lines: [[Fact]] = []
  private let look: Look
  private let bytes: [UInt8]
  private let token: Token
  /// What the token stands for where normalization changed its bytes.
  private let normalized: ArraySlice<UInt8>?

  init?(_ state: State, look: Look, relations: [VisibleText]) {
    guard let page = state.page, let document = state.document, let (index, token) = state.cursorToken,
      let cut = state.segmentation(state.active)
    else { return nil }
    self.look = look
    self.token = token
    normalized = cut.normalized[index]
    bytes = page.window.bytes
    let start = page.window.start
    let explanation = state.explanation.flatMap {
      $0.tokenizer == state.columns[state.active].id && token.range.contains($0.offset) ? $0 : nil
    }
    let (number, count) = state.place(of: index)
    let place = page.window.bytes.count == document.byteCount ? ", token \(number) of \(count)" : ""
    let title = look.label(state.title(state.active))
    lines.append([
      Fact(label: "token", text: look.quoted(bytes[token.range])),
      Fact(label: "by", text: VisibleText("\(state.active + 1) ") + title + VisibleText(place)),
    ])

    var id = grouped(Int(token.id))
    if let count = explanation?.vocabularyCount { id += " of \(grouped(count))" }
    if let inner = token.internalID, inner != token.id { id += " (internal \(grouped(Int(inner))))" }
    let run = digitRun
    lines.append([
      Fact(label: "id", text: VisibleText(id)), Fact(label: "kind", text: VisibleText(kind(in: run))),
      Fact(
        label: "bytes",
        text: VisibleText(
          "\(start + token.start)..\(start + token.end) of \(grouped(document.byteCount)) (\(token.range.count))")),
    ])
    let hex = hexadecimal(bytes[token.range].prefix(16)) + (token.range.count > 16 ? " ..." : "")
    var encoding = [Fact(label: "hex", text: VisibleText(hex))]
    if let run, let group = self.number(run, cut) { encoding.append(Fact(label: "number", text: group)) }
    if let normalized { encoding.append(Fact(label: "read as", text: look.quoted(normalized))) }
    let markers = state.markers(before: index)
    if let explanation, let morphology = explanation.morphology {
      describe(morphology, markers, explanation.derivation)
      lines.append(encoding)
    } else {
      lines.append(encoding)
      describe(markers)
    }
    if let explanation { explain(explanation.derivation) }
    if !relations.isEmpty { lines.append(relations.map { Fact(label: "others", text: $0) }) }
  }

  // MARK: Morphemes

  private mutating func describe(_ markers: [MorphemeDescription]) {
    if markers.isEmpty { return }
    lines.append(
      markers.map { marker in
        let gloss = marker.gloss.isEmpty ? "" : " " + look.label(marker.gloss)
        return Fact(label: "marker", text: look.form(marker.form) + gloss)
      })
  }

  private mutating func describe(
    _ morphology: Morphology, _ markers: [MorphemeDescription], _ derivation: Derivation
  ) {
    if let description = morphology.description {
      let dot: VisibleText = look.isASCII ? ", " : " · "
      lines.append([
        Fact(label: "morpheme", text: look.form(description.form) + dot + look.label(description.gloss)),
        Fact(label: "shapes", text: look.label(description.allomorphs.prefix(24).joined(separator: " "))),
      ])
    }
    if let word = word(of: derivation) { lines.append([Fact(label: "word", text: word)]) }
    if !morphology.readings.isEmpty {
      lines.append(
        morphology.readings.map { reading in
          let isAmbiguous =
            morphology.readings.count { $0.parts.map(\.range) == reading.parts.map(\.range) } > 1
          return Fact(label: "readings", text: text(of: reading, glossed: isAmbiguous))
        })
    }
    describe(markers)
  }

  /// `kitap + -(y)I → kitab-ı: softening, vowel harmony`; nil for a root as it is listed.
  private func word(of derivation: Derivation) -> VisibleText? {
    var forms: [VisibleText] = []
    var surfaces: [VisibleText] = []
    var rules: [SpellingRule] = []
    for step in derivation.steps {
      switch step.operation {
      case .root(let form, let used), .suffix(let form, _, let used):
        forms.append(look.form(form))
        for rule in used where !rules.contains(rule) { rules.append(rule) }
      default: continue
      }
      surfaces.append(surface(step.range))
    }
    if forms.isEmpty || (forms.count == 1 && forms == surfaces) { return nil }
    let arrow: VisibleText = look.isASCII ? " -> " : " → "
    var out = joined(forms, by: " + ") + arrow + joined(surfaces, by: "-")
    if !rules.isEmpty { out += VisibleText(": " + rules.map(\.rawValue).joined(separator: ", ")) }
    return out
  }

  /// `gel-in 4.02`: the pieces and the cost in thousandths; what they mean where another reading has the same pieces.
  private func text(of reading: Morphology.Reading, glossed: Bool) -> VisibleText {
    let out =
      joined(reading.parts.map { surface($0.range) }, by: "-")
      + VisibleText(" \(hundredths(max(0, reading.cost), 1000))")
    guard glossed else { return out }
    return out + " " + look.label(reading.parts.map { $0.description?.gloss ?? "?" }.joined(separator: " + "))
  }

  /// Bytes without the space that belongs to a root.
  private func surface(_ range: Range<Int>) -> VisibleText {
    look.visible(bytes[range].first == 0x20 ? bytes[range].dropFirst() : bytes[range])
  }

  private func joined(_ texts: [VisibleText], by separator: VisibleText) -> VisibleText {
    texts.dropFirst().reduce(texts.first ?? "") { $0 + separator + $1 }
  }

  private func kind(in run: Range<Int>?) -> String {
    switch token.kind {
    case .byte: "single byte"
    case .merge: "learned"
    case .digits: run.map { "digit group, 10^\($0.upperBound - token.end)" } ?? "digit group"
    case .scaffold: "scaffold token"
    case .added: "added: " + TokenOrigin(added: normalized ?? bytes[token.range]).rawValue
    case .special: "special token"
    case .root: "root"
    case .suffix: "suffix"
    case .marker: "marker"
    }
  }

  /// The run of ASCII digits around a token of digits; nil for other tokens and for runs too long to show.
  private var digitRun: Range<Int>? {
    func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index]) }
    guard token.range.allSatisfy(isDigit) else { return nil }
    var start = token.start
    var end = token.end
    while isDigit(start - 1), end - start <= 60 { start -= 1 }
    while isDigit(end), end - start <= 60 { end += 1 }
    return end - start <= 60 ? start..<end : nil
  }

  /// A run of digits as this tokenizer groups it, `1,234,567`; nil for a single group.
  private func number(_ run: Range<Int>, _ cut: Segmentation) -> VisibleText? {
    let groups = cut.tokens(overlapping: run).filter { !$0.isVirtual }
    guard groups.count > 1 else { return nil }
    let text = groups.map { group in
      let range = group.range.clamped(to: run)
      return String(decoding: bytes[range], as: UTF8.self)
    }
    return VisibleText(text.joined(separator: ","))
  }

  private mutating func explain(_ derivation: Derivation) {
    let range = token.range
    var facts: [Fact] = []
    var chain: [[Range<Int>]] = []
    for step in derivation.steps {
      let own = step.pieces.filter { $0.lowerBound >= range.lowerBound && $0.upperBound <= range.upperBound }
      let touches = step.range.overlaps(range)
      switch step.operation {
      case .pretoken where touches: facts.append(Fact(label: "pretoken", text: look.quoted(bytes[step.range])))
      case .digitGroups(let grouping): facts.append(Fact(label: "digits", text: VisibleText(name(grouping))))
      case .wholePretoken: facts.append(Fact(label: "why", text: "the whole pretoken is a token"))
      case .merge(let rank) where step.range == range:
        var text = VisibleText("rank \(grouped(rank))")
        if let last = chain.last, last.count == 2 { text += "  " + pieces(last, separator: " + ") }
        facts.append(Fact(label: "merge", text: text))
      case .longestSpan(let length) where step.range == range:
        facts.append(Fact(label: "why", text: VisibleText("longest free span, \(counted(length, "byte"))")))
      case .longestPrefix(let length) where step.range == range:
        facts.append(
          Fact(label: "why", text: VisibleText("longest prefix that is a token, \(counted(length, "byte"))")))
      case .longestSuffix(let length) where step.range == range:
        facts.append(
          Fact(label: "why", text: VisibleText("longest suffix that is a token, \(counted(length, "byte"))")))
      case .shortestPath(let total) where touches:
        let text = VisibleText("one of the fewest tokens, \(total) in all")
        if !facts.contains(where: { $0.text == text }) { facts.append(Fact(label: "why", text: text)) }
      case .demolish(let id) where touches:
        let text = look.quoted(bytes[step.range]) + VisibleText(" (internal \(grouped(Int(id)))) taken apart")
        facts.append(Fact(label: "scaffold", text: text))
      case .singleBytes where touches: facts.append(Fact(label: "why", text: "no longer token fits here"))
      case .unknownSpan where touches && token.kind != .root && token.kind != .suffix:
        facts.append(Fact(label: "why", text: "no morpheme covers " + look.quoted(bytes[step.range])))
      default: break
      }
      if case .merge = step.operation, chain.isEmpty { chain.append(range.map { $0..<$0 + 1 }) }
      if !own.isEmpty, own != chain.last, !(chain.isEmpty && own == [range]) { chain.append(own) }
    }
    if !facts.isEmpty { lines.append(facts) }
    if chain.count > 1 {
      let arrow: VisibleText = look.isASCII ? " -> " : " → "
      var text = pieces(chain[0], separator: nil)
      for step in chain.dropFirst() { text += arrow + pieces(step, separator: nil) }
      lines.append([Fact(label: "steps", text: text)])
    }
  }

  private func name(_ grouping: DigitGrouping) -> String {
    switch grouping {
    case .pattern: "grouped as the pattern has it"
    case .leftToRight: "grouped by threes from the left"
    case .rightToLeft: "grouped by threes from the right"
    case .single: "one by one"
    }
  }

  private func pieces(_ ranges: [Range<Int>], separator: VisibleText?) -> VisibleText {
    let between = separator ?? VisibleText(glyphs: [look.glyphs.separator])
    var out = VisibleText()
    for (index, range) in ranges.enumerated() {
      if index > 0 { out += between }
      out += look.visible(bytes[range])
    }
    return out
  }
}
