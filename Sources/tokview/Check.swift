import Analysis
import ArgumentParser
import Catalog
import Engine
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
    let isOneText = input.documents == .file && input.files.count <= 1
    let ids =
      expect.bytes == [0x2D]
      ? try ExpectedIDs(
        BoundedFile.contents(ofDescriptor: STDIN_FILENO, limit: TokenIDFile.byteLimit), name: "standard input",
        isOneText: isOneText) : try ExpectedIDs(path: expect.bytes, isOneText: isOneText)
    var output = StandardOutput()
    var number = 0
    var differs = false
    try input.forEachDocument { document in
      guard !differs,
        let report = try ids.check(
          document.pieces(for: tokenizer), named: document.name, at: number, by: tokenizer, named: id)
      else { return }
      number += 1
      differs = !report.isEqual
      if json {
        try output.write(JSONWriter.bytes(of: report.json))
        try output.write("\n")
      } else {
        try output.write(report.text)
      }
    }
    if !differs { try ids.finish(texts: number) }
    try output.flush()
    if differs { throw ExitCode(1) }
  }
}
