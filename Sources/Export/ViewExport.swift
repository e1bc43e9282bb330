import Analysis
import Explorer
import Formats
import Screen
import UnicodeText

/// Why a view has no bytes in a format; one line that says what and what next.
package enum ExportError: Error, Equatable, CustomStringConvertible {
  case tooLarge
  case noData(reason: String)

  package var description: String {
    switch self {
    case .tooLarge:
      "all of the view has more than \(State.pictureLimit) cells (export what is visible, or tsv or json)"
    case .noData(let reason): reason
    }
  }
}

/// What a view is in a format: the one place that says which report belongs to which view.
package struct ViewExport: Sendable {
  private let state: State
  private let page: Page?

  /// - Parameters:
  ///   - state: with the whole text where a picture of all of it is wanted.
  ///   - whole: the whole text, cut by the shown tokenizers, for data where the state has a part of it.
  package init(_ state: State, whole: Page? = nil) {
    self.state = state
    page = whole ?? state.page
  }

  package func bytes(_ format: ExportFormat, size: Size, isFull: Bool) throws(ExportError) -> [UInt8] {
    guard format.isPicture else {
      return ViewExport.bytes(of: try data, format)
    }
    guard let picture = state.picture(format, size: size, isFull: isFull) else { throw .tooLarge }
    switch format {
    case .ans: return Array(ANSIText.text(picture.frame).utf8)
    case .html: return Array(HTMLPage.text(picture).utf8)
    case .svg: return Array(SVGDrawing.text(picture).utf8)
    case .txt, .tsv, .json: return Array(picture.text.utf8)
    }
  }

  /// The numbers of the view.
  private var data: any ViewReport {
    get throws(ExportError) {
      switch state.view {
      case .compare: try comparison
      case .attention: try heat { subject throws(LensError) in try AttentionReport(subject) }
      case .words: try heat { subject throws(LensError) in try WordsReport(subject) }
      case .routing: try heat { subject throws(LensError) in try RoutingReport(subject) }
      case .metrics: try metrics
      case .terms: try terms
      case .damage: try damage
      case .seam: try seam
      case .explain: try steps
      case .vocabulary: try entries
      }
    }
  }

  /// What one lens says of what the model read.
  package func lens(_ lens: any Lens, _ format: ExportFormat) throws(ExportError) -> [UInt8] {
    let report = try heat { subject throws(LensError) in try LensReport(subject, lens) }
    return ViewExport.bytes(of: report, format)
  }

  private static func bytes(of report: any ViewReport, _ format: ExportFormat) -> [UInt8] {
    format == .json ? report.objects.flatMap { JSONWriter.bytes(of: $0) + [0x0A] } : Array(report.tsv.utf8)
  }

  private var name: String { state.document?.name.string ?? "" }

  private var comparison: ComparisonReport {
    get throws(ExportError) {
      guard let page else { throw .noData(reason: "no text is open") }
      let rows = state.shown.compactMap { column in
        let id = state.columns[column].id
        return page.segmentations[id].map { ComparisonReport.Row(id: id, segmentation: $0) }
      }
      return ComparisonReport(
        document: name, digest: SHA256.hexadecimal(page.window.bytes), text: page.window.bytes, rows: rows)
    }
  }

  private func heat<Report: ViewReport>(
    _ report: (HeatSubject) throws(LensError) -> Report
  ) throws(ExportError) -> Report {
    guard let trace = state.trace, let page else {
      throw .noData(reason: "cannot show \(name): \(state.modelFailure?.string ?? "the text is empty")")
    }
    let subject = HeatSubject(
      document: name, tokenizer: state.columns[state.active].id, text: page.window.bytes, trace: trace,
      place: state.lensPlace, plane: state.attentionPlane)
    do throws(LensError) { return try report(subject) } catch { throw .noData(reason: "\(error)") }
  }

  private var metrics: MetricsReport {
    get throws(ExportError) {
      let isOfAll = state.metrics.scope == .corpus
      func measurement(_ column: Int) -> Measurement? {
        isOfAll ? state.total(of: column) : state.measurement(of: column)
      }
      let columns = state.shown.filter { measurement($0) != nil }
      let rows = columns.compactMap { column in
        measurement(column).map { measurement in
          MetricsReport.Row(
            state.columns[column].id, measurement.metrics, measurement.distribution,
            vocabularyCount: measurement.vocabularyCount,
            bits: isOfAll
              ? nil : state.bits(of: column).map { MetricsReport.Bits(bytes: $0.bytes, perByte: $0.perByte) },
            parity: state.parity(of: column))
        }
      }
      guard !rows.isEmpty else {
        throw .noData(reason: isOfAll ? "not all texts are counted yet" : "nothing is measured yet")
      }
      let base = columns.firstIndex(of: state.base) ?? 0
      if isOfAll {
        let texts = state.corpusTexts(by: columns).map {
          MetricsReport.Text(name: $0.title.string, statistics: $0.statistics)
        }
        return MetricsReport(
          document: nil, digest: nil, rows, base: base, alignment: nil, window: 0..<0, sets: state.parallelSets,
          texts: texts)
      }
      let window = state.page?.window
      return MetricsReport(
        document: name, digest: state.document?.digest, rows, base: base, alignment: state.layout?.alignment,
        window: (window?.start ?? 0)..<(window?.end ?? 0), sets: state.parallelSets)
    }
  }

  private var terms: TermsView {
    get throws(ExportError) {
      let rows = state.shown.compactMap { column in
        let id = state.columns[column].id
        return state.terms.cuts(id).map { (tokenizer: id, cuts: $0) }
      }
      guard !rows.isEmpty else { throw .noData(reason: "no tokenizer is shown that can cut terms (press 1-9, or p)") }
      let base = rows.firstIndex { $0.tokenizer == state.columns[state.base].id } ?? 0
      let file = state.terms.path.map { VisibleText(bytes: $0[...]).string }
      return TermsView(list: state.terms.list, rows: rows, base: base, document: file ?? TermsReport.usualDocument)
    }
  }

  private var seam: SeamView {
    get throws(ExportError) {
      guard let answer = state.seam.answer, let document = state.document else {
        throw .noData(reason: "no seam is computed yet")
      }
      let rows = state.shown.compactMap { column in
        let id = state.columns[column].id
        return answer.checks[id].map { SeamReport(tokenizer: id, $0) }
      }
      return SeamView(
        rows: rows, document: name, byteCount: document.byteCount, part: answer.request.bytes,
        start: answer.request.start)
    }
  }

  private var steps: ExplainReport {
    get throws(ExportError) {
      guard !state.stepper.sides.isEmpty, let page else { throw .noData(reason: "no token is explained") }
      return ExplainReport(sides: state.stepper.sides, document: name, window: page.window)
    }
  }

  private var entries: VocabularyView {
    get throws(ExportError) {
      let browser = state.vocabulary
      guard let listed = browser.listed, let answer = browser.answer else {
        throw .noData(reason: browser.isMissing ? "a recording has no vocabulary" : "no vocabulary is listed yet")
      }
      return VocabularyView(listed: listed, answer: answer, show: browser.show, document: name)
    }
  }

  private var damage: DamageView {
    get throws(ExportError) {
      guard let answer = state.damage.answer, let document = state.document else {
        throw .noData(reason: "nothing is damaged yet")
      }
      let rows = state.shown.compactMap { column in
        let id = state.columns[column].id
        return answer.cuts[id].map { (tokenizer: id, cuts: $0) }
      }
      let other = document.pair?.name.string ?? ""
      switch answer.request.source {
      case .noise(let noise):
        return DamageView(rows: rows, document: name, text: answer.text, source: .noise(noise))
      case .pair(_, let isOwnDamaged):
        return DamageView(
          rows: rows, document: isOwnDamaged ? other : name, text: answer.text,
          source: .pair(isOwnDamaged ? name : other))
      }
    }
  }
}
