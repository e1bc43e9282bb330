import Analysis
import Screen
import Tokenization
import UnicodeText

/// Everything that can change the state.
///
/// A generation names the request that an answer belongs to; `update` drops answers to requests that no longer matter.
package enum Event: Sendable {
  case input(InputEvent)
  /// A document was opened; `window` is the part around `offset`. Answers `openSample` and `openFile`; the engine sends the first one by
  /// itself, with generation 0.
  case opened(Document, window: TextWindow, offset: Int, generation: Int)
  /// More of the open document has arrived than `opened` said: standard input has ended.
  case grew(byteCount: Int, generation: Int)
  /// Another part of the open document was read.
  case windowRead(TextWindow, generation: Int)
  /// A tokenizer cut the window of this generation; offsets count from the start of the window.
  case segmented(tokenizer: String, Segmentation, generation: Int)
  /// What the markers of a tokenizer mean; comes before the segmentation that has them.
  case described(tokenizer: String, markers: [TokenID: MorphemeDescription])
  /// The special tokens of a tokenizer's file; comes before its first segmentation.
  case specials(tokenizer: String, [[UInt8]])
  /// Tokens counted so far in the whole document; `bytes` of it are done.
  case counted(tokenizer: String, tokens: Int, bytes: Int, generation: Int)
  /// Answers `explain`.
  case explained(Explanation, generation: Int)
  /// The sha256 of the open document is known; first 12 hex digits. The engine may send it once after `opened`.
  case digested(String, generation: Int)
  /// The model read a part of a column: once with attention and routing, then again with surprisals. `request` is that of `readModel`.
  case modelRead(tokenizer: String, PieceTrace, request: Int, generation: Int)
  /// The model cannot read this column: what, where, what next.
  case modelFailed(tokenizer: String, reason: VisibleText, request: Int, generation: Int)
  /// Answers `readTerms`: why there is no list.
  case termsUnreadable(VisibleText, request: Int)
  /// Answers `readTerms`: a list and the name of its file.
  case termsRead(TermList, name: VisibleText, request: Int)
  /// Answers `checkIDs`: what there is to say, and the byte of the first token that is another; nil where none is.
  case idsChecked(VisibleText, byte: Int?, generation: Int)
  /// Answers `countTerms` for one tokenizer; nil for a column that can cut no other text.
  case termsCounted(tokenizer: String, TermCuts?, request: Int)
  /// Answers `damage`: both texts and how the tokenizers cut them; those that can cut no other text are missing.
  case damaged(DamagedText, cuts: [String: DamagedCuts], request: Int)
  /// Answers `measure` now and then and at the end: what is counted so far of the open document.
  case measured(tokenizer: String, Measurement, generation: Int)
  /// Answers `measureCorpus` for one text by one tokenizer; nil for a text that cannot be read or cut.
  case corpusMeasured(tokenizer: String, text: Int, Measurement?, request: Int)
  /// Answers `countParallels` for one tokenizer; nil for a column that can cut no other text.
  case parallelsCounted(tokenizer: String, ParityCounts?)
  /// Answers `yank`: the bytes, and the file that keeps them, if it could be written.
  case yanked([UInt8], name: VisibleText, file: VisibleText?)
  /// Answers `checkSeam`; tokenizers that can cut no other text are missing.
  case seamChecked([String: SeamCheck], request: Int)
  /// Answers `readText`: all bytes of the open document.
  case textRead([UInt8], generation: Int)
  /// Answers `wait`.
  case waited(request: Int)
  /// Answers `saveSample`: one of the samples from now on, at `place` among them, and where it lies.
  case sampleSaved(SampleEntry, place: Int, path: VisibleText)
  /// Answers `derive`: one side for each tokenizer, in their order.
  case derived([StepSide], request: Int)
  /// Answers `findMatch`: where the match begins, nil where none is; `isWhole` is false when the search ended early.
  case found(Int?, isWhole: Bool, request: Int)
  /// How much of the document `findMatch` has looked at, 0...1.
  case searching(Double, request: Int)
  /// Matches counted so far in the whole document; `starts` when all are counted, if they are not too many to keep.
  case matchesCounted(Int, starts: [Int]?, isComplete: Bool, request: Int)
  /// Lines that were typed in runs before this one, oldest first. The engine sends them once.
  case recalled(commands: [String], searches: [String])
  /// Answers `listVocabulary`, again whenever more is known; nil for a column that has no vocabulary.
  case vocabularyListed(VocabularyBrowser.Answer?, request: Int)
  /// Answers `describeEntry`; nil where the vocabulary is gone.
  case entryDescribed(EntryDetails?, request: Int)
  /// An export was written to this path.
  case exported(path: VisibleText)
  /// A tokenizer cannot cut text, say because its file is gone; its column is switched off and `reason` is shown.
  case unavailable(tokenizer: String, reason: VisibleText)
  /// A document could not be opened or a window not be read: what, where, what next. What was shown stays.
  case unreadable(VisibleText, generation: Int)
  /// Something else could not be done: what, where, what next.
  case failed(VisibleText)
}

