import Analysis
import ArgumentParser
import Catalog
import Export
import Formats
import Glibc
import Tokenization
import UnicodeText

/// `tokview check`: whether texts become the ids that another program gave.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares the ids of texts with expected ones.",
    discussion: """
      Exit code 0 when all are equal; else 1, and the first difference is shown: the number of the token, from 0, its byte and line, and \
      what was expected and found there. Nothing is printed when all are equal.

      The list of ids holds numbers between blanks or commas, a JSON array, or JSON objects with ids, input_ids or tokens, as \
      tokview encode --json prints them. One text takes all numbers; of several texts each takes one line, or one JSON value.

      With --json one object of schema tokview/check/1 for each text up to the first that differs.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("Expected ids; - is standard input.", valueName: "IDS"))
  var expect: RawArgument

  @Option(
    name: .customShort("t"), help: ArgumentHelp("Tokenizer.", valueName: "TOKENIZER"),
    completion: Completions.tokenizers)
  var tokenizer: RawArgument = RawArgument(bytes: Array("bpe".utf8))

  @Flag(help: "Print objects of schema tokview/check/1.")
  var json = false

  @OptionGroup var specialTokens: SpecialTokenOptions
  @OptionGroup var data: DataOptions

  mutating func validate() throws {
    let readsInput = input.files.contains { $0.bytes == [0x2D] } || input.files.isEmpty && input.text == nil
    if expect.bytes == [0x2D], readsInput {
      throw ValidationError("Standard input is either the text or the expected ids.")
    }
  }

  func run() throws {
    let tokenizer = try data.catalog(specialTokens.specials).tokenizer(self.tokenizer)
    let id = VisibleText(bytes: self.tokenizer.bytes[...]).string
    let (name, lists) = try expectedLists()
    var output = StandardOutput()
    var number = 0
    var differs = false
    try input.forEachDocument { document in
      guard !differs else { return }
      guard number < lists.count else {
        throw Failure(
          "cannot check \(document.name): \(name) has \(lists.count) lists of ids and this is text \(number + 1) "
            + "(give each text a line or a JSON value)")
      }
      var check = TokenCheck(lists[number], by: tokenizer)
      number += 1
      var pieces = document.pieces(for: tokenizer)
      var difference: TokenCheck.Difference?
      while difference == nil, let piece = try pieces.next() { difference = check.add(piece) }
      difference = difference ?? check.end()
      differs = difference != nil
      let report = CheckReport(document: document.name, tokenizer: id, count: check.count, difference)
      if json {
        try output.write(JSONWriter.bytes(of: report.json))
        try output.write("\n")
      } else {
        try output.write(report.text)
      }
    }
    if !differs, number < lists.count {
      throw Failure("cannot check: \(name) has \(lists.count) lists of ids for \(number) texts (leave none over)")
    }
    try output.flush()
    if differs { throw ExitCode(1) }
  }

  /// The lists of the file; all lines of numbers are one list where there is one text.
  private func expectedLists() throws -> (name: String, lists: [[TokenID]]) {
    let isInput = expect.bytes == [0x2D]
    let name = isInput ? "standard input" : VisibleText(bytes: expect.bytes[...]).string
    let limit = TokenIDFile.byteLimit
    let bytes =
      isInput
      ? try BoundedFile.contents(ofDescriptor: STDIN_FILENO, limit: limit)
      : try BoundedFile.contents(of: expect.bytes, limit: limit)
    let file: TokenIDFile
    do throws(FormatError) { file = try TokenIDFile(bytes) } catch {
      throw Failure("cannot read ids from \(name): \(error)")
    }
    let isOneText = input.documents == .file && input.files.count <= 1
    return (name, isOneText && file.isPlain ? [file.lists.flatMap { $0 }] : file.lists)
  }
}
