import TestSupport
import Testing

@testable import Tokenization

/// The analysis written down plainly: every path is tried, nothing is shared, suffixes are spelled out instead of matched.
///
/// It knows words in small letters without apostrophes and digits, and takes the stems of its roots from a table.
private struct AnalyzerTwin {
  struct Stem {
    let text: String
    let states: [String]
    /// "V" before a vowel, "C" before a consonant or the end, "" before anything.
    let before: String
    let cost: Int
    /// The last vowel that is heard, where the text shows another.
    var heard: Character?
  }

  struct Row {
    let pattern: String
    let before: [String]
    let after: String
    let cost: Int
    let condition: String
  }

  static let vowels = "aeıioöuü"
  let stems: [Stem]
  let rows: [Row]
  let costs = AnalysisCosts()

  init(stems: [Stem], rows list: String) {
    self.stems = stems
    rows = list.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Row(
        pattern: columns[1], before: columns[2].split(separator: ",").map(String.init), after: columns[3],
        cost: Int(Double(columns[4])! * 1000), condition: columns[5])
    }
  }

  /// Costs of all readings of `word`, ascending.
  func costs(of word: String) -> [Int] {
    var found: [Int] = []
    let letters = Array(word)
    for stem in stems where word.hasPrefix(stem.text) {
      for state in stem.states {
        let heard = stem.heard ?? lastVowel(stem.text)
        walk(letters, stem.text.count, state, heard, stem.before, stem.cost, isFirst: true, &found)
      }
    }
    for end in 1...letters.count where end >= 2 || end == letters.count {
      let cost = Int(costs.unknown) + end * Int(costs.unknownLetter)
      walk(letters, end, "N0", lastVowel(String(letters[..<end])), "", cost, isFirst: false, &found)
    }
    return found.sorted()
  }

  private func walk(
    _ letters: [Character], _ position: Int, _ state: String, _ vowel: Character, _ before: String, _ cost: Int,
    isFirst: Bool, _ found: inout [Int]
  ) {
    if position == letters.count {
      let endCosts = [
        "V0": Int(costs.imperative), "VN": Int(costs.negativeImperative), "ND": Int(costs.bareParticiple),
      ]
      if before != "V", !["VP", "VD", "NSU", "NT", "NL", "NB", "NUM"].contains(state) {
        found.append(cost + (endCosts[state] ?? 0))
      }
      return
    }
    let nextIsVowel = AnalyzerTwin.vowels.contains(letters[position])
    if before == "V" && !nextIsVowel || before == "C" && nextIsVowel { return }
    let rest = String(letters[position...])
    for row in rows where row.before.contains(state) && allows(row.condition, letters[position - 1]) {
      for (surface, continuation) in surfaces(row.pattern, letters[position - 1], vowel) where rest.hasPrefix(surface) {
        let heard = surface.last(where: AnalyzerTwin.vowels.contains) ?? vowel
        walk(letters, position + surface.count, row.after, heard, continuation, cost + row.cost, isFirst: false, &found)
      }
    }
    guard isFirst, state == "N0" else { return }
    for stem in stems where stem.text.count >= 3 && rest.hasPrefix(stem.text) {
      for state in stem.states {
        walk(
          letters, position + stem.text.count, state, stem.heard ?? lastVowel(stem.text), stem.before,
          cost + stem.cost + Int(costs.join), isFirst: false, &found)
      }
    }
  }

  private func lastVowel(_ text: String) -> Character { text.last(where: AnalyzerTwin.vowels.contains) ?? "e" }

  private func allows(_ condition: String, _ letter: Character) -> Bool {
    switch condition {
    case "-": true
    case "V": AnalyzerTwin.vowels.contains(letter)
    case "C": !AnalyzerTwin.vowels.contains(letter)
    default: condition.contains(letter)
    }
  }

  /// What a pattern may look like after a letter and a last vowel.
  private func surfaces(_ pattern: String, _ letter: Character, _ vowel: Character) -> [(String, String)] {
    var pattern = pattern
    if pattern.hasPrefix("(") {
      let afterVowel = AnalyzerTwin.vowels.contains(letter)
      let isKept = pattern.hasPrefix("(I)") ? !afterVowel : afterVowel
      pattern = isKept ? pattern.filter { !"()".contains($0) } : String(pattern.drop { $0 != ")" }.dropFirst())
    }
    var out = [("", "")]
    var vowel = vowel
    for symbol in pattern {
      out = out.flatMap { text, _ -> [(String, String)] in
        let previous = text.last ?? letter
        let isHard = "fstkçşhp".contains(previous)
        switch symbol {
        case "A":
          vowel = "eiöü".contains(vowel) ? "e" : "a"
          return [(text + String(vowel), "")]
        case "I":
          vowel = ["a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"][vowel]!
          return [(text + String(vowel), "")]
        case "D": return [(text + (isHard ? "t" : "d"), "")]
        case "C": return [(text + (isHard ? "ç" : "c"), "")]
        case "G": return [(text + (isHard ? "k" : "g"), "")]
        case "K": return [(text + "k", "C"), (text + "ğ", "V")]
        default:
          if AnalyzerTwin.vowels.contains(symbol) { vowel = symbol }
          return [(text + String(symbol), "")]
        }
      }
    }
    return out
  }
}

