import TestSupport

@testable import Formats

/// Small valid files, and the same with one part changed.
enum VocabularyFixture {
  /// 256 bytes by value, then `ab`, `abc`, ` the` steps: merges (a,b) (ab,c) (space,t) (h,e) (space t,he).
  static let extra = ["ab", "abc", " t", "he", " the"]
  static let mergeTexts = [("a", "b"), ("ab", "c"), (" ", "t"), ("h", "e"), (" t", "he")]

  static func file(pattern: KnownPattern = .tokview) -> TokenizerFile {
    var pieces = PieceTable()
    for byte in UInt8.min...UInt8.max { _ = pieces.append(CollectionOfOne(byte), id: UInt32(byte)) }
    for (index, text) in extra.enumerated() { _ = pieces.append(Array(text.utf8), id: UInt32(256 + index)) }
    func id(_ text: String) -> UInt32 { pieces.index(of: Array(text.utf8)).map { pieces.ids[$0] } ?? .max }
    let merges = mergeTexts.map { TokenizerFile.Merge(left: id($0.0), right: id($0.1), result: id($0.0 + $0.1)) }
    return TokenizerFile(pieces: pieces, merges: merges, pattern: pattern)
  }

  /// A vocabulary of about `count` random pieces.
  static func random(count: Int, seed: UInt64) -> TokenizerFile {
    var generator = SeededGenerator(seed: seed)
    var file = file()
    while file.pieces.count < count {
      let left = Int.random(in: 0..<file.pieces.count, using: &generator)
      let right = Int.random(in: 0..<file.pieces.count, using: &generator)
      let bytes = Array(file.pieces.bytes(at: left)) + file.pieces.bytes(at: right)
      guard bytes.count < 20, file.pieces.index(of: bytes) == nil else { continue }
      let id = UInt32(file.pieces.count)
      _ = file.pieces.append(bytes, id: id)
      file.merges.append(.init(left: file.pieces.ids[left], right: file.pieces.ids[right], result: id))
    }
    return file
  }

  /// A vocabulary's text as JSON members: `"a":97,…`.
  static func vocabulary(
    skipping skipped: Set<UInt8> = [], entries: [(String, String)] = [], replacing: [String: String] = [:]
  ) -> String {
    let file = file()
    var members: [String] = []
    for index in 0..<file.pieces.count {
      let bytes = file.pieces.bytes(at: index)
      if bytes.count == 1, let byte = bytes.first, skipped.contains(byte) { continue }
      var key: [UInt8] = []
      JSONWriter.appendString(bytes.map { ByteLevelAlphabet.scalars[Int($0)] }, to: &key)
      let name = String(decoding: key, as: UTF8.self)
      members.append("\(name):\(replacing[name] ?? "\(file.pieces.ids[index])")")
    }
    members += entries.map { "\($0.0):\($0.1)" }
    return "{" + members.joined(separator: ",") + "}"
  }

  static let merges = #"[["a","b"],["ab","c"],["Ġ","t"],["h","e"],["Ġt","he"]]"#
  static let split =
    #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":REGEX},"behavior":"Isolated","invert":false},BYTES]}"#
  static let byteLevel = #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}"#

  static func preTokenizer(_ regex: String) -> String {
    var text: [UInt8] = []
    JSONWriter.appendString(regex.unicodeScalars, to: &text)
    return split.replacing("REGEX", with: String(decoding: text, as: UTF8.self)).replacing("BYTES", with: byteLevel)
  }

  static func json(
    vocabulary: String = vocabulary(), merges: String = merges, model: String = "", added: String = "[]",
    normalizer: String = "null",
    preTokenizer: String = preTokenizer(KnownPattern.tokview.regex), rest: String = ""
  ) -> String {
    #"{"version":"1.0","added_tokens":\#(added),"normalizer":\#(normalizer),"pre_tokenizer":\#(preTokenizer),\#(rest)"#
      + #""model":{"type":"BPE","vocab":\#(vocabulary),\#(model)"merges":\#(merges)}}"#
  }
}
