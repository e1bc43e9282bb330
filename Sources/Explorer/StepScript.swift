import Tokenization
import UnicodeText

/// What one tokenizer did at a place, row by row: the steps of its derivation, with what the eye needs between them.
struct StepScript: Sendable {
  struct Row: Sendable {
    enum Kind: Sendable {
      /// A step of the derivation; `parts` are the two that were joined, or those that came out.
      case step(Derivation.Step.Operation, token: TokenID?, parts: [Range<Int>])
      /// The text was normalised before.
      case normalization(NormalForm)
      /// Merging begins with single bytes.
      case bytes
      /// A way to read the word, with its cost in thousandths.
      case reading(cost: Int, isTaken: Bool)
    }

    let kind: Kind
    /// What the row is about; nil where that is all of it.
    let touched: Range<Int>?
    /// How the pretoken is cut after it.
    let pieces: [Range<Int>]
    /// The pieces in bytes of the window; others only where normalization changed the text.
    let source: [Range<Int>]
  }

  let tokenizer: String
  let rows: [Row]
  /// What `touched` and `pieces` count in.
  let bytes: [UInt8]
  /// True where the column shows how a text was cut elsewhere.
  let isRecording: Bool
  /// True where the pretoken is too long for its steps.
  let isShortened: Bool

  /// - Parameter text: the window that the explanation is about.
  init(_ side: StepSide, text: [UInt8]) {
    tokenizer = side.tokenizer
    isRecording = side.explanation == nil
    let derivation = side.explanation?.derivation ?? Derivation(steps: [])
    let normalized = derivation.normalized
    let read = normalized?.bytes ?? text
    bytes = read
    isShortened = derivation.steps.count == 1 && (derivation.steps.first?.range.count ?? 0) > Derivation.longestPretoken
    var rows: [Row] = []
    for (index, step) in derivation.steps.enumerated() {
      let range = normalized?.steps[index].range ?? step.range
      let pieces = normalized?.steps[index].pieces ?? step.pieces
      if index == 0, let normalized {
        rows.append(
          Row(kind: .normalization(normalized.form), touched: nil, pieces: [range], source: [step.range]))
      }
      var parts: [Range<Int>] = []
      switch step.operation {
      case .merge:
        if let before = rows.last, before.pieces.count <= pieces.count {
          // The row before is the pretoken as a whole.
          let all = pieces.flatMap { $0 == range ? StepScript.units($0, in: read) : [$0] }
          let source = normalized == nil ? all : step.pieces.flatMap { StepScript.units($0, in: text) }
          rows.append(Row(kind: .bytes, touched: nil, pieces: all, source: source))
        }
        parts =
          rows.last?.pieces.filter { range.lowerBound <= $0.lowerBound && $0.upperBound <= range.upperBound } ?? []
      case .demolish:
        parts = pieces.filter { range.lowerBound <= $0.lowerBound && $0.upperBound <= range.upperBound }
      default: break
      }
      let isAll = pieces.count == 1 && pieces.first == range
      rows.append(
        Row(
          kind: .step(step.operation, token: step.token, parts: parts), touched: isAll ? nil : range, pieces: pieces,
          source: step.pieces))
      if index == 0, normalized == nil, let readings = side.explanation?.morphology?.readings {
        // A root has the space before it, which the word has not. Dearer readings may cut alike and mean something else.
        let ends = derivation.steps.last?.pieces.map(\.upperBound)
        let taken = readings.firstIndex { $0.parts.map(\.range.upperBound) == ends }
        for (place, reading) in readings.enumerated() {
          let ranges = reading.parts.map(\.range)
          let kind = Row.Kind.reading(cost: reading.cost, isTaken: place == taken)
          rows.append(Row(kind: kind, touched: nil, pieces: ranges, source: ranges))
        }
      }
    }
    self.rows = rows
  }

  /// What the first merge joined: two bytes, or two characters where a vocabulary is read by those.
  private static func units(_ range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
    let starts = range.filter { range.count == 2 || $0 == range.lowerBound || bytes[$0] & 0xC0 != 0x80 }
    return starts.indices.map { starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : range.upperBound) }
  }

  /// The cut that the steps lead to, in bytes of the window.
  var final: [Range<Int>] { rows.last?.source ?? [] }

  /// All that the steps are about, in bytes of the window.
  var extent: Range<Int>? {
    guard let first = rows.map({ $0.source.first?.lowerBound ?? .max }).min(),
      let last = rows.map({ $0.source.last?.upperBound ?? 0 }).max(), first <= last
    else { return nil }
    return first..<last
  }

  /// The row after which `range` of the window is one piece for good.
  func row(making range: Range<Int>) -> Int? {
    guard final.contains(range) else { return nil }
    let others = rows.lastIndex { row in
      if case .reading = row.kind { return false }
      return !row.source.contains(range)
    }
    return others.map { $0 + 1 } ?? 0
  }

  /// The row from which on there is a cut at `offset` of the window.
  func row(cutting offset: Int) -> Int? {
    func cuts(_ row: Row) -> Bool { row.source.contains { $0.upperBound == offset || $0.lowerBound == offset } }
    guard let last = rows.last, cuts(last) else { return nil }
    let others = rows.lastIndex { row in
      if case .reading = row.kind { return false }
      return !cuts(row)
    }
    return others.map { $0 + 1 } ?? 0
  }
}