struct AnalyzerTwinTests {
  private static let list =
    "at\tn\nkitap\tn\nburun\tn\tD\nhak\tn\tG\nrol\tn\tH\nata\tv\ngit\tv\tV\nbekle\tv\t3\nev\tn\t9\nekle\tv\nmek\tn\tR\nvakit\tn\tDN"

  @Test("All paths of small words cost what the lattice says", arguments: [11, 12, 13] as [UInt64])
  func equivalence(seed: UInt64) throws {
    let rows = String(
      decoding: try #require(Repository.read("Sources/CBundle/Turkish/suffixes.tsv")), as: UTF8.self)
    var lexicon = TurkishLexicon()
    try lexicon.add([UInt8](AnalyzerTwinTests.list.utf8))
    let analyzer = MorphologicalAnalyzer(lexicon: lexicon, inventory: try SuffixInventory([UInt8](rows.utf8)))
    let costs = AnalysisCosts()
    let root = Int(costs.root)
    let grade = Int(costs.grade)
    let short = Int(costs.twoLetters)
    func noun(_ text: String, _ before: String = "", more: Int = 0, heard: Character? = nil) -> AnalyzerTwin.Stem {
      AnalyzerTwin.Stem(text: text, states: ["N0"], before: before, cost: root + more, heard: heard)
    }
    func verb(_ text: String, _ before: String = "", _ state: String = "V0", more: Int = 0) -> AnalyzerTwin.Stem {
      AnalyzerTwin.Stem(text: text, states: [state], before: before, cost: root + more)
    }
    let twin = AnalyzerTwin(
      stems: [
        noun("at", more: short), noun("kitap", "C"), noun("kitab", "V"), noun("burun", "C"), noun("burn", "V"),
        noun("burun", "V", more: Int(costs.keptVowel)), noun("vakit", "V", more: Int(costs.keptVowel)),
        noun("hak", "C"), noun("hakk", "V"), noun("rol", heard: "ö"), noun("ev", more: short - 9 * grade),
        noun("mek", more: Int(costs.derived)), noun("vakit", "C"), noun("vakt", "V", heard: "i"), verb("ata"),
        verb("at", "V", "VD"), verb("git", "C"), verb("gid", "V"), verb("bekle", more: -3 * grade),
        verb("bekl", "V", "VD", more: -3 * grade), verb("ekle"), verb("ekl", "V", "VD"),
      ], rows: rows)
    let pieces = [
      "at", "kitap", "kitab", "burn", "burun", "hakk", "rol", "git", "gid", "bekle", "bekl", "ev", "mek", "vakt", "ler",
      "lar", "ı",
      "i", "ü", "da", "te", "nde", "iyor", "ıyor", "um", "di", "tı", "ecek", "eceğ", "dik", "tiğ", "me", "sin", "ki",
      "cı", "çi", "n", "a",
    ]
    var generator = SeededGenerator(seed: seed)
    // Two words of three begin with a stem, or few readings but unknown ones would be compared.
    for index in 0..<1500 {
      let first = index % 3 == 0 ? [] : [twin.stems.randomElement(using: &generator)!.text]
      let count = Int.random(in: 1...4, using: &generator)
      let word = (first + (0..<count).map { _ in pieces.randomElement(using: &generator)! }).joined()
      guard word.count <= 14 else { continue }
      let found = analyzer.analyses(of: [UInt8](word.utf8), count: 6).map(\.cost)
      #expect(found == Array(twin.costs(of: word).prefix(6)), "\(word), seed \(seed)")
    }
  }
}
