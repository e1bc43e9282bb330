import Testing

@testable import Tokenization

struct TurkishListTests {
  private func error(lexicon text: String) -> TurkishListError? {
    var lexicon = TurkishLexicon()
    do { try lexicon.add([UInt8](text.utf8)) } catch { return error }
    return nil
  }

  private func error(suffixes text: String) -> TurkishListError? {
    do { _ = try SuffixInventory([UInt8](text.utf8)) } catch { return error }
    return nil
  }

  @Test("Columns, comments, CRLF and bare words")
  func lexicon() throws {
    var lexicon = TurkishLexicon()
    try lexicon.add([UInt8]("# header\r\n\r\nde\tv\t5A\tdi,du\r\nburun\tn\tD\r\nmarka".utf8))
    #expect(lexicon.count == 3)
    #expect(lexicon.part(of: 0) == .verb)
    #expect(lexicon.marks(of: 0) == .aoristA)
    #expect(lexicon.grade(of: 0) == 5)
    #expect(lexicon.irregularStems(of: 0).map { String(decoding: $0, as: UTF8.self) } == ["di", "du"])
    #expect(String(decoding: lexicon.text(of: 1), as: UTF8.self) == "burun")
    #expect(lexicon.marks(of: 1) == .lastVowelDrop)
    #expect(lexicon.part(of: 2) == .noun)
  }

  @Test("Roots that cannot be read name line and byte")
  func badRoots() {
    #expect(error(lexicon: "ev\tn\nEv\tn")?.line == 2)
    #expect(error(lexicon: "ev\tn\nEv\tn")?.offset == 5)
    for text in [
      "\tn", "ev\t", "ev\tz", "ev\tnn", "ev\tn\t!", "e v\tn", "ev1\tn", "дом\tn", "de\tv\t\tdi,d1", "de\tv\t\tDI",
      "de\tv\t\t\u{FFFD}", "I\tn", "İn\tn",
      String(repeating: "a", count: 1 << 20),
    ] {
      #expect(error(lexicon: text) != nil, "\(text.prefix(20))")
    }
    var lexicon = TurkishLexicon()
    #expect(throws: TurkishListError.self) { try lexicon.add([0x65, 0xFF, 0x0A]) }
  }

  /// One-letter verbs, empty stems, decomposed letters and words that are there twice.
  @Test("Odd words are usable")
  func oddWords() throws {
    var lexicon = TurkishLexicon()
    try lexicon.add([UInt8]("e\tv\nde\tv\t\t,\nşeker\ns\u{327}eker\nşeker\n".utf8))
    let inventory = BundledTurkish.analyzer.inventory
    let tokenizer = TurkishTokenizer(
      base: TurkishTokenizers.base, analyzer: MorphologicalAnalyzer(lexicon: lexicon, inventory: inventory))
    for text in [" şekerler", " s\u{327}ekerler", " diyor", " eyor", " e", " ediyor"] {
      let bytes = [UInt8](text.utf8)
      let decoded = try tokenizer.decode(tokenizer.ids(of: bytes))
      #expect(decoded == bytes)
    }
  }

  @Test("Suffix rows that cannot be read")
  func badRows() {
    let good = "PL\tlAr\tN0\tN1\t1.0\t-\tplural"
    #expect(error(suffixes: good) == nil)
    for text in [
      "PL\tlAr", good + "\tmore", "PL\tl#r\tN0\tN1\t1.0\t-\t", "PL\tlAr\t\tN1\t1.0\t-\t", "PL\tlAr\tN0\tN1\tx\t-\t",
      "PL\tlAr\tN0\tN1\t-1\t-\t", "PL\tlAr\tN0\tN1\tnan\t-\t", "PL\tlAr\tN0\tN1\t1\t?\t",
      (0..<40).map { "S\($0)\tlAr\tA\($0)\tB\t1\t-\t" }.joined(separator: "\n"),
    ] {
      #expect(error(suffixes: good + "\n" + text)?.line ?? 0 >= 2, "\(text.prefix(40))")
    }
  }

  @Test("Messages are short and safe to show")
  func messages() {
    let odd = "\u{1B}[2J\u{202E}" + String(repeating: "x", count: 100_000)
    for text in ["PL\t\(odd)\tN0\tN1\t1\t-\t", "PL\tlAr\tN0\tN1\t\(odd)\t-\t", "PL\tlAr\tN0\tN1\t1\t\(odd)\t"] {
      let message = error(suffixes: text)?.description ?? ""
      #expect(message.hasPrefix("line 1 (byte 0): ␛[2J‹RLO›xxx") && message.utf8.count < 300, "\(message.prefix(200))")
    }
  }

  @Test("A suffix that leads back to its own state ends with the word")
  func cycle() throws {
    let inventory = try SuffixInventory([UInt8]("X\tlA\tN0\tN0\t0\t-\tcycle".utf8))
    var lexicon = TurkishLexicon()
    try lexicon.add([UInt8]("ev\nev\n".utf8))
    let analyzer = MorphologicalAnalyzer(lexicon: lexicon, inventory: inventory)
    #expect(analyzer.cut("evlelele") == "ev-le-le-le")
  }
}
