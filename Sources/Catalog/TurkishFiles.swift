import Formats
import Tokenization
import UnicodeText

/// The bundled lists of Turkish, with the words that the user adds.
struct TurkishFiles {
  /// The analyser over the bundled roots and those of the user's lexicons, in that order.
  ///
  /// - Parameter lexicons: paths.
  static func analyzer(adding lexicons: [[UInt8]]) throws(CatalogError) -> MorphologicalAnalyzer {
    var lexicon = TurkishLexicon()
    let inventory: SuffixInventory
    do throws(TurkishListError) {
      try lexicon.add(BundledFile.named("Turkish/lexicon.txt").bytes)
      inventory = try SuffixInventory(BundledFile.named("Turkish/suffixes.tsv").bytes)
    } catch {
      preconditionFailure("a bundled list is broken: \(error)")
    }
    for path in lexicons {
      let bytes: [UInt8]
      do throws(FileError) {
        bytes = try BoundedFile.contents(of: path, limit: TurkishLexicon.maximumByteCount)
      } catch {
        throw .file(error)
      }
      do throws(TurkishListError) { try lexicon.add(bytes) } catch { throw .lexicon(path, error) }
    }
    return MorphologicalAnalyzer(lexicon: lexicon, inventory: inventory)
  }
}
