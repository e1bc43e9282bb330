import Analysis
import Export
import Formats
import Tokenization
import UnicodeText

/// Ids that texts should have, as another program wrote them, and how texts are held against them: `tokview check`, and `:expect` on the screen.
package struct ExpectedIDs {
  /// Why a list cannot be read: what, where.
  private struct Unreadable: Error, CustomStringConvertible {
    let name: String
    let error: FormatError
    var description: String { "cannot read ids from \(name): \(error)" }
  }

  /// A list has no text, or a text no list.
  package struct Mismatch: Error, CustomStringConvertible {
    package let description: String
  }

  /// As messages call the file.
  package let name: String
  private let lists: [[TokenID]]

  /// - Parameter isOneText: all lines of numbers are one list then.
  /// - Throws: what cannot be read, and where.
  package init(_ bytes: [UInt8], name: String, isOneText: Bool) throws {
    self.name = name
    let file: TokenIDFile
    do throws(FormatError) { file = try TokenIDFile(bytes) } catch { throw Unreadable(name: name, error: error) }
    lists = isOneText && file.isPlain ? [file.lists.flatMap { $0 }] : file.lists
  }

  /// - Throws: also what the system says of the file.
  package init(path: [UInt8], isOneText: Bool) throws {
    try self.init(
      try BoundedFile.contents(of: path, limit: TokenIDFile.byteLimit), name: VisibleText(bytes: path[...]).string,
      isOneText: isOneText)
  }

  /// Holds a text against the list at `place`, from 0.
  ///
  /// - Parameters:
  ///   - pieces: of the text, for `tokenizer`.
  ///   - goesOn: asked before each piece; false ends the work.
  /// - Returns: nil when the work was ended.
  package func check(
    _ pieces: PieceReader, named document: String, at place: Int = 0, by tokenizer: any Tokenizer,
    named id: String, goesOn: () -> Bool = { true }
  ) throws -> CheckReport? {
    guard place < lists.count else {
      throw Mismatch(
        description: "cannot check \(document): \(name) has \(lists.count) lists of ids and this is text \(place + 1) "
          + "(give each text a line or a JSON value)")
    }
    var pieces = pieces
    var check = TokenCheck(lists[place], by: tokenizer)
    var difference: TokenCheck.Difference?
    while difference == nil {
      guard goesOn() else { return nil }
      guard let piece = try pieces.next() else { break }
      difference = check.add(piece)
    }
    return CheckReport(document: document, tokenizer: id, count: check.count, difference ?? check.end())
  }

  /// - Throws: where there are more lists than `texts`.
  package func finish(texts: Int) throws {
    guard texts >= lists.count else {
      throw Mismatch(
        description: "cannot check: \(name) has \(lists.count) lists of ids for \(texts) texts (leave none over)")
    }
  }
}

extension Engine {
  /// Holds the open document against the ids in a file. Answers `idsChecked` or `failed`.
  func checkIDs(_ path: [UInt8], by id: String, generation: Int) {
    guard let (source, current) = currentSource, current == generation else { return }
    guard resources.recordings[id] == nil else {
      post(.failed(VisibleText("\(id) is a recording: its ids cannot be compared (another tokenizer: h l)")))
      return
    }
    withTokenizer(id) { tokenizer in
      do {
        let ids = try ExpectedIDs(path: path, isOneText: true)
        let report = try ids.check(
          PieceReader(source, boundary: tokenizer.boundary), named: source.name, by: tokenizer, named: id
        ) { self.isCurrent(document: generation) }
        guard let report else { return }
        try ids.finish(texts: 1)
        self.post(
          .idsChecked(VisibleText(report.line(ids.name)), byte: report.byte, generation: generation))
      } catch {
        self.post(.failed(VisibleText("\(error)")))
      }
    }
  }
}
