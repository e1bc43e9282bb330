import Explorer
import Tokenization
import UnicodeText

/// Tokens of a whole document, counted while it is read.
extension Engine {
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

  func count(_ ids: [String], generation: Int) {
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
}
