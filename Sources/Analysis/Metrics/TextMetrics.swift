import Tokenization

/// What one tokenizer makes of texts, all that is counted: sums, so the metrics of two sets of texts can be put together.
package struct TextMetrics: Equatable, Sendable {
  package private(set) var statistics = SegmentationStatistics()
  package private(set) var frequencies = TokenFrequencies()
  package private(set) var splitWords = SplitWords()

  package init() {}

  /// - Parameter continues: the text is a further part of a document that was counted already; parts must meet where no word reaches across.
  package init(_ segmentation: Segmentation, of text: [UInt8], continues: Bool = false) {
    statistics = SegmentationStatistics(segmentation, of: text, continues: continues)
    frequencies.add(segmentation)
    splitWords.add(segmentation, of: text)
  }

  package mutating func merge(_ other: TextMetrics) {
    statistics.merge(other.statistics)
    frequencies.merge(other.frequencies)
    splitWords.merge(other.splitWords)
  }

  /// Counts a part of a text in place.
  package mutating func add(_ segmentation: Segmentation, of text: [UInt8], continues: Bool) {
    statistics.merge(SegmentationStatistics(segmentation, of: text, continues: continues))
    frequencies.add(segmentation)
    splitWords.add(segmentation, of: text)
  }
}

/// The metrics of one text, as far as it was read.
package struct MeasuredText: Equatable, Sendable {
  package private(set) var metrics = TextMetrics()
  package private(set) var profile = WordProfile()
  /// Bytes that were counted, from the start.
  package var byteCount: Int { metrics.statistics.bytes }

  /// Nothing read yet: a document of no bytes.
  package init() { metrics = TextMetrics(.empty, of: []) }

  /// Counts the next part of the text; parts must meet where no word reaches across.
  package mutating func append(_ segmentation: Segmentation, of text: [UInt8]) {
    metrics.add(segmentation, of: text, continues: true)
    profile.append(segmentation, of: text)
  }

  package init(_ segmentation: Segmentation, of text: [UInt8]) {
    self.init()
    append(segmentation, of: text)
  }
}
