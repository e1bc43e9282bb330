import ArgumentParser
import Engine
import Tokenization

/// `tokview decode`: ids to bytes.
struct Decode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the bytes of token ids.",
    discussion:
      "Ids are decimal numbers between blanks, line ends, commas or the brackets of a JSON array. Nothing is added to the bytes."
  )

  @OptionGroup var input: InputOptions

  @Option(
    name: .customShort("t"), help: ArgumentHelp("Tokenizer.", valueName: "TOKENIZER"),
    completion: Completions.tokenizers)
  var tokenizer: RawArgument = RawArgument(bytes: Array("bpe".utf8))

  @OptionGroup var data: DataOptions

  func run() throws {
    let tokenizer = try data.catalog().tokenizer(self.tokenizer)
    var output = StandardOutput()
    try input.forEachDocument { document in
      var parser = TokenIDParser(name: document.name)
      var decoded = 0
      var waiting: [TokenID] = []
      func write(_ ids: ArraySlice<TokenID>) throws {
        let bytes: [UInt8]
        do throws(UnknownTokenID) {
          bytes = try tokenizer.decode(Array(ids))
        } catch {
          throw Failure(
            "cannot decode \(document.name): id \(error.id), number \(decoded + error.index + 1) in the input, "
              + "is not in the vocabulary (choose its tokenizer with -t)")
        }
        decoded += ids.count
        try output.write(bytes)
      }
      var position = document.range.lowerBound
      while position < document.range.upperBound {
        let block = try document.source.read(
          position..<min(document.range.upperBound, position + 1 << 18))
        position += block.count
        waiting += try parser.feed(block)
        let count = tokenizer.separableCount(of: waiting)
        try write(waiting[..<count])
        waiting.removeFirst(count)
      }
      waiting += parser.finish()
      try write(waiting[...])
    }
    try output.flush()
  }
}
