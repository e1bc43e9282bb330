import Analysis
import Explorer
import Synchronization
import Tokenization
import UnicodeText

/// What is known of vocabularies.
final class VocabularyShelf: Sendable {
  private let listings = Mutex<[String: VocabularyListing]>([:])
  private let studies = Mutex<[String: VocabularyStudy]>([:])

  func listing(_ id: String, of tokenizer: any Tokenizer) -> VocabularyListing {
    if let known = listings.withLock({ $0[id] }) { return known }
    let listing = VocabularyListing(tokenizer)
    listings.withLock { $0[id] = listing }
    return listing
  }

  /// Lends a study to `body`; only one thread asks.
  func withStudy(_ id: String, of tokenizer: any Tokenizer, _ body: (inout VocabularyStudy) -> Void) {
    var study =
      studies.withLock { $0.removeValue(forKey: id) } ?? VocabularyStudy(tokenizer, listing(id, of: tokenizer))
    body(&study)
    studies.withLock { [study] in $0[id] = study }
  }
}

extension Engine {
  /// Time between two answers while more is found out.
  private static let interval = 250

  func list(_ request: VocabularyBrowser.Request, number: Int) {
    guard wants(vocabulary: number) else { return }
    guard resources.recordings[request.tokenizer] == nil else {
      post(.vocabularyListed(nil, request: number))
      return
    }
    withTokenizer(request.tokenizer) { tokenizer in
      vocabularies.withStudy(request.tokenizer, of: tokenizer) { study in
        study.compare(with: request.other.flatMap { other in listing(other).map { (other, $0) } })
        if let (source, generation) = currentSource, generation == request.generation {
          study.read(source, byteCount: request.byteCount, generation: generation)
        }
        post(.vocabularyListed(study.answer(request.query), request: number))
        var posted = Clock.milliseconds()
        do throws(InputError) {
          while try study.step() {
            guard wants(vocabulary: number) else { return }
            guard Clock.milliseconds() - posted >= Engine.interval else { continue }
            post(.vocabularyListed(study.answer(request.query), request: number))
            posted = Clock.milliseconds()
          }
        } catch {
          post(.failed(VisibleText("\(error)")))
        }
        post(.vocabularyListed(study.answer(request.query), request: number))
      }
    }
  }

  func describe(_ place: VocabularyBrowser.Place, number: Int) {
    guard let listing = listing(place.tokenizer), case .success(let tokenizer) = tokenizers[place.tokenizer],
      place.entry < listing.count
    else {
      post(.entryDescribed(nil, request: number))
      return
    }
    let others = place.others.compactMap { id in self.listing(id).map { (tokenizer: id, listing: $0) } }
    post(.entryDescribed(EntryDetails(place.entry, of: listing, by: tokenizer, others: others), request: number))
  }

  /// Nil for a recording and for a tokenizer that cannot be made.
  private func listing(_ id: String) -> VocabularyListing? {
    guard resources.recordings[id] == nil, case .success(let tokenizer) = tokenizers[id] else { return nil }
    return vocabularies.listing(id, of: tokenizer)
  }
}
