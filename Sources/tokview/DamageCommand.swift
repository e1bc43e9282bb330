import Analysis
import ArgumentParser
import Engine
import Export
import Formats
import Glibc
import Tokenization
import UnicodeText

/// `tokview damage`: which cuts stay in place when a text is damaged.
struct DamageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "damage",
    abstract: "Counts the cuts that stay in place when a text has errors.",
    discussion: """
      FILE is the correct text; errors are made in it by --kind, --rate and --seed, or its damaged twin is given with --pair. typo swaps, drops, \
      doubles letters or takes the key beside; look-alike takes letters of other scripts and digits that look the same; ocr makes the errors \
      of optical character recognition. The same seed gives the same errors. Two given texts are aligned by the fewest characters to \
      replace, drop and insert.

      A cut stays where the damaged text is cut at the same place. With --json one object of schema tokview/damage/1 a line.
      """)

  /// Bytes of a text: its characters are held in memory several times.
  private static let byteLimit = 4 << 20

  @Argument(
    help: ArgumentHelp("Correct text; - is standard input, which is also read when none is given.", valueName: "FILE"))
  var file: RawArgument?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Take STR itself as the correct text.", valueName: "STR"),
    completion: .default)
  var text: RawArgument?

  @Option(help: ArgumentHelp("The damaged text.", valueName: "FILE"))
  var pair: RawArgument?

  @Option(help: "typo, look-alike or ocr.")
  var kind: NoiseKind = .ocr

  @Option(help: ArgumentHelp("How many of a hundred characters that can be changed are, 0 to 100.", valueName: "P"))
  var rate: Double = 5

  @Option(help: ArgumentHelp("Number that the errors depend on, from 0.", valueName: "N"))
  var seed: Int = 1

  @OptionGroup var tokenizers: TokenizerOptions

  @Flag(help: "Print objects of schema tokview/damage/1.")
  var json = false

  mutating func validate() throws {
    guard (0...100).contains(rate) else { throw ValidationError("--rate is between 0 and 100.") }
    guard seed >= 0 else { throw ValidationError("--seed is 0 or more.") }
    if file != nil, text != nil { throw ValidationError("Give either --text or FILE, not both.") }
    if let pair, pair.bytes == [0x2D], file?.bytes == [0x2D] || file == nil && text == nil {
      throw ValidationError("Standard input (-) can be read once only.")
    }
  }

  func run() throws {
    let chosen = try tokenizers.load(default: nil, from: tokenizers.catalog())
    let name = text != nil ? "text" : file.map(DamageCommand.name) ?? "-"
    let correct = try text?.bytes ?? DamageCommand.contents(file ?? RawArgument(bytes: [0x2D]))
    let damaged: DamagedText
    let source: DamageReport.Source
    if let pair {
      source = .pair(DamageCommand.name(pair))
      guard let aligned = DamagedText(correct: correct, damaged: try DamageCommand.contents(pair)) else {
        throw Failure(
          "cannot align \(name) with \(DamageCommand.name(pair)): more than \(EditMap.cellLimit) pairs of characters (use shorter parts)"
        )
      }
      damaged = aligned
    } else {
      let noise = Noise(kind: kind, rate: rate, seed: UInt64(seed))
      source = .noise(noise)
      damaged = noise.damage(correct)
    }
    let reports = chosen.map { DamageReport(tokenizer: $0.id, DamagedCuts(damaged, by: $0.tokenizer)) }
    var output = StandardOutput()
    if json {
      for report in reports {
        try output.write(JSONWriter.bytes(of: report.json(document: name, damaged, source)))
        try output.write("\n")
      }
    } else {
      try output.write(DamageReport.table(reports, damaged, source))
    }
    try output.flush()
  }

  private static func name(_ file: RawArgument) -> String {
    file.bytes == [0x2D] ? "-" : VisibleText(bytes: file.bytes[...]).string
  }

  private static func contents(_ file: RawArgument) throws -> [UInt8] {
    guard file.bytes == [0x2D] else { return try BoundedFile.contents(of: file.bytes, limit: byteLimit) }
    if isatty(STDIN_FILENO) == 1 {
      throw Failure("cannot read standard input: it is a terminal (name a file, pipe a text in, or use --text)")
    }
    return try BoundedFile.contents(ofDescriptor: STDIN_FILENO, limit: byteLimit)
  }
}

extension NoiseKind: ExpressibleByArgument {}
