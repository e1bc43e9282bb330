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
  let hashing: WorkerPool
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
          let reason = "cannot read " + VisibleText(bytes: path.prefix(400)) + VisibleText(": \(error)")
          self.post(.termsUnreadable(reason, request: request))
        } catch {
          self.post(.termsUnreadable(VisibleText("\(error)"), request: request))
        }
      }
    case .checkIDs(let path, let id, let generation):
      background.add { self.checkIDs(path, by: id, generation: generation) }
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
