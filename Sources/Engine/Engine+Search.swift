import Explorer
import Tokenization
import UnicodeText

/// Searching a whole document, and the lines that were typed.
extension Engine {
  /// How often a search tells how far it is.
  private static let pace = 100

  func find(_ query: SearchQuery, from: Int, backward: Bool, request: Int) {
    guard let (source, generation) = currentSource, wants(find: request, generation: generation) else { return }
    let whole = ByteSource(part: 0..<source.byteCount, of: source)
    var told = Clock.milliseconds()
    let search = TextSearch(query, in: whole, cut: cutter(of: whole)) { searched in
      if Clock.milliseconds() - told >= Engine.pace {
        told = Clock.milliseconds()
        self.post(.searching(Double(searched) / Double(max(1, whole.byteCount)), request: request))
      }
      return self.wants(find: request, generation: generation)
    }
    do throws(InputError) {
      switch try search.nearest(from: from, backward: backward) {
      case .found(let start): post(.found(start, isWhole: true, request: request))
      case .nothing: post(.found(nil, isWhole: true, request: request))
      case .stopped: break
      }
    } catch {
      post(.found(nil, isWhole: false, request: request))
      post(.failed(VisibleText("\(error)")))
    }
  }

  func countMatches(_ query: SearchQuery, request: Int) {
    guard let (source, generation) = currentSource, wants(count: request, generation: generation) else { return }
    let whole = ByteSource(part: 0..<source.byteCount, of: source)
    let search = TextSearch(query, in: whole, cut: cutter(of: whole)) { _ in
      self.wants(count: request, generation: generation)
    }
    var told = Clock.milliseconds()
    do throws(InputError) {
      let all = try search.all { count in
        guard Clock.milliseconds() - told >= Engine.pace else { return }
        told = Clock.milliseconds()
        self.post(.matchesCounted(count, starts: nil, isComplete: false, request: request))
      }
      guard let all else { return }
      post(.matchesCounted(all.count, starts: all.starts, isComplete: true, request: request))
    } catch {
      post(.failed(VisibleText("\(error)")))
    }
  }

  private func cutter(of source: ByteSource) -> (TextWindow, String) throws(InputError) -> Segmentation? {
    { (window: TextWindow, id: String) throws(InputError) -> Segmentation? in
      if let recording = self.resources.recordings[id] { return recording.segmentation(of: window) }
      guard let tokenizer = try? self.tokenizers[id].get() else { return nil }
      return try self.windows.segmentation(of: window, in: source, by: tokenizer)
    }
  }

  // MARK: Lines that were typed

  private func history(_ kind: Prompt.Kind) -> HistoryFile? {
    resources.stateFolder.map { HistoryFile(folder: $0, name: kind == .search ? "searches" : "history") }
  }

  /// Reads what was typed in earlier runs and posts it.
  package func recall() {
    guard resources.stateFolder != nil else { return }
    record {
      let lines = [Prompt.Kind.command, .search].map { self.history($0)?.read() ?? [] }
      if lines != [[], []] { self.post(.recalled(commands: lines[0], searches: lines[1])) }
    }
  }

  func remember(_ line: String, _ kind: Prompt.Kind) {
    guard let file = history(kind) else { return }
    record { file.append(line) }
  }
}
