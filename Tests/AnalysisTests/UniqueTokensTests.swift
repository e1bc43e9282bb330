import TestSupport
import Testing

@testable import Analysis
@testable import Tokenization

@Suite struct UniqueTokensTests {
  private static let analyzer: MorphologicalAnalyzer = {
    var lexicon = TurkishLexicon()
    do {
      try lexicon.add(Array("ev\tn\t9\nkitap\tn\nısı\tn\nistanbul\tN\n".utf8))
      return MorphologicalAnalyzer(
        lexicon: lexicon, inventory: try SuffixInventory(Repository.read("Sources/CBundle/Turkish/suffixes.tsv") ?? []))
    } catch { fatalError("\(error)") }
  }()

  /// Cuts a text into pieces, each with an id for its bytes unless one is given.
  private func unique(_ pieces: [(text: String, kind: TokenKind, id: TokenID?)]) throws -> UniqueTokens {
    var ids: [String: TokenID] = [:]
    var tokens: [Token] = []
    var text: [UInt8] = []
    for piece in pieces {
      let id = piece.id ?? ids[piece.text, default: TokenID(1_000 + ids.count)]
      if piece.id == nil { ids[piece.text] = id }
      let end = text.count + piece.text.utf8.count
      tokens.append(Token(id: id, start: text.count, end: end, kind: piece.kind))
      text += Array(piece.text.utf8)
    }
    var out = UniqueTokens()
    out.add(try Segmentation(tokens: tokens, byteCount: text.count), of: text)
    return out
  }

  private func shares(_ pieces: String...) throws -> TurkishShares {
    TurkishShares(try unique(pieces.map { ($0, .merge, nil) }), Self.analyzer)
  }

  @Test func tokensAreOneWithoutBlanksAndCase() throws {
    let tokens = try unique(
      [" Ev", "ev", "EV", "\u{A0}ev\n", "ISI", "ısı", "I\u{307}ki", "İki", "iki"].map { ($0, .merge, nil) })
    #expect(tokens.texts == Set(["ev", "ısı", "iki"].map { Array($0.utf8) }))
  }

  @Test func tokensWithoutALetterAreLeftOut() throws {
    let tokens = try unique(["12", "...", " ", "\n\n", "\u{2014}", "٣", "1a", "日"].map { ($0, .merge, nil) })
    #expect(tokens.texts == Set(["1a", "日"].map { Array($0.utf8) }))
    var halves = UniqueTokens()
    halves.add(BytesTokenizer().segmentation(of: Array("ş1ş".utf8)), of: Array("ş1ş".utf8))
    #expect(halves.texts == [[0xC5], [0x9F]])
  }

  /// One id is one morpheme however it is spelled; markers are none.
  @Test func morphemesCountByID() throws {
    let tokens = try unique([
      ("", .marker, 1), ("kitab", .root, 10), ("ı", .suffix, 20), (" kitap", .root, 10), ("ta", .suffix, 21),
      (" zz", .merge, 30), ("u", .suffix, 20),
    ])
    #expect(tokens.morphemeCount == 3 && tokens.texts == [Array("zz".utf8)])
    let shares = TurkishShares(tokens, Self.analyzer)
    #expect(shares.unique == 4 && shares.turkish == 3 && shares.pure == 3)
    #expect(shares.turkishShare == 0.75 && shares.pureShare == 0.75)
  }

  @Test func readsTokensAsWords() throws {
    // Roots, a stem before a vowel, suffixes in any of their spellings, a name in small letters.
    for piece in [" Ev", "KİTAP", "kitab", "ler", "ınız", "DIR", "istanbul", "tığ"] {
      #expect(try shares(piece) == shares("ev"), "\(piece)")
    }
    // Words of several morphemes.
    for piece in ["evler", " Kitaplardan", "kitabı"] {
      let found = try shares(piece)
      #expect(found.unique == 1 && found.turkish == 1 && found.pure == 0, "\(piece)")
    }
    // A stem without its vowel is no word, but pure; what begins with another letter and unknown words are neither.
    for piece in ["kita", "zırt", "zırtlar", "the", "é", "évler", "日本", String(repeating: "ev", count: 200)] {
      let found = try shares(piece)
      #expect(found.unique == 1 && found.turkish == 0 && found.pure == 0, "\(piece)")
    }
    let none = try shares("12", ".")
    #expect(none.unique == 0 && none.turkishShare == nil && none.pureShare == nil)
  }

  @Test func stemsAreThoseOfTheRoots() {
    for stem in ["kitap", "kitab", "KİTAB", "ev"] { #expect(Self.analyzer.isStem(Array(stem.utf8)), "\(stem)") }
    for other in ["", "kita", "evi", "kitapp", "ev1", "1"] {
      #expect(!Self.analyzer.isStem(Array(other.utf8)), "\(other)")
    }
  }

  @Test func coverageIsOfBytes() throws {
    let text = Array("ab12 kitab".utf8)
    let kinds: [(Int, TokenKind)] = [
      (1, .byte), (2, .byte), (4, .digits), (4, .marker), (10, .root),
    ]
    var start = 0
    let tokens = kinds.map { end, kind in
      defer { start = end }
      return Token(id: 1, start: start, end: end, kind: kind)
    }
    var statistics = SegmentationStatistics(try Segmentation(tokens: tokens, byteCount: 10), of: text)
    #expect(statistics.bytesByKind == [.byte: 2, .digits: 2, .root: 6])
    #expect(statistics.coverage(of: .root) == 0.6 && statistics.coverage(of: .merge) == 0)
    statistics.merge(SegmentationStatistics(BytesTokenizer().segmentation(of: text), of: text))
    #expect(statistics.bytesByKind == [.byte: 12, .digits: 2, .root: 6])
    #expect(SegmentationStatistics(.empty, of: []).coverage(of: .byte) == nil)
  }
}