/// Work that `update` asks for; its answer comes back as an `Event` with the same generation.
package enum Effect: Hashable, Sendable {
  /// Open the sample with this index in `State.samples`; answer `opened` with offset 0, or `unreadable`.
  case openSample(Int, generation: Int)
  /// Open the file with this index in `State.files`; answer `opened` with offset 0, or `unreadable`.
  case openFile(Int, generation: Int)
  /// Open `bytes` as `document`; answer `opened` with the window around `around` and that offset.
  case openText([UInt8], Document, around: Int, generation: Int)
  /// Read all of the open document; answer `textRead` or `unreadable`.
  case readText(generation: Int)
  /// Answer `waited` after so long. A newer request makes an older one pointless.
  case wait(milliseconds: Int, request: Int)
  /// Write a text into the user's samples, under a new name; answer `sampleSaved` or `failed`.
  case saveSample(NewSample)
  /// Read the part of the open document that has byte `around` near its middle, or at its edge near the ends of the document; answer
  /// `windowRead` or `unreadable`. A newer request makes an older one pointless.
  case readWindow(around: Int, generation: Int)
  /// Cut the window with each tokenizer; answer one `segmented` for each. Several requests may name one generation; those of an older one
  /// may be left unanswered.
  case segment(tokenizers: [String], TextWindow, generation: Int)
  /// Count tokens in the whole document in the background; answer `counted` now and then and at the end. The generation is that of `opened`;
  /// a newer document ends the work for older ones.
  case count(tokenizers: [String], generation: Int)
  /// Derive the token that holds byte `offset` of the window (counted from the window's start); answer `explained`.
  case explain(tokenizer: String, offset: Int, TextWindow, generation: Int)
  /// Let the model read the pieces of a column of `window` around byte `offset`, counted from the window's start; answer `modelRead` twice, or
  /// `modelFailed`. With `depths` the second answer has predictions of all depths. A newer request ends the work for older ones.
  case readModel(
    tokenizer: String, Segmentation, TextWindow, offset: Int, depths: Bool, request: Int, generation: Int)
  /// Read a list of terms; answer `termsRead` or `failed`.
  case readTerms(path: [UInt8], request: Int)
  /// Hold the ids of the whole document by a tokenizer against those in a file; answer `idsChecked` or `failed`. A newer document ends the
  /// work.
  case checkIDs(path: [UInt8], tokenizer: String, generation: Int)
  /// Cut each term with each tokenizer; answer one `termsCounted` for each.
  case countTerms(tokenizers: [String], TermList, request: Int)
  /// Damage a part of the text, or take the other of its pair, and cut both; answer `damaged`.
  case damage(Damage.Request, request: Int)
  /// Measure the whole document in the background; answer `measured` for each tokenizer. The generation is that of `opened`; a newer document
  /// ends the work for older ones.
  case measure(tokenizers: [String], generation: Int)
  /// Measure each of the texts, which are places in files, then samples; answer one `corpusMeasured` for each text and tokenizer.
  case measureCorpus(tokenizers: [String], texts: [Int], request: Int)
  /// End the work for `measureCorpus`.
  case stopCorpus
  /// Cut the texts of parallel sets with each tokenizer; answer one `parallelsCounted` for each.
  case countParallels(tokenizers: [String], [ParallelSet])
  /// Write what the state shows at this moment to a file; answer `exported` or `failed`.
  case export(ExportRequest)
  /// Make the bytes of what the state shows at this moment and keep them in a file; answer `yanked` or `failed`.
  case yank(Yank)
  /// Give these bytes to the terminal's clipboard.
  case copy([UInt8])
  /// Encode both sides of a place apart and together; answer `seamChecked`. A newer request makes an older one pointless.
  case checkSeam(TextSeam.Request, request: Int)
  /// Find the nearest match that begins after byte `from` of the document, or before it, and round the end; answer `found`, and now and then
  /// `searching`. A newer request, `stopSearch` and a newer document end the work.
  case findMatch(SearchQuery, from: Int, backward: Bool, request: Int)
  /// Count the matches in the whole document in the background; answer `matchesCounted` now and then and at the end. A newer request and a
  /// newer document end the work.
  case countMatches(SearchQuery, request: Int)
  case stopSearch
  /// Keep a line that was typed for runs after this one.
  case remember(String, Prompt.Kind)
  /// Tell how tokenizers come to their tokens at a place of the window; answer `derived`.
  case derive(Stepper.Request, TextWindow, request: Int)
  /// List entries of a vocabulary, count their uses in the open document and try whether the tokenizer can give them; answer
  /// `vocabularyListed` as soon as there is a list, and again as more is known. A newer request ends the work for older ones.
  case listVocabulary(VocabularyBrowser.Request, request: Int)
  /// Say what a tokenizer and others make of an entry; answer `entryDescribed`.
  case describeEntry(VocabularyBrowser.Place, request: Int)
  /// Let the terminal report the mouse, or not.
  case mouse(Bool)
  /// Clear the terminal and paint everything again.
  case redraw
  /// Give the terminal back and stop the process until it is continued.
  case suspend
  case quit
}

/// What a tokenizer says about one of its tokens.
package struct Explanation: Hashable, Sendable {
  package let tokenizer: String
  /// The byte asked for, counted from the start of the window; so are all offsets of `derivation`.
  package let offset: Int
  package let derivation: Derivation
  /// Number of tokens in the vocabulary.
  package let vocabularyCount: Int
  /// Nil unless the tokenizer is a morphological one.
  package let morphology: Morphology?

  package init(
    tokenizer: String, offset: Int, derivation: Derivation, vocabularyCount: Int, morphology: Morphology? = nil
  ) {
    self.morphology = morphology
    self.tokenizer = tokenizer
    self.offset = offset
    self.derivation = derivation
    self.vocabularyCount = vocabularyCount
  }
}
