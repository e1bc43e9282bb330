import Tokenization
import UnicodeText

/// Rows of the explain view in words.
struct StepWords {
  let look: Look
  /// The tokenizer's title.
  let name: VisibleText
  let script: StepScript

  /// One or two words beside the row.
  func note(_ row: StepScript.Row) -> VisibleText {
    switch row.kind {
    case .normalization(let form): return VisibleText(form.rawValue)
    case .bytes: return row.pieces.contains { $0.count > 1 } ? "characters" : "bytes"
    case .reading(let cost, let isTaken):
      return VisibleText("cost \(hundredths(max(0, cost), 1000))" + (isTaken ? " taken" : ""))
    case .step(let operation, _, _):
      switch operation {
      case .pretoken(nil): return "word"
      case .pretoken(.whole): return "stretch"
      case .pretoken: return "pretoken"
      case .digitGroups: return "digits"
      case .wholePretoken: return "whole"
      case .merge(let rank): return VisibleText("rank \(grouped(rank))")
      case .longestSpan(let length), .longestPrefix(let length), .longestSuffix(let length):
        return VisibleText(counted(length, "byte"))
      case .shortestPath(let total): return VisibleText("1 of \(total)")
      case .demolish(let internalID): return VisibleText("scaffold \(grouped(Int(internalID)))")
      case .singleBytes: return "bytes"
      case .root: return "root"
      case .suffix: return "suffix"
      case .bestScore(let points): return VisibleText(counted(points, "point"))
      case .marker(let form): return look.form(form)
      case .unknownSpan: return "byte pairs"
      case .addedToken(let special): return special ? "special" : "added"
      }
    }
  }

  /// The id of what the row made, to stand behind its note.
  func id(_ row: StepScript.Row) -> VisibleText {
    guard case .step(let operation, let token?, _) = row.kind else { return "" }
    if case .demolish = operation { return "" }
    return VisibleText("  id \(grouped(Int(token)))")
  }

  /// A sentence without its full stop, `BPE joins "e" and "m" (rank 412, id 668)`.
  func sentence(_ row: StepScript.Row) -> VisibleText {
    let touched = text(row.touched ?? hull(row.pieces))
    switch row.kind {
    case .normalization(let form):
      let source = hull(row.source)
      return name + VisibleText(" reads bytes \(source.lowerBound)..\(source.upperBound) as ") + touched
        + VisibleText(" (\(form.rawValue))")
    case .bytes:
      let unit = row.pieces.contains { $0.count > 1 } ? "character" : "byte"
      return name + VisibleText(" begins with \(counted(row.pieces.count, unit))")
    case .reading(let cost, let isTaken):
      return name + (isTaken ? " reads the word as " : " could read the word as ") + list(row.pieces)
        + VisibleText(", cost \(hundredths(max(0, cost), 1000))")
    case .step(let operation, let token, let parts):
      return sentence(operation, touched, token: token.map { "id \(grouped(Int($0)))" } ?? "", parts, row)
    }
  }

