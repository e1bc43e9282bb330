import Analysis
import Explorer
import Tokenization
import UnicodeText

/// What the metrics view asks for: the open text, all texts, and the parallel sets.
extension Engine {
  /// A column that is being measured.
  private struct Column {
    let id: String
    let tokenizer: any Tokenizer
    var text = MeasuredText()

    var measurement: Measurement { Measurement(text, vocabularyCount: tokenizer.vocabulary.count) }
  }

  /// Milliseconds between two answers about a long text.
  private static let interval = 250

  func measure(_ ids: [String], generation: Int) {
    guard isCurrent(document: generation), let source = shared.withLock({ $0.source }) else { return }
    var columns: [Column] = []
    for id in ids {
      if let recording = resources.recordings[id] {
        guard source.byteCount == recording.text.count else { continue }
        let text = MeasuredText(recording.segmentation, of: recording.text)
        post(.measured(tokenizer: id, Measurement(text, vocabularyCount: nil), generation: generation))
      } else {
        withTokenizer(id) { columns.append(Column(id: id, tokenizer: $0)) }
      }
    }
    func isWanted() -> Bool { isCurrent(document: generation) }
    func measure(_ columns: [Column]) {
      var posted = Clock.milliseconds()
      do throws(InputError) {
        try self.measure(columns, in: source, isWanted: isWanted) { columns, isLast in
          guard isLast || Clock.milliseconds() - posted >= Engine.interval else { return }
          for column in columns {
            self.post(.measured(tokenizer: column.id, column.measurement, generation: generation))
          }
          posted = Clock.milliseconds()
        }
      } catch {
        self.post(.failed(VisibleText("\(error)")))
      }
    }
    // Those that cut where patterns do read the text together.
    measure(columns.filter { $0.tokenizer.boundary.isPlain })
    for column in columns where !column.tokenizer.boundary.isPlain { measure([column]) }
  }

  /// Measures one text of the corpus, a place in files, then samples.
  func measure(text: Int, _ ids: [String], request: Int) {
    func isWanted() -> Bool { shared.withLock { $0.corpusRequest == request } }
    guard isWanted() else { return }
    let source: ByteSource
    do throws(InputError) {
      source = try open(text)
    } catch {
      post(.failed(VisibleText("\(error)")))
      for id in ids { post(.corpusMeasured(tokenizer: id, text: text, nil, request: request)) }
      return
    }
    for id in ids {
      var measurement: Measurement?
      do throws(InputError) {
        if resources.recordings[id] == nil, case .success(let tokenizer) = tokenizers[id] {
          try measure([Column(id: id, tokenizer: tokenizer)], in: source, isWanted: isWanted) { columns, isLast in
            if isLast { measurement = columns.first?.measurement }
          }
        }
      } catch {
        post(.failed(VisibleText("\(error)")))
      }
      guard isWanted() else { return }
      post(.corpusMeasured(tokenizer: id, text: text, measurement, request: request))
    }
  }

  private func open(_ text: Int) throws(InputError) -> ByteSource {
    if text < resources.inputs.count { return try resources.inputs[text].open() }
    let sample = sample(text - resources.inputs.count)
    return ByteSource(name: sample?.name ?? "", bytes: sample?.bytes ?? [])
  }

  /// Calls `each` after every piece and once at the end, unless it is no longer wanted.
  private func measure(
    _ columns: [Column], in source: ByteSource, isWanted: () -> Bool,
    each: (_ columns: [Column], _ isLast: Bool) -> Void
  ) throws(InputError) {
    guard let first = columns.first else { return }
    var columns = columns
    var reader = PieceReader(source, pieceSize: 128 << 10, limit: 4 << 20, boundary: first.tokenizer.boundary)
    while let piece = try reader.next() {
      for index in columns.indices {
        guard isWanted() else { return }
        columns[index].text.append(columns[index].tokenizer.segmentation(of: piece), of: piece)
      }
      each(columns, false)
    }
    each(columns, true)
  }

  func countParallels(_ ids: [String], _ sets: [ParallelSet]) {
    for id in ids {
      // What was recorded is the cut of another text.
      if resources.recordings[id] != nil {
        post(.parallelsCounted(tokenizer: id, nil))
      } else {
        withTokenizer(id) { post(.parallelsCounted(tokenizer: id, ParityCounts(sets, by: $0))) }
      }
    }
  }
}
