import Tokenization
import UnicodeText

/// Names a tokenizer that can be a column.
package struct TokenizerEntry: Hashable, Sendable {
  /// As after `-t`, such as `bpe` or a path.
  package let id: String
  /// Short title for a column, such as `BPE`.
  package let title: String
  /// One line for the picker.
  package let summary: String
  /// Name of its vocabulary.
  package let vocabulary: String
  /// True when it is shown at start.
  package let isDefault: Bool
  /// True for the column of a trace, which its file brings along.
  package let isRecorded: Bool
  /// True where a pattern has to follow the id, as `@PATTERN`.
  package let needsPattern: Bool
  /// True where the user has named it on the screen.
  package let isAdded: Bool

  package init(
    id: String, title: String, summary: String, vocabulary: String, isDefault: Bool, isRecorded: Bool = false,
    needsPattern: Bool = false, isAdded: Bool = false
  ) {
    self.isRecorded = isRecorded
    self.needsPattern = needsPattern
    self.isAdded = isAdded
    self.id = id
    self.title = title
    self.summary = summary
    self.vocabulary = vocabulary
    self.isDefault = isDefault
  }
}

/// One sample as the browser lists it.
package struct SampleEntry: Hashable, Sendable {
  /// File name without extension, such as `03-tr-suffix-chain`.
  package let name: String
  package let title: String
  package let language: String
  package let domain: String
  package let note: String
  /// What it wants to be shown with.
  package let settings: SampleSettings
  /// What the tour asks about it; nil where it has nothing to ask.
  package let question: TourQuestion?
  /// True for the texts of parallel sets, which are listed after the others and apart.
  package let isParallel: Bool

  package init(
    name: String, title: String, language: String, domain: String, note: String,
    settings: SampleSettings = SampleSettings(), question: TourQuestion? = nil, isParallel: Bool = false
  ) {
    self.settings = settings
    self.question = question
    self.isParallel = isParallel
    self.name = name
    self.title = title
    self.language = language
    self.domain = domain
    self.note = note
  }
}

/// The text being explored: where it comes from and how long it is. Its bytes come as a `TextWindow`.
package struct Document: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    /// Index into the list of samples.
    case sample(Int)
    case file(path: [UInt8])
    case standardInput
  }

  package let source: Source
  /// Title for the first line.
  package let name: VisibleText
  /// One line under the text; empty outside samples.
  package let note: VisibleText
  package var byteCount: Int
  /// First 12 hex digits of the sha256 of the bytes; nil until known.
  package var digest: String?
  /// The text that this one is a damaged copy of, or the damaged copy of this one.
  package let pair: Pair?
  /// True for a text that was changed in the editor.
  package let isEdited: Bool
  /// Which of the documents of its file it is, from 1; nil for all of the file.
  package let part: Int?

  /// The other of two texts of which one is the other with errors.
  package struct Pair: Hashable, Sendable {
    package let name: VisibleText
    package let bytes: [UInt8]
    /// True where the document itself is the damaged one.
    package let isOwnDamaged: Bool

    package init(name: VisibleText, bytes: [UInt8], isOwnDamaged: Bool) {
      self.name = name
      self.bytes = bytes
      self.isOwnDamaged = isOwnDamaged
    }
  }

  package init(
    source: Source, name: VisibleText, note: VisibleText, byteCount: Int, digest: String? = nil, pair: Pair? = nil,
    isEdited: Bool = false, part: Int? = nil
  ) {
    self.isEdited = isEdited
    self.part = part
    self.pair = pair
    self.source = source
    self.name = name
    self.note = note
    self.byteCount = byteCount
    self.digest = digest
  }
}

/// The part of a document that is in memory and tokenized.
///
/// It begins and ends at places where every pattern cuts, or at the ends of the document, so that its tokens are those of the whole text;
/// `isExact` is false when no such place was near.
package struct TextWindow: Hashable, Sendable {
  package let bytes: [UInt8]
  /// Offset of the first byte in the document.
  package let start: Int
  package let isExact: Bool

  package init(bytes: [UInt8], start: Int, isExact: Bool) {
    self.bytes = bytes
    self.start = start
    self.isExact = isExact
  }

  package var end: Int { start + bytes.count }
}
