import Tokenization
import UnicodeText

/// Counts over segmented documents, with the histograms they come from.
///
/// Every number is a sum over documents, so merging the statistics of two sets of documents equals one run over all of them.
/// One pass over the tokens and the words of a document; linear.
///
/// Example: `an oak` cut `an| o|ak` has 3 tokens, 2 words, 1 word kept whole, 1.5 tokens per word.
package struct SegmentationStatistics: Hashable, Sendable {
  package private(set) var documents = 0
  package private(set) var bytes = 0
  /// Unicode scalars; a byte that is not UTF-8 counts as one.
  package private(set) var characters = 0
  /// Tokens that have bytes.
  package private(set) var tokens = 0
  /// Tokens without bytes; in no other number.
  package private(set) var virtualTokens = 0
  /// Maximal runs of scalars that are not White_Space.
  package private(set) var words = 0
  /// Tokens that overlap a word, each once.
  package private(set) var tokensInWords = 0
  /// Words covered by one token that has no byte of another word.
  package private(set) var wordsKeptWhole = 0
  /// Entry n: words that n tokens overlap.
  package private(set) var tokensPerWordHistogram: [Int: Int] = [:]
  /// Entry n: tokens of n bytes.
  package private(set) var tokenLengthHistogram: [Int: Int] = [:]
  /// Bytes of the tokens of each kind that has any; together all bytes.
  package private(set) var bytesByKind: [TokenKind: Int] = [:]

  package init() {}

  /// Counts one document.
  ///
  /// - Parameters:
  ///   - text: the bytes that `segmentation` cuts.
  ///   - continues: the text is a further part of a document that was counted already; parts must meet where no word reaches across.
  package init(_ segmentation: Segmentation, of text: [UInt8], continues: Bool = false) {
    precondition(segmentation.byteCount == text.count)
    documents = continues ? 0 : 1
    bytes = text.count
    characters = UTF8Scanner.characterCount(of: text[...])
    var lengths = [Int](repeating: 0, count: 64)
    // Runs of one kind are long, so the dictionary is asked seldom.
    var kind = TokenKind.merge
    var kindStart = 0
    for token in segmentation.tokens {
      if token.isVirtual {
        virtualTokens += 1
        continue
      }
      tokens += 1
      let length = token.end - token.start
      if token.kind != kind {
        if token.start > kindStart { bytesByKind[kind, default: 0] += token.start - kindStart }
        kind = token.kind
        kindStart = token.start
      }
      if length < lengths.count { lengths[length] += 1 } else { tokenLengthHistogram[length, default: 0] += 1 }
    }
    if bytes > kindStart, tokens > 0 { bytesByKind[kind, default: 0] += bytes - kindStart }
    for (length, count) in lengths.enumerated() where count > 0 { tokenLengthHistogram[length] = count }

    let cut = segmentation.tokens
    var lastCounted = -1
    // A word that is whole so far: whether its token reaches into the next word is not known yet.
    var wholeEnd: Int?
    var previousEnd = 0
    segmentation.forEachWord(of: text) { word, indices in
      words += 1
      if let end = wholeEnd, end <= word.lowerBound { wordsKeptWhole += 1 }
      wholeEnd = nil
      var overlapping = 0
      for index in indices where !cut[index].isVirtual {
        overlapping += 1
        if index > lastCounted {
          tokensInWords += 1
          lastCounted = index
        }
      }
      tokensPerWordHistogram[overlapping, default: 0] += 1
      if overlapping == 1, words == 1 || cut[lastCounted].start >= previousEnd { wholeEnd = cut[lastCounted].end }
      previousEnd = word.upperBound
    }
    if wholeEnd != nil { wordsKeptWhole += 1 }
  }

  /// Adds the counts of other documents.
  package mutating func merge(_ other: SegmentationStatistics) {
    documents += other.documents
    bytes += other.bytes
    characters += other.characters
    tokens += other.tokens
    virtualTokens += other.virtualTokens
    words += other.words
    tokensInWords += other.tokensInWords
    wordsKeptWhole += other.wordsKeptWhole
    tokensPerWordHistogram.merge(other.tokensPerWordHistogram, uniquingKeysWith: +)
    tokenLengthHistogram.merge(other.tokenLengthHistogram, uniquingKeysWith: +)
    bytesByKind.merge(other.bytesByKind, uniquingKeysWith: +)
  }

  /// Nil without tokens.
  package var bytesPerToken: Double? { tokens == 0 ? nil : Double(bytes) / Double(tokens) }
  /// Nil without tokens.
  package var charactersPerToken: Double? { tokens == 0 ? nil : Double(characters) / Double(tokens) }
  /// Tokens that overlap words by words; nil without words.
  package var tokensPerWord: Double? { words == 0 ? nil : Double(tokensInWords) / Double(words) }
  /// Share of words kept whole; nil without words.
  package var keptWholeShare: Double? { words == 0 ? nil : Double(wordsKeptWhole) / Double(words) }
  /// Share of the bytes in tokens of that kind; nil without bytes.
  package func coverage(of kind: TokenKind) -> Double? {
    bytes == 0 ? nil : Double(bytesByKind[kind] ?? 0) / Double(bytes)
  }
}

extension SegmentationStatistics {
  /// Sums that were written down before.
  ///
  /// - Parameters:
  ///   - tokensPerWord: entry n: words that n tokens overlap.
  ///   - tokenLengths: entry n: tokens of n bytes.
  /// - Returns: nil where they do not belong together.
  package init?(
    documents: Int, bytes: Int, characters: Int, virtualTokens: Int, tokensInWords: Int, wordsKeptWhole: Int,
    tokensPerWord: [Int: Int], tokenLengths: [Int: Int], bytesByKind: [TokenKind: Int]
  ) {
    func sum(_ values: some Sequence<Int>) -> Int? {
      var sum = 0
      for value in values {
        let (next, overflows) = sum.addingReportingOverflow(value)
        guard value >= 0, !overflows else { return nil }
        sum = next
      }
      return sum
    }
    let lengths = tokenLengths.map { $0.key.multipliedReportingOverflow(by: $0.value) }
    guard !lengths.contains(where: \.overflow), let covered = sum(lengths.map(\.partialValue)), covered <= bytes,
      sum(bytesByKind.values) == bytes, characters <= bytes, let tokens = sum(tokenLengths.values),
      let words = sum(tokensPerWord.values), tokensInWords <= tokens, wordsKeptWhole <= words
    else { return nil }
    self.documents = documents
    self.bytes = bytes
    self.characters = characters
    self.tokens = tokens
    self.virtualTokens = virtualTokens
    self.words = words
    self.tokensInWords = tokensInWords
    self.wordsKeptWhole = wordsKeptWhole
    tokensPerWordHistogram = tokensPerWord
    tokenLengthHistogram = tokenLengths
    self.bytesByKind = bytesByKind
  }
}
