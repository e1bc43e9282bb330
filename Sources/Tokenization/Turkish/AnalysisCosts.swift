/// What an analysis costs, in thousandths; the cheapest wins. The costs of suffixes stand in the inventory.
struct AnalysisCosts: Sendable {
  /// Any root.
  var root: Int32 = 6000
  /// Less for each grade of frequency.
  var grade: Int32 = 300
  /// More for a root that can be taken apart.
  var derived: Int32 = 3000
  /// More for a name, and still more in a word without capitals and apostrophe.
  var name: Int32 = 1500
  var smallName: Int32 = 4000
  /// More for parts of speech that rarely take suffixes.
  var rarePart: Int32 = 1000
  var interjection: Int32 = 4000
  /// More for roots of one and two letters.
  var oneLetter: Int32 = 3000
  var twoLetters: Int32 = 800
  /// More for a compound without its possessive.
  var compound: Int32 = 500
  /// More for the special stems of de-, ye-, ben and sen.
  var irregularStem: Int32 = 300
  /// More where a vowel stays that is usually dropped (`omuz-u` for `omz-u`).
  var keptVowel: Int32 = 3000
  /// A second root inside a word.
  var join: Int32 = 5000
  var number: Int32 = 3000
  /// A span that is no root, and each letter of it.
  var unknown: Int32 = 10000
  var unknownLetter: Int32 = 700
  /// A span after suffixes that is nothing known.
  var unknownTail: Int32 = 20000
  /// More for a harmony that the spelling does not show, as foreign names have it before an apostrophe.
  var foreignHarmony: Int32 = 1500
  /// The same where also a silent vowel or consonant is at the end.
  var foreignEnding: Int32 = 2500
  /// A bare verb stem, and a bare negated one.
  var imperative: Int32 = 1500
  var negativeImperative: Int32 = 1000
  /// A participle in -DIK without an ending.
  var bareParticiple: Int32 = 1500
}
