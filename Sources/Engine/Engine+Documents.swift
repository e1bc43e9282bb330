import Explorer
import Formats
import UnicodeText

/// Texts that are opened, and samples that are saved.
extension Engine {
  func begin(document generation: Int) {
    shared.withLock { $0.documentGeneration = max($0.documentGeneration, generation) }
  }

  func document(file index: Int) -> Document {
    let input = resources.inputs[index]
    return Document(source: input.source, name: input.name, note: "", byteCount: 0, part: input.part)
  }

  func present(_ source: ByteSource, as document: Document, around offset: Int = 0, generation: Int) {
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

  func sample(_ index: Int) -> Sample? {
    shared.withLock { $0.samples.indices.contains(index) ? $0.samples[index] : nil }
  }

  /// Writes a sample into the data folder and adds it to those of this run.
  func save(_ sample: NewSample) {
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
}
