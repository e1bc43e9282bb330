import ArgumentParser
import Catalog
import Engine
import Export
import Formats
import Tokenization
import UnicodeText

/// `tokview count`: tokens as `wc` counts words.
struct Count: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts tokens for each file, line or field, and in total.",
    discussion: """
      A line for each file with its tokens, as many as tokview encode prints ids, the number of texts and their bytes. With --by line \
      each line is a text of its own, without its end, and has a line of its own. With --field each line of the input is a JSON object \
      and the texts are the strings in that field; several fields are counted apart, sorted by name. Lines without such a text are told \
      with their number and left out, and the exit code is then 1. Long files are read piece by piece.

      With --json one object of schema tokview/count/1 a line.
      """)

  enum Grouping: String, ExpressibleByArgument, CaseIterable { case file, line, total }

  /// Bytes of the longest JSON object.
  private static let recordLimit = 64 << 20
  /// Bytes of a line that is encoded at once; a longer one is read in pieces.
  private static let lineLimit = 1 << 20
  /// Lines without text that are told one by one.
  private static let faultLimit = 10

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  @Option(help: "Print a line for each file, or each line, and the total, or the total alone.")
  var by: Grouping = .file

  @Option(
    help: ArgumentHelp(
      "Count the strings in this field of JSON Lines; dots lead into objects; may be repeated.", valueName: "NAME"))
  var field: [FieldArgument] = []

  @Flag(help: "Print objects of schema tokview/count/1.")
  var json = false

  func run() throws {
    let chosen = try tokenizers.load(default: ["bpe"], from: tokenizers.catalog())
    var counter = Counter(chosen, fields: Set(field.map(\.path)).sorted(), by: by, json: json)
    try counter.begin()
    try input.forEachDocument { try counter.count($0) }
    try counter.end()
  }

  /// Counts document by document and prints on the way what is complete.
  private struct Counter: ~Copyable {
    private let tokenizers: [any Tokenizer]
    private let names: [String]
    private let fields: [FieldPath]
    private let grouping: Grouping
    private let json: Bool
    private var output = StandardOutput()
    /// Rows that wait for the widths of all.
    private var rows: [CountReport] = []
    /// Over all documents, by field.
    private var sums: [CountReport] = []
    private var rowCount = 0
    private var faults = 0

    init(
      _ chosen: [(id: String, tokenizer: any Tokenizer)], fields: [FieldPath], by grouping: Grouping, json: Bool
    ) {
      tokenizers = chosen.map(\.tokenizer)
      names = chosen.map(\.id)
      self.fields = fields
      self.grouping = grouping
      self.json = json
      sums = reports()
    }

    /// Empty ones, for each field, or one for all.
    private func reports(document: String? = nil, line: Int? = nil) -> [CountReport] {
      let count = names.count
      return fields.isEmpty
        ? [CountReport(tokenizers: count, document: document, line: line)]
        : fields.map { CountReport(tokenizers: count, document: document, line: line, field: $0) }
    }

    mutating func begin() throws {
      if !json, grouping == .line { try output.write(CountReport.streamedHeading(tokenizers: names)) }
    }

    mutating func count(_ document: InputDocument) throws {
      var own = reports(document: document.name)
      if fields.isEmpty, grouping != .line {
        own[0].add(tokens: try counts(of: document.range, in: document), bytes: document.range.count)
      } else {
        try countLines(of: document, into: &own)
      }
      if grouping == .file { for report in own { try print(report) } }
      for index in own.indices { sums[index].merge(own[index]) }
    }

    private mutating func countLines(of document: InputDocument, into own: inout [CountReport]) throws {
      var lines = LineReader(
        document.source, range: document.range, limit: fields.isEmpty ? Count.lineLimit : Count.recordLimit)
      while let line = try lines.next() {
        var single = reports(document: document.name, line: line.number)
        if fields.isEmpty {
          let found: [Int]
          if let bytes = line.bytes {
            found = counts(of: bytes)
          } else {
            found = try counts(of: line.range, in: document)
          }
          single[0].add(tokens: found, bytes: line.range.count)
        } else {
          for (index, text) in texts(of: line, in: document).enumerated() {
            if let text { single[index].add(tokens: counts(of: text), bytes: text.count) }
          }
        }
        for index in single.indices where single[index].texts > 0 {
          if grouping == .line { try print(single[index]) }
          own[index].merge(single[index])
        }
      }
    }

    /// The texts of a JSON object; tells what is wrong with it.
    private mutating func texts(of line: LineReader.Line, in document: InputDocument) -> [[UInt8]?] {
      let none = [[UInt8]?](repeating: nil, count: fields.count)
      func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }
      guard let bytes = line.bytes else {
        tell("longer than \(Count.recordLimit) bytes", line, document)
        return none
      }
      if bytes.allSatisfy(isBlank) { return none }
      do throws(FormatError) {
        let texts = try FieldPath.texts(in: bytes, at: fields)
        for (field, text) in zip(fields, texts) where text == nil {
          tell("no text at \(VisibleText(bytes: field.bytes[...]).string)", line, document)
        }
        return texts
      } catch {
        tell("\(error)", line, document)
        return none
      }
    }

    private mutating func tell(_ what: String, _ line: LineReader.Line, _ document: InputDocument) {
      faults += 1
      if faults <= Count.faultLimit { Report.line("\(document.name): line \(line.number): \(what)") }
    }

    private func counts(of text: [UInt8]) -> [Int] {
      var counts: [Int] = []
      for tokenizer in tokenizers { counts.append(count(text, by: tokenizer)) }
      return counts
    }

    private func counts(of range: Range<Int>, in document: InputDocument) throws -> [Int] {
      var counts: [Int] = []
      for tokenizer in tokenizers {
        var pieces = PieceReader(document.source, range: range, boundary: tokenizer.boundary)
        var sum = 0
        while let piece = try pieces.next() { sum += count(piece, by: tokenizer) }
        counts.append(sum)
      }
      return counts
    }

    private func count(_ text: [UInt8], by tokenizer: any Tokenizer) -> Int {
      var ids: [TokenID] = []
      text.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      return ids.count
    }

    private mutating func print(_ report: CountReport) throws {
      rowCount += 1
      if json {
        try output.write(JSONWriter.bytes(of: report.json(tokenizers: names)))
        try output.write("\n")
      } else if grouping == .line {
        try output.write(report.streamedLine(tokenizers: names))
      } else {
        rows.append(report)
      }
    }

    /// Prints the rest and the total, which one row alone does not need.
    mutating func end() throws {
      if grouping == .total, fields.count > 1 { for report in sums { try print(report) } }
      var total = CountReport(tokenizers: names.count, isTotal: true)
      for report in sums { total.merge(report) }
      if rowCount != 1 || json { try print(total) }
      if !json, grouping != .line { try output.write(CountReport.table(rows, tokenizers: names)) }
      try output.flush()
      guard faults == 0 else {
        throw Failure(
          "left out what has no text: \(faults) \(faults == 1 ? "time" : "times") (the counts are of the rest)")
      }
    }
  }
}

/// A field of JSON objects, as `NAME` or `NAME.NAME`.
struct FieldArgument: ExpressibleByArgument {
  let path: FieldPath

  init?(argument: String) {
    guard let path = FieldPath(RawArgument.bytes(of: argument)) else { return nil }
    self.path = path
  }
}
