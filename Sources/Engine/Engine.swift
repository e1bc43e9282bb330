import Analysis
import Explorer
import Formats
import Glibc
import Synchronization
import Tokenization
import UnicodeText

/// Carries out effects on worker threads and collects the events that answer them.
///
/// One thread owns the engine: it calls `perform` and `takeEvents`. Work that a newer request made pointless is dropped before it starts or
/// between two pieces; what is posted still carries its generation, so the state drops late answers.
package final class Engine: Sendable {
  /// What the engine needs to know about the world; closures, so that tests can give their own.
  package struct Resources: Sendable {
    package let tokenizer: @Sendable (String) throws -> any Tokenizer
    /// Samples in the order of `State.samples`.
    package let samples: [Sample]
    /// Files and standard input in the order of `State.files`.
    package let inputs: [Input]
    package let exportFolder: [UInt8]
    /// Keeps what was copied last; nil for nowhere.
    package let yankFile: [UInt8]?
    /// Folder of the user's data, to which samples are added; nil where none is known.
    package let dataFolder: [UInt8]?
    /// Keeps the lines that were typed; nil for nowhere.
    package let stateFolder: [UInt8]?
    /// Columns that show how one text was cut elsewhere, by the id of their entry.
    package let recordings: [String: Recording]
    /// Called when a column is to be read; nil where no model is.
    package let model: (@Sendable () throws -> LanguageModel)?

    package init(
      tokenizer: @escaping @Sendable (String) throws -> any Tokenizer, samples: [Sample], inputs: [Input] = [],
      recordings: [String: Recording] = [:],
      model: (@Sendable () throws -> LanguageModel)? = nil,
      exportFolder: [UInt8] = Array("tokview-shots".utf8), yankFile: [UInt8]? = nil, dataFolder: [UInt8]? = nil,
      stateFolder: [UInt8]? = nil
    ) {
      self.yankFile = yankFile
      self.dataFolder = dataFolder
      self.stateFolder = stateFolder
      self.tokenizer = tokenizer
      self.model = model
      self.recordings = recordings
      self.samples = samples
      self.inputs = inputs
      self.exportFolder = exportFolder
    }
  }

  /// How one text was cut, for a column without a tokenizer.
  package struct Recording: Sendable {
    package let text: [UInt8]
    package let segmentation: Segmentation
    /// What a model did with it.
    package let trace: PieceTrace

    package init(text: [UInt8], segmentation: Segmentation, trace: PieceTrace) {
      self.text = text
      self.segmentation = segmentation
      self.trace = trace
    }

    /// The cut of a part of the text; nil for bytes that are not that part.
    func segmentation(of window: TextWindow) -> Segmentation? {
      guard window.end <= text.count, window.bytes[...] == text[window.start..<window.end] else { return nil }
      return segmentation.part(window.start..<window.end)
    }
  }

  /// A document of the command line.
  package struct Input: Sendable {
    package let name: VisibleText
    package let source: Document.Source
    /// Called each time the document is shown.
    package let open: @Sendable () throws(InputError) -> ByteSource

    package init(
      name: VisibleText, source: Document.Source, open: @escaping @Sendable () throws(InputError) -> ByteSource
    ) {
      self.name = name
      self.source = source
      self.open = open
    }
  }

  /// A text that is opened by its index.
  package struct Sample: Sendable {
    package let name: String
    package let note: String
    package let bytes: [UInt8]
    package let pair: Document.Pair?

    package init(name: String, note: String, bytes: [UInt8], pair: Document.Pair? = nil) {
      self.pair = pair
      self.name = name
      self.note = note
      self.bytes = bytes
    }
  }

  struct Shared {
    var events: [Event] = []
    /// Quick jobs that have not answered yet.
    var outstanding = 0
    /// Files that are not written yet.
    var exports = 0
    var source: ByteSource?
    var documentGeneration = -1
    var windowGeneration = -1
    var segmentGeneration = -1
    /// The counting of all texts that is under way.
    var corpusRequest: Int?
    /// Tokenizers whose special tokens were told.
    var told: Set<String> = []
    /// The last seam that was asked for.
    var seamRequest = -1
    /// Those of the resources and those that were saved.
    var samples: [Sample] = []
    /// The searches that are wanted; -1 for none.
    var findRequest = -1
    var matchRequest = -1
    /// The list of a vocabulary that is wanted; -1 for none.
    var vocabularyRequest = -1
  }

  let resources: Resources
  let tokenizers: TokenizerStore
  let windows: WindowReader
  let vocabularies = VocabularyShelf()
  private let models: ModelReader?
  let shared = Mutex(Shared())
  private let answered = Signal()
  private let wake: @Sendable () -> Void
  private let quick: WorkerPool
  let background: WorkerPool
  private let hashing: WorkerPool
  private let timer = Timer()
  private let searches: WorkerPool
  /// One thread, so that lines are kept in their order.
  private let records = WorkerPool(threads: 1)
  /// One thread: what it finds out about a vocabulary belongs to it.
  private let studies = WorkerPool(threads: 1)

  /// - Parameter wake: called by any thread after an event was posted.
  package init(_ resources: Resources, windows: WindowReader = WindowReader(), wake: @escaping @Sendable () -> Void) {
    self.resources = resources
    self.windows = windows
    self.wake = wake
    tokenizers = TokenizerStore(resources.tokenizer)
    models = resources.model.map(ModelReader.init)
    let processors = WorkerPool.processors
    quick = WorkerPool(threads: min(processors, 8))
    background = WorkerPool(threads: max(1, min(processors - 1, 4)), niceness: 5)
    hashing = WorkerPool(threads: 1, niceness: 5)
    searches = WorkerPool(threads: 1)
    shared.withLock { $0.samples = resources.samples }
  }

  /// The events since the last call, in the order in which they were posted.
  package func takeEvents() -> [Event] {
    shared.withLock { shared in
      defer { shared.events = [] }
      return shared.events
    }
  }

  /// Waits until every quick job has answered or `milliseconds` have passed; true when all have.
  package func settle(milliseconds: Int) -> Bool {
    answered.wait(milliseconds: milliseconds) { self.shared.withLock { $0.outstanding == 0 } }
  }

  /// Waits until every file that was asked for is written or has failed.
  package func finishExports() { answered.wait { self.shared.withLock { $0.exports == 0 } } }

  /// Opens the first document with generation 0; `index` counts through the files, then the samples.
  ///
  /// - Throws: `InputError` when a file cannot be opened, before anything is on the screen.
  package func start(at index: Int) throws(InputError) {
    if index < resources.inputs.count {
      let source = try resources.inputs[index].open()
      shared.withLock { $0.documentGeneration = 0 }
      runQuick { self.present(source, as: self.document(file: index), generation: 0) }
    } else {
      perform(.openSample(index - resources.inputs.count, generation: 0))
    }
  }

  /// Makes tokenizers ahead of their first use, each on a thread of its own.
  package func prepare(_ ids: [String]) {
    for id in ids { SystemThread.start { _ = self.tokenizers[id] } }
  }

  /// Begins the work of `effect`. `redraw`, `suspend`, `quit`, `copy` and, as they need the state, `export` and `yank` are the caller's.
  package func perform(_ effect: Effect) {
    switch effect {
    case .openSample(let index, let generation):
      guard let sample = sample(index) else { return }
      begin(document: generation)
      runQuick {
        let source = ByteSource(name: sample.name, bytes: sample.bytes)
        let document = Document(
          source: .sample(index), name: VisibleText(sample.name), note: VisibleText(sample.note),
          byteCount: source.byteCount, pair: sample.pair)
        self.present(source, as: document, generation: generation)
      }
    case .openFile(let index, let generation):
      guard resources.inputs.indices.contains(index) else { return }
      begin(document: generation)
      runQuick {
        do throws(InputError) {
          self.present(try self.resources.inputs[index].open(), as: self.document(file: index), generation: generation)
        } catch {
          self.post(.unreadable(VisibleText("\(error)"), generation: generation))
        }
      }
    case .openText(let bytes, let document, let offset, let generation):
      begin(document: generation)
      runQuick {
        let source = ByteSource(name: document.name.string, bytes: bytes)
        self.present(source, as: document, around: offset, generation: generation)
      }
    case .readText(let generation):
      runQuick {
        guard let source = self.shared.withLock({ $0.source }) else { return }
        do throws(InputError) {
          // One byte more tells that it is too long.
          let bytes = try source.read(0..<min(source.byteCount, Draft.limit + 1))
          self.post(.textRead(bytes, generation: generation))
        } catch {
          self.post(.unreadable(VisibleText("\(error)"), generation: generation))
        }
      }
    case .wait(let milliseconds, let request):
      timer.start(milliseconds: milliseconds) { self.post(.waited(request: request)) }
    case .saveSample(let sample):
      runQuick { self.save(sample) }
    case .readWindow(let offset, let generation):
      shared.withLock { $0.windowGeneration = max($0.windowGeneration, generation) }
      runQuick {
        let (source, isWanted) = self.shared.withLock { ($0.source, $0.windowGeneration == generation) }
        guard isWanted, let source else { return }
        do throws(InputError) {
          self.post(.windowRead(try self.windows.window(of: source, around: offset), generation: generation))
        } catch {
          self.post(.unreadable(VisibleText("\(error)"), generation: generation))
        }
      }
    case .segment(let ids, let window, let generation):
      shared.withLock { $0.segmentGeneration = max($0.segmentGeneration, generation) }
      for id in ids {
        runQuick {
          guard self.shared.withLock({ $0.segmentGeneration == generation }) else { return }
          if let recording = self.resources.recordings[id] {
            if let segmentation = recording.segmentation(of: window) {
              self.post(.segmented(tokenizer: id, segmentation, generation: generation))
            } else {
              self.post(.unavailable(tokenizer: id, reason: "the trace is of another text: its column is off"))
            }
            return
          }
          self.withTokenizer(id) { tokenizer in
            self.tellSpecials(of: tokenizer, id)
            let segmentation = self.segmentation(of: window, by: tokenizer)
            let markers = tokenizer.markers(in: segmentation)
            if !markers.isEmpty { self.post(.described(tokenizer: id, markers: markers)) }
            self.post(.segmented(tokenizer: id, segmentation, generation: generation))
          }
        }
      }
    case .count(let ids, let generation):
      deal(ids) { self.count($0, generation: generation) }
    case .explain(let id, let offset, let window, let generation):
      // What was recorded does not say how it came about.
      if resources.recordings[id] != nil { return }
      runQuick {
        self.withTokenizer(id) { tokenizer in
          let explanation = Explanation(tokenizer, named: id, at: offset, of: window.bytes)
          self.post(.explained(explanation, generation: generation))
        }
      }
    case .readModel(let id, let cut, let window, let offset, let depths, let request, let generation):
      models?.read(cut, window, around: offset, recording: resources.recordings[id], wantsDepths: depths) { answer in
        switch answer {
        case .success(let trace):
          self.post(.modelRead(tokenizer: id, trace, request: request, generation: generation))
        case .failure(let failure):
          self.post(
            .modelFailed(tokenizer: id, reason: VisibleText(failure.text), request: request, generation: generation))
        }
      }
    case .readTerms(let path, let request):
      runQuick {
        do {
          let name = VisibleText(bytes: path[...])
          self.post(.termsRead(try TermListReader.list(path: path), name: name, request: request))
        } catch let error as FormatError {
          self.post(.failed("cannot read " + VisibleText(bytes: path.prefix(400)) + VisibleText(": \(error)")))
        } catch {
          self.post(.failed(VisibleText("\(error)")))
        }
      }
    case .countTerms(let ids, let list, let request):
      for id in ids {
        runQuick {
          // What was recorded is the cut of another text.
          guard self.resources.recordings[id] == nil else {
            self.post(.termsCounted(tokenizer: id, nil, request: request))
            return
          }
          self.withTokenizer(id) { tokenizer in
            self.post(.termsCounted(tokenizer: id, TermCuts(list.terms, by: tokenizer), request: request))
          }
        }
      }
    case .damage(let damage, let request):
      runQuick {
        let text = damage.text
        var cuts: [String: DamagedCuts] = [:]
        for id in damage.tokenizers where self.resources.recordings[id] == nil {
          self.withTokenizer(id) { cuts[id] = DamagedCuts(text, by: $0) }
        }
        self.post(.damaged(text, cuts: cuts, request: request))
      }
    case .measure(let ids, let generation): deal(ids) { self.measure($0, generation: generation) }
    case .measureCorpus(let ids, let texts, let request):
      shared.withLock { $0.corpusRequest = request }
      for text in texts { background.add { self.measure(text: text, ids, request: request) } }
    case .stopCorpus: shared.withLock { $0.corpusRequest = nil }
    case .countParallels(let ids, let sets): deal(ids) { self.countParallels($0, sets) }
    case .derive(let place, let window, let request):
      runQuick {
        let sides = StepSide.sides(of: place.tokenizers, at: place.offset, in: window.bytes) { id in
          if self.resources.recordings[id] != nil { return nil }
          return try? self.tokenizers[id].get()
        }
        self.post(.derived(sides, request: request))
      }
    case .findMatch(let query, let from, let backward, let request):
      shared.withLock { $0.findRequest = request }
      searches.add { self.find(query, from: from, backward: backward, request: request) }
    case .countMatches(let query, let request):
      shared.withLock { $0.matchRequest = request }
      background.add { self.countMatches(query, request: request) }
    case .stopSearch: shared.withLock { $0.findRequest = -1 }
    case .remember(let line, let kind): remember(line, kind)
    case .listVocabulary(let list, let request):
      shared.withLock { $0.vocabularyRequest = request }
      studies.add { self.list(list, number: request) }
    case .describeEntry(let place, let request): runQuick { self.describe(place, number: request) }
    case .checkSeam(let seam, let request):
      shared.withLock { $0.seamRequest = request }
      runQuick {
        var checks: [String: SeamCheck] = [:]
        for id in seam.tokenizers where self.resources.recordings[id] == nil {
          guard self.shared.withLock({ $0.seamRequest == request }) else { return }
          self.withTokenizer(id) { checks[id] = SeamCheck(seam.bytes, at: seam.offset, by: $0) }
        }
        self.post(.seamChecked(checks, request: request))
      }
    case .export, .yank, .copy, .mouse, .redraw, .suspend, .quit: break
    }
  }

  // MARK: Documents

  private func begin(document generation: Int) {
    shared.withLock { $0.documentGeneration = max($0.documentGeneration, generation) }
  }

  private func document(file index: Int) -> Document {
    let input = resources.inputs[index]
    return Document(source: input.source, name: input.name, note: "", byteCount: 0)
  }

  private func present(_ source: ByteSource, as document: Document, around offset: Int = 0, generation: Int) {
    var document = document
    do throws(InputError) {
      let window = try windows.window(of: source, around: offset)
      document.byteCount = source.byteCount
      let isWanted = shared.withLock { shared in
        guard shared.documentGeneration == generation else { return false }
        shared.source = source
        return true
      }
      guard isWanted else { return }
      post(.opened(document, window: window, offset: offset, generation: generation))
      if let spool = source.spool {
        let shown = document.byteCount
        spool.whenComplete { [weak self] in self?.finish(spool, source, shown: shown, generation: generation) }
      } else {
        hashing.add { self.digest(source, generation: generation) }
      }
    } catch {
      post(.unreadable(VisibleText("\(error)"), generation: generation))
    }
  }

  /// Standard input has ended: tells its length, if more came than was shown, and why it ended early, if it did.
  private func finish(_ spool: Spool, _ source: ByteSource, shown: Int, generation: Int) {
    if let failure = spool.failure { post(.failed(VisibleText("\(failure)"))) }
    if source.byteCount > shown { post(.grew(byteCount: source.byteCount, generation: generation)) }
    hashing.add { self.digest(source, generation: generation) }
  }

  // MARK: Samples

  func sample(_ index: Int) -> Sample? {
    shared.withLock { $0.samples.indices.contains(index) ? $0.samples[index] : nil }
  }

  /// Writes a sample into the data folder and adds it to those of this run.
  private func save(_ sample: NewSample) {
    guard let folder = resources.dataFolder else {
      post(.failed("cannot save a sample: there is no home folder (name one with --data-dir)"))
      return
    }
    do throws(OutputError) {
      let path = try SampleWriter.write(sample, folder: folder)
      let place = shared.withLock { shared in
        let place = max(0, min(sample.place, shared.samples.count))
        shared.samples.insert(Sample(name: sample.name, note: sample.note, bytes: sample.body), at: place)
        return place
      }
      let entry = SampleEntry(
        name: sample.name, title: sample.title, language: sample.language, domain: sample.domain, note: sample.note)
      post(.sampleSaved(entry, place: place, path: VisibleText(bytes: path[...])))
    } catch {
      post(.failed(VisibleText("\(error)")))
    }
  }

  // MARK: Background work

  /// Deals ids out over the threads, so that all counts grow side by side.
  private func deal(_ ids: [String], _ job: @escaping @Sendable ([String]) -> Void) {
    let threads = min(background.limit, ids.count)
    for first in 0..<threads {
      let share = stride(from: first, to: ids.count, by: threads).map { ids[$0] }
      background.add { job(share) }
    }
  }

  func isCurrent(document generation: Int) -> Bool { shared.withLock { $0.documentGeneration == generation } }

  private func digest(_ source: ByteSource, generation: Int) {
    var hash = SHA256()
    var position = 0
    let count = source.byteCount
    do throws(InputError) {
      while position < count {
        guard isCurrent(document: generation) else { return }
        let end = min(count, position + 1 << 20)
        let bytes = try source.read(position..<end)
        bytes.withUnsafeBufferPointer { hash.update($0) }
        position = end
      }
      post(.digested(String(Hexadecimal.string(hash.finalize()).prefix(12)), generation: generation))
    } catch {
      post(.failed(VisibleText("\(error)")))
    }
  }

  /// The tokens of a window as they are in the document.
  private func segmentation(of window: TextWindow, by tokenizer: any Tokenizer) -> Segmentation {
    do throws(InputError) {
      guard let source = shared.withLock({ $0.source }) else { return tokenizer.segmentation(of: window.bytes) }
      return try windows.segmentation(of: window, in: source, by: tokenizer)
    } catch {
      // The text cannot be read any more; what is on the screen can.
      return tokenizer.segmentation(of: window.bytes)
    }
  }

  /// A column that is being counted; `marked` is there for vocabularies with tokens that are not counted.
  private struct Count {
    let id: String
    let tokenizer: any Tokenizer
    let marked: Vocabulary?
    /// Only ranges tell which tokens of a normalising vocabulary count.
    let normalizes: Bool
    var tokens = 0

    init(id: String, tokenizer: any Tokenizer) {
      self.id = id
      self.tokenizer = tokenizer
      let vocabulary = tokenizer.vocabulary
      marked = vocabulary.hasMarkers ? vocabulary : nil
      normalizes = vocabulary.normalForm != nil
    }

    mutating func add(_ piece: [UInt8], buffer: inout [TokenID]) {
      if normalizes {
        tokens += tokenizer.segmentation(of: piece).tokenCount
        return
      }
      buffer.removeAll(keepingCapacity: true)
      piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &buffer) }
      tokens += marked?.tokenCount(of: buffer) ?? buffer.count
    }
  }

  private func count(_ ids: [String], generation: Int) {
    guard isCurrent(document: generation), let source = shared.withLock({ $0.source }) else { return }
    var counts: [Count] = []
    for id in ids {
      if let recording = resources.recordings[id] {
        guard source.byteCount == recording.text.count else { continue }
        self.post(
          .counted(
            tokenizer: id, tokens: recording.segmentation.tokenCount, bytes: recording.text.count,
            generation: generation))
      } else {
        withTokenizer(id) { counts.append(Count(id: id, tokenizer: $0)) }
      }
    }
    // Those that cut where patterns do read the text together.
    count(counts.filter { $0.tokenizer.boundary.isPlain }, in: source, generation: generation)
    for count in counts where !count.tokenizer.boundary.isPlain {
      self.count([count], in: source, generation: generation)
    }
  }

  private func count(_ columns: [Count], in source: ByteSource, generation: Int) {
    guard let first = columns.first else { return }
    var counts = columns
    var reader = PieceReader(source, pieceSize: 128 << 10, limit: 4 << 20, boundary: first.tokenizer.boundary)
    var buffer: [TokenID] = []
    var posted = Clock.milliseconds()
    func post() {
      for count in counts {
        self.post(.counted(tokenizer: count.id, tokens: count.tokens, bytes: reader.position, generation: generation))
      }
    }
    do throws(InputError) {
      while let piece = try reader.next() {
        for index in counts.indices {
          guard isCurrent(document: generation) else { return }
          counts[index].add(piece, buffer: &buffer)
        }
        if Clock.milliseconds() - posted >= 100 {
          post()
          posted = Clock.milliseconds()
        }
      }
      post()
    } catch {
      self.post(.failed(VisibleText("\(error)")))
    }
  }

  /// Tells the special tokens of a tokenizer's file, once.
  private func tellSpecials(of tokenizer: any Tokenizer, _ id: String) {
    let added = tokenizer.vocabulary.addedTokens
    guard !added.isEmpty, shared.withLock({ $0.told.insert(id).inserted }) else { return }
    post(.specials(tokenizer: id, added.filter(\.special).map(\.content)))
  }

  // MARK: Threads

  func withTokenizer(_ id: String, _ body: (any Tokenizer) -> Void) {
    switch tokenizers[id] {
    case .success(let tokenizer): body(tokenizer)
    case .failure(let failure): post(.unavailable(tokenizer: id, reason: VisibleText(failure.description)))
    }
  }

  /// What the open document is read from, with its generation.
  var currentSource: (source: ByteSource, generation: Int)? {
    shared.withLock { shared in shared.source.map { ($0, shared.documentGeneration) } }
  }

  /// Whether the answer to a search is still waited for.
  func wants(find request: Int, generation: Int) -> Bool {
    shared.withLock { $0.findRequest == request && $0.documentGeneration == generation }
  }

  func wants(count request: Int, generation: Int) -> Bool {
    shared.withLock { $0.matchRequest == request && $0.documentGeneration == generation }
  }

  /// Runs `body` on a thread of its own that `finishExports` waits for.
  func runToEnd(_ body: @escaping @Sendable () -> Void) {
    shared.withLock { $0.exports += 1 }
    SystemThread.start {
      body()
      self.shared.withLock { $0.exports -= 1 }
      self.answered.notify()
    }
  }

  /// Runs `body` after those before it, on a thread that `finishExports` waits for.
  func record(_ body: @escaping @Sendable () -> Void) {
    shared.withLock { $0.exports += 1 }
    records.add {
      body()
      self.shared.withLock { $0.exports -= 1 }
      self.answered.notify()
    }
  }
  /// Whether the answer to a request for entries of a vocabulary is still waited for.
  func wants(vocabulary request: Int) -> Bool { shared.withLock { $0.vocabularyRequest == request } }

  func post(_ event: Event) {
    shared.withLock { $0.events.append(event) }
    wake()
  }

  private func runQuick(_ body: @escaping @Sendable () -> Void) {
    shared.withLock { $0.outstanding += 1 }
    quick.add {
      body()
      self.shared.withLock { $0.outstanding -= 1 }
      self.answered.notify()
    }
  }
}
