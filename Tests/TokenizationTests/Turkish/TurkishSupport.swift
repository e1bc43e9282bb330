import TestSupport

@testable import Tokenization

/// The bundled lexicon and inventory, loaded once.
enum BundledTurkish {
  static let analyzer: MorphologicalAnalyzer = {
    var lexicon = TurkishLexicon()
    do {
      try lexicon.add(Repository.read("Sources/CBundle/Turkish/lexicon.txt") ?? [])
      let suffixes = Repository.read("Sources/CBundle/Turkish/suffixes.tsv") ?? []
      return MorphologicalAnalyzer(lexicon: lexicon, inventory: try SuffixInventory(suffixes))
    } catch {
      fatalError("\(error)")
    }
  }()
}

extension MorphologicalAnalyzer {
  /// The best reading with its cuts as hyphens.
  func cut(_ word: String) -> String { cuts(word, count: 1).first ?? "" }

  func cuts(_ word: String, count: Int) -> [String] {
    let bytes = [UInt8](word.utf8)
    return analyses(of: bytes, count: count).map { analysis in
      analysis.morphemes.map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined(separator: "-")
    }
  }

  /// Ids of the suffixes and texts of the roots of the best reading.
  func names(_ word: String) -> [String] {
    analyses(of: [UInt8](word.utf8))[0].morphemes.map { morpheme in
      switch morpheme.kind {
      case .root: String(decoding: lexicon.text(of: morpheme.id), as: UTF8.self)
      case .suffix: inventory.morphemes[morpheme.id].id
      case .number: "#"
      case .unknown: "?"
      }
    }
  }
}
