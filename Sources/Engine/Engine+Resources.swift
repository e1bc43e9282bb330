import Analysis
import Explorer
import Formats
import Tokenization
import UnicodeText

extension Engine {
  /// What the engine needs to know about the world; closures, so that tests can give their own.
  package struct Resources: Sendable {
    package let tokenizer: @Sendable (String) throws -> any Tokenizer
    /// Samples in the order of `State.samples`.
    package let samples: [Sample]
    /// Files and standard input in the order of `State.files`.
    package let inputs: [Input]
    package let exportFolder: [UInt8]
    /// Keeps what was copied last; nil for nowhere.
    package let yankFile: [UInt8]?
    /// Folder of the user's data, to which samples are added; nil where none is known.
    package let dataFolder: [UInt8]?
    /// Keeps the lines that were typed; nil for nowhere.
    package let stateFolder: [UInt8]?
    /// Columns that show how one text was cut elsewhere, by the id of their entry.
    package let recordings: [String: Recording]
    /// Called when a column is to be read; nil where no model is.
    package let model: (@Sendable () throws -> LanguageModel)?

    package init(
      tokenizer: @escaping @Sendable (String) throws -> any Tokenizer, samples: [Sample], inputs: [Input] = [],
      recordings: [String: Recording] = [:],
      model: (@Sendable () throws -> LanguageModel)? = nil,
      exportFolder: [UInt8] = Array("tokview-shots".utf8), yankFile: [UInt8]? = nil, dataFolder: [UInt8]? = nil,
      stateFolder: [UInt8]? = nil
    ) {
      self.yankFile = yankFile
      self.dataFolder = dataFolder
      self.stateFolder = stateFolder
      self.tokenizer = tokenizer
      self.model = model
      self.recordings = recordings
      self.samples = samples
      self.inputs = inputs
      self.exportFolder = exportFolder
    }
  }

  /// How one text was cut, for a column without a tokenizer.
  package struct Recording: Sendable {
    package let text: [UInt8]
    package let segmentation: Segmentation
    /// What a model did with it.
    package let trace: PieceTrace

    package init(text: [UInt8], segmentation: Segmentation, trace: PieceTrace) {
      self.text = text
      self.segmentation = segmentation
      self.trace = trace
    }

    /// The cut of a part of the text; nil for bytes that are not that part.
    func segmentation(of window: TextWindow) -> Segmentation? {
      guard window.end <= text.count, window.bytes[...] == text[window.start..<window.end] else { return nil }
      return segmentation.part(window.start..<window.end)
    }
  }

  /// A document of the command line.
  package struct Input: Sendable {
    package let name: VisibleText
    package let source: Document.Source
    /// Which of the documents of its file it is, from 1; nil for all of the file.
    package let part: Int?
    /// Called each time the document is shown.
    package let open: @Sendable () throws(InputError) -> ByteSource

    package init(
      name: VisibleText, source: Document.Source, part: Int? = nil,
      open: @escaping @Sendable () throws(InputError) -> ByteSource
    ) {
      self.name = name
      self.part = part
      self.source = source
      self.open = open
    }
  }

  /// A text that is opened by its index.
  package struct Sample: Sendable {
    package let name: String
    package let note: String
    package let bytes: [UInt8]
    package let pair: Document.Pair?

    package init(name: String, note: String, bytes: [UInt8], pair: Document.Pair? = nil) {
      self.pair = pair
      self.name = name
      self.note = note
      self.bytes = bytes
    }
  }
}
