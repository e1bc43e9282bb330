import Tokenization
import UnicodeText

/// The different tokens of a text, of which %TR and %Pure are shares.
///
/// Roots and suffixes are told apart by id, so that all spellings of one are one. Other tokens are told apart by their bytes without white
/// space around them and in small letters by Turkish rules; those without a letter are left out, and so are markers. A byte that is no
/// UTF-8 by itself is a piece of a letter and counts as one. Memory follows the size of the vocabulary.
package struct UniqueTokens: Sendable {
  private var seen: Set<TokenID> = []
  /// Roots and suffixes by id.
  private(set) var morphemeCount = 0
  /// The others.
  private(set) var texts: Set<[UInt8]> = []

  package init() {}

  package mutating func add(_ segmentation: Segmentation, of text: [UInt8]) {
    for token in segmentation.tokens where seen.insert(token.id).inserted {
      switch token.kind {
      case .root, .suffix: morphemeCount += 1
      case .marker: break
      case .byte, .merge, .digits, .scaffold, .added, .special:
        if let text = UniqueTokens.normalized(Array(text[token.range])) { texts.insert(text) }
      }
    }
  }

  /// Nil without a letter.
  static func normalized(_ token: [UInt8]) -> [UInt8]? {
    let words = Array(WordRanges(token))
    guard let first = words.first, let last = words.last else { return nil }
    var out: [UInt8] = []
    var hasLetter = false
    token[first.lowerBound..<last.upperBound].withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let step = UTF8Scanner.decode(at: offset, in: bytes)
        let isDottedCapital = step.value == 0x49 && bytes[(offset + 1)...].starts(with: [0xCC, 0x87])
        let small = isDottedCapital ? 0x69 : TurkishCase.lower(step.value)
        if step.isInvalid || ScalarClass.of(step.value).contains(.letter) { hasLetter = true }
        if let scalar = Unicode.Scalar(small) {
          out += UTF8.encode(scalar) ?? .init()
        } else {
          out.append(bytes[offset])
        }
        offset += isDottedCapital ? 3 : step.length
      }
    }
    return hasLetter ? out : nil
  }
}

/// How many of the different tokens of a text are Turkish: %TR and %Pure of Bayram et al. (arXiv 2502.07057), with this program's lexicon.
///
/// They depend on the text and on the lexicon, so only figures of one text and one lexicon can be compared.
package struct TurkishShares: Hashable, Sendable {
  /// Different tokens, as `UniqueTokens` counts them.
  package let unique: Int
  /// Those that are pure, or have a reading without an unknown part among their eight best.
  package let turkish: Int
  /// Those that are a root, a stem of one, or a spelling of a suffix.
  package let pure: Int

  package init(_ tokens: UniqueTokens, _ analyzer: MorphologicalAnalyzer) {
    let suffixes = Set(analyzer.inventory.morphemes.indices.flatMap { analyzer.inventory.surfaces(of: $0) })
    var scratch = MorphologicalAnalyzer.Scratch()
    var turkish = tokens.morphemeCount
    var pure = tokens.morphemeCount
    for text in tokens.texts {
      let letters = TurkishWord(text).letters
      if analyzer.isStem(text)
        || letters.allSatisfy({ $0 < TurkishLetter.other }) && suffixes.contains(TurkishLetter.text(of: letters))
      {
        pure += 1
        turkish += 1
      } else if text.withUnsafeBufferPointer({ word in
        analyzer.analyses(of: word, count: MorphologicalAnalyzer.maximumResultCount, &scratch)
          .contains { $0.morphemes.allSatisfy { $0.kind != .unknown } }
      }) {
        turkish += 1
      }
    }
    unique = tokens.morphemeCount + tokens.texts.count
    self.turkish = turkish
    self.pure = pure
  }

  /// Nil without tokens.
  package var turkishShare: Double? { unique == 0 ? nil : Double(turkish) / Double(unique) }
  /// Nil without tokens.
  package var pureShare: Double? { unique == 0 ? nil : Double(pure) / Double(unique) }
}