  private func sentence(
    _ operation: Derivation.Step.Operation, _ touched: VisibleText, token: String, _ parts: [Range<Int>],
    _ row: StepScript.Row
  ) -> VisibleText {
    let id = VisibleText(token.isEmpty ? "" : ", " + token)
    switch operation {
    case .pretoken(let pattern):
      var out: VisibleText
      switch pattern {
      case nil: out = name + " takes " + touched + " by itself"
      case .whole: out = name + " has no pattern; no token reaches out of " + touched
      case .some: out = "the pattern of " + name + " takes " + touched
      }
      if script.isShortened {
        let limit = grouped(Derivation.longestPretoken)
        out += VisibleText("; it has more than \(limit) bytes, so only the result is shown")
      }
      return out
    case .digitGroups(let grouping):
      return name + " cuts the digits " + VisibleText(grouping.title) + ": " + list(row.pieces)
    case .wholePretoken: return name + " has all of " + touched + " as a token" + id
    case .merge(let rank):
      let both = parts.map(text)
      return name + " joins " + (both.first ?? touched) + " and " + (both.last ?? touched)
        + VisibleText(" (rank \(grouped(rank))") + id + ")"
    case .longestSpan(let length):
      return name + " takes " + touched + VisibleText(", \(counted(length, "byte")), the longest free token") + id
    case .longestPrefix(let length):
      return name + " takes " + touched
        + VisibleText(", \(counted(length, "byte")), the longest token that begins there") + id
    case .longestSuffix(let length):
      return name + " takes " + touched
        + VisibleText(", \(counted(length, "byte")), the longest token that ends there") + id
    case .shortestPath(let total):
      return name + " takes " + touched + VisibleText(", one of the fewest tokens, \(total)") + id
    case .demolish(let internalID):
      return name + " takes the scaffold token " + touched + VisibleText(" (\(grouped(Int(internalID)))) apart: ")
        + list(parts)
    case .singleBytes:
      return row.touched == nil && row.pieces.count > 1
        ? name + VisibleText(" keeps \(counted(row.pieces.count, "piece")): nothing longer fits")
        : name + " keeps the bytes of " + touched + ": nothing longer fits"
    case .root(let form, let rules):
      return name + " reads " + touched + " as the root " + look.form(form) + id + words(rules)
    case .suffix(let form, let gloss, let rules):
      return name + " reads " + touched + " as the suffix " + look.form(form) + " (" + look.label(gloss) + ")" + id
        + words(rules)
    case .bestScore(let points):
      return name + " takes " + touched + VisibleText(", the best score, \(counted(points, "point"))") + id
    case .marker(let form): return name + " marks how the rest is spelled: " + look.form(form) + id
    case .unknownSpan: return name + " knows no morpheme in " + touched + " and cuts it by byte pairs"
    case .addedToken(let special):
      let kind = special ? "special token" : "added token (\(origin(row)))"
      return name + " matches " + touched + VisibleText(", \(special ? "a" : "an") \(kind), before anything is cut")
        + id
    }
  }

  private func origin(_ row: StepScript.Row) -> String { TokenOrigin(added: script.bytes[hull(row.pieces)]).rawValue }

  private func words(_ rules: [SpellingRule]) -> VisibleText {
    VisibleText(rules.isEmpty ? "" : ": " + rules.map(\.rawValue).joined(separator: ", "))
  }

  /// The bytes of `range` in quotation marks, their middle left out where they are many.
  func text(_ range: Range<Int>) -> VisibleText {
    let limit = 24
    guard range.count > 3 * limit else { return look.quoted(script.bytes[range]) }
    let (first, last) = (range.lowerBound + limit, range.upperBound - limit)
    let bytes = script.bytes
    return "\"" + look.visible(bytes[range.lowerBound..<characterStart(first, bytes)]) + look.plain("…")
      + look.visible(bytes[characterStart(last, bytes)..<range.upperBound]) + "\""
  }

  private func characterStart(_ offset: Int, _ bytes: [UInt8]) -> Int {
    (max(0, offset - 3)...offset).last { bytes[$0] & 0xC0 != 0x80 } ?? offset
  }

  /// Pieces of the script with separators between them; the rest of many is left out.
  func list(_ pieces: [Range<Int>]) -> VisibleText { joined(pieces, script.bytes) }

  /// The same of another text.
  func joined(_ pieces: [Range<Int>], _ text: [UInt8]) -> VisibleText {
    var out = VisibleText()
    for (index, piece) in pieces.prefix(12).enumerated() {
      if index > 0 { out += VisibleText(glyphs: [look.glyphs.separator]) }
      out += look.visible(text[piece].prefix(256))
    }
    return pieces.count > 12 ? out + look.plain("…") : out
  }

  private func hull(_ pieces: [Range<Int>]) -> Range<Int> {
    (pieces.first?.lowerBound ?? 0)..<(pieces.last?.upperBound ?? 0)
  }
}

extension DigitGrouping {
  /// As sentences have it.
  var title: String {
    switch self {
    case .pattern: "as the pattern has it"
    case .leftToRight: "by threes from the left"
    case .rightToLeft: "by threes from the right"
    case .single: "one by one"
    }
  }
}
