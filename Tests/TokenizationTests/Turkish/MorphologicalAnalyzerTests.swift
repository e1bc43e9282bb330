import TestSupport
import Testing

@testable import Tokenization

struct MorphologicalAnalyzerTests {
  @Test(
    "Words that cutting without phonology gets wrong",
    arguments: [
      "araba-lar-ı-nı", "kapı-lar-ı-ndan", "anne-si-ne", "ev-ler-i-nde-ki-ler", "ağac-ı", "gid-il-di", "vakt-i-nde",
      "oğl-u",
      "hiss-i", "tıbb-ın", "gel-iyor-um", "oku-sun-lar", "bak-ma-yın", "al-dık-lar-ı-nı", "gör-ebil-iyor-du",
      "gel-eme-yecek-ler",
    ])
  func typicalMistakes(_ cut: String) {
    #expect(BundledTurkish.analyzer.cut(cut.filter { $0 != "-" }) == cut)
  }

  @Test(
    "Phonology by example",
    arguments: [
      "saat-ler", "rol-ü", "kitab-ı", "reng-i", "burn-u", "hakk-ı", "su-yu", "ne-yi", "söyl-üyor", "bekl-iyor",
      "d-iyor",
      "di-yecek", "ban-a", "araba-sı-nı", "ev-de-ydi", "bugün-kü", "buzdolab-ı-nda",
      "Avrupa-lı-laş-tır-ama-dık-lar-ımız-dan-mış-sınız-casına",
    ])
  func phonology(_ cut: String) {
    #expect(BundledTurkish.analyzer.cut(cut.filter { $0 != "-" }) == cut)
  }

  @Test(
    "Numbers, abbreviations and names",
    arguments: [
      "2024'-te", "3'-üncü", "3-üncü", "100'-e", "10'-da", "5'-er", "0'-dan", "40'-ı", "TBMM'-nin", "ABD'-nin",
      "NATO'-nun",
      "Ankara'-da", "Atatürk'-ün", "Google'-ın", "İSTANBUL'-DA", "Ankara’-da",
    ])
  func apostrophes(_ cut: String) {
    #expect(BundledTurkish.analyzer.cut(cut.filter { $0 != "-" }) == cut)
  }

  @Test("Allomorphs and stem variants share an identity")
  func identities() {
    let analyzer = BundledTurkish.analyzer
    #expect(analyzer.names("evler") == ["ev", "PL"])
    #expect(analyzer.names("kitaplar") == ["kitap", "PL"])
    #expect(analyzer.names("kitabı") == ["kitap", "P3SG"])
    #expect(analyzer.names("arabasını") == ["araba", "P3SG", "ACC"])
    #expect(analyzer.names("EVLERİ").first == "ev")
    #expect(analyzer.names("IŞIKLARI").first == "ışık")
    #expect(analyzer.names("2024'te") == ["#", "LOC"])
    #expect(analyzer.names("mısın") == ["mı", "A2SG"])
  }

  @Test("The readings of an ambiguous word, the cheapest first")
  func ambiguity() {
    let readings = BundledTurkish.analyzer.cuts("gelin", count: 4)
    #expect(readings.first == "gelin")
    #expect(readings.contains("gel-in"))
    let costs = BundledTurkish.analyzer.analyses(of: [UInt8]("gelin".utf8), count: 8).map(\.cost)
    #expect(costs == costs.sorted())
  }

  @Test("The best reading does not depend on how many are kept")
  func bestOfMany() {
    for word in ["gelin", "arabalarını", "kitaplarımızdan", "Ankara'daki", "xyzlerin", "2024'te"] {
      let bytes = [UInt8](word.utf8)
      #expect(
        BundledTurkish.analyzer.analyses(of: bytes)[0].cost
          == BundledTurkish.analyzer.analyses(of: bytes, count: 8)[0].cost)
    }
  }

  @Test("The gold list: boundary F1 of the half that the costs were chosen on")
  func gold() throws {
    let text = String(decoding: try #require(Repository.read("Sources/DeveloperTools/turkish/gold.txt")), as: UTF8.self)
    var right = 0
    var count = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      for (place, word) in line.split(separator: " ").enumerated() where place.isMultiple(of: 2) {
        let readings = word.split(separator: "|").map(String.init)
        count += 1
        if readings.contains(BundledTurkish.analyzer.cut(readings[0].filter { $0 != "-" })) { right += 1 }
      }
    }
    #expect(count == 182)
    #expect(Double(right) >= 0.95 * Double(count))
  }

  @Test("A word of the user's own list")
  func ownWords() throws {
    var lexicon = BundledTurkish.analyzer.lexicon
    #expect(BundledTurkish.analyzer.names("zırtaponikler") == ["?", "PL"])
    try lexicon.add([UInt8]("zırtaponik\n".utf8))
    let analyzer = MorphologicalAnalyzer(lexicon: lexicon, inventory: BundledTurkish.analyzer.inventory)
    #expect(analyzer.names("zırtaponikler") == ["zırtaponik", "PL"])
    #expect(analyzer.cut("zırtaponiği") == "zırtaponiğ-i")
  }
}
