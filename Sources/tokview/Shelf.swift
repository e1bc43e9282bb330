import Analysis
import ArgumentParser
import Catalog
import Engine
import Explorer
import Formats
import Screen
import Tokenization
import UnicodeText

/// What the catalogue and the command line together offer to the explorer.
struct Shelf: Sendable {
  let catalog: Catalog
  /// All of the list, then those that only the command line names.
  private(set) var entries: [Explorer.TokenizerEntry]
  /// Ids of the columns; nil for the defaults.
  private(set) var shown: [String]?
  /// Cuts of the traces on the command line, by the id of their column.
  private(set) var recordings: [String: Engine.Recording] = [:]
  private var bytesOfID: [String: [UInt8]] = [:]
  let themeIndex: Int

  /// - Throws: for a tokenizer that cannot be used and a theme that is not there.
  init(_ catalog: Catalog, _ names: [RawArgument], theme: RawArgument? = nil) throws {
    self.catalog = catalog
    entries = catalog.tokenizers.map(Shelf.entry)
    var shown: [String] = []
    for name in names {
      let entry = Shelf.entry(try catalog.entry(for: name))
      // Told before the screen opens.
      _ = try catalog.tokenizer(name)
      bytesOfID[entry.id] = name.bytes
      shown.append(entry.id)
      if !entries.contains(where: { $0.id == entry.id }) { entries.append(entry) }
    }
    self.shown = names.isEmpty ? nil : shown
    if let theme {
      guard let index = catalog.themes.firstIndex(where: { Array($0.name.utf8) == theme.bytes }) else {
        throw ValidationError(
          "No theme \"\(VisibleText(bytes: theme.bytes[...]).string)\"; there are: "
            + catalog.themes.map(\.name).joined(separator: ", ") + ".")
      }
      themeIndex = index
    } else {
      themeIndex = 0
    }
  }

  /// Adds a column, the first one, that shows how `trace` was cut.
  mutating func add(_ trace: TraceDocument, path: [UInt8]) {
    let id = recordings.isEmpty ? "trace" : "trace\(recordings.count + 1)"
    let tokenizer = trace.tokenizer.isEmpty ? "tokens" : VisibleText(trace.tokenizer).string
    entries.insert(
      TokenizerEntry(
        id: id, title: "Trace " + tokenizer, summary: "as cut in " + VisibleText(bytes: path[...]).string,
        vocabulary: trace.model.isEmpty ? "a model" : VisibleText(trace.model).string, isDefault: true,
        isRecorded: true),
      at: recordings.count)
    shown = shown.map { [id] + $0 }
    recordings[id] = Engine.Recording(
      text: trace.text, segmentation: trace.segmentation,
      trace: PieceTrace(trace.trace, model: trace.model.isEmpty ? "a model" : VisibleText(trace.model).string))
  }

  /// Of the columns that are shown at start, the first on each vocabulary.
  var oneOfEachVocabulary: [String] {
    var seen: Set<String> = []
    return entries.filter { (shown?.contains($0.id) ?? $0.isDefault) && recordings[$0.id] == nil }.filter {
      seen.insert($0.vocabulary).inserted
    }.map(
      \.id)
  }

  var themes: [Theme] { catalog.themes }

  var samples: [Engine.Sample] {
    allSamples.map { sample in
      Engine.Sample(name: sample.name, note: sample.file.note, bytes: sample.file.body, pair: pair(of: sample.file))
    }
  }

  /// The other of two samples that name each other, where one of them is tagged as the damaged one.
  private func pair(of file: SampleFile) -> Document.Pair? {
    guard let other = catalog.samples.first(where: { $0.name == file.pair }) else { return nil }
    let isOwnDamaged = file.tags.contains("damaged")
    guard isOwnDamaged != other.file.tags.contains("damaged") else { return nil }
    return Document.Pair(name: VisibleText(other.name), bytes: other.file.body, isOwnDamaged: isOwnDamaged)
  }

  /// One line for each thing in the user's files that could not be used.
  var warnings: [String] {
    catalog.warnings
      + catalog.samples.compactMap { sample in
        guard let view = sample.file.view, State.View(rawValue: view) == nil else { return nil }
        let views = State.View.allCases.map(\.rawValue).joined(separator: ", ")
        return "samples/\(sample.name).txt: no view \"\(view)\" (ignored; there are \(views))"
      }
      + catalog.samples.compactMap { sample in
        sample.file.answer.isEmpty || TourAnswer(sample.file.answer) != nil
          ? nil : "samples/\(sample.name).txt: answer: a brace is not closed, or holds no place (not in the tour)"
      }
  }

  /// Those of parallel sets last.
  private var allSamples: [Catalog.Sample] { catalog.samples + catalog.parallelSamples }

  var sampleEntries: [SampleEntry] {
    allSamples.enumerated().map { index, sample in
      SampleEntry(
        name: sample.name, title: sample.file.title, language: sample.file.language, domain: sample.file.domain,
        note: sample.file.note,
        settings: SampleSettings(
          view: sample.file.view.flatMap { State.View(rawValue: $0) }, base: sample.file.base, rows: sample.file.rows),
        question: TourAnswer(sample.file.answer).flatMap { answer in
          sample.file.question.isEmpty ? nil : TourQuestion(text: sample.file.question, answer: answer)
        }, isParallel: index >= catalog.samples.count)
    }
  }

  var parallelSets: [ParallelSet] { catalog.parallelSets }

  /// The sample with this name, with or without its number, or with this number.
  func sampleIndex(_ name: RawArgument) throws -> Int {
    let text = String(decoding: name.bytes, as: UTF8.self)
    let found = allSamples.firstIndex { sample in
      let parts = sample.name.split(separator: "-", maxSplits: 1)
      let number = parts.first.flatMap { Int($0) }
      if sample.name == text { return true }
      guard let number, parts.count == 2 else { return false }
      return parts[1] == text || Int(text) == number
    }
    guard let found else {
      throw ValidationError("No sample \"\(VisibleText(text).string)\"; tokview list samples shows them.")
    }
    return found
  }

  /// Makes a tokenizer by the id of its entry.
  @Sendable func tokenizer(_ id: String) throws -> any Tokenizer {
    try catalog.tokenizer(bytesOfID[id] ?? Array(id.utf8))
  }

  private static func entry(_ entry: Catalog.TokenizerEntry) -> Explorer.TokenizerEntry {
    TokenizerEntry(
      id: entry.id, title: entry.title, summary: entry.summary, vocabulary: entry.vocabulary,
      isDefault: entry.isDefault,
      needsPattern: entry.needsPattern)
  }
}
