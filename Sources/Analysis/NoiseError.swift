import UnicodeText

/// One error that can be made at a character: what is taken from the text and what is written for it.
struct NoiseError {
  /// So many characters of the text and the bytes written for them; nil leaves them as they are.
  struct Part {
    let taken: Int
    let written: [UInt8]?
  }

  let parts: [Part]

  private init(_ parts: [Part]) { self.parts = parts }

  private static func replaced(_ taken: Int, by text: some StringProtocol) -> NoiseError {
    NoiseError([Part(taken: taken, written: Array(text.utf8))])
  }

  /// Something written between this character and the next.
  private static func followed(by text: some StringProtocol) -> NoiseError {
    NoiseError([Part(taken: 1, written: nil), Part(taken: 0, written: Array(text.utf8))])
  }

  // MARK: Typing

  /// Each with the same weight: left out, twice, swapped with the next letter, the key beside it; the latter two where there are such.
  static func typos(of character: Noise.Character, before next: Noise.Character) -> [NoiseError] {
    let own = string(character.value)
    var out = [replaced(1, by: ""), followed(by: own)]
    if next.isLetter, next.value != character.value {
      out.append(
        NoiseError([
          Part(taken: 1, written: Array(string(next.value).utf8)), Part(taken: 1, written: Array(own.utf8)),
        ]))
    }
    if let keys = neighbours[character.value | 0x20], character.value < 0x80 {
      let isUpper = character.value & 0x20 == 0
      let place = Int(character.value) % keys.count
      out.append(replaced(1, by: isUpper ? String(keys[place]).uppercased() : String(keys[place])))
    }
    return out
  }

  /// The keys left, right, above and below each letter of a QWERTY keyboard.
  private static let neighbours: [UInt32: [Swift.Character]] = {
    let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)
    var out: [UInt32: [Swift.Character]] = [:]
    for (row, keys) in rows.enumerated() {
      for (place, key) in keys.enumerated() {
        // Each row begins half a key to the right of the one above.
        let near = [
          (row, place - 1), (row, place + 1), (row - 1, place), (row - 1, place + 1), (row + 1, place - 1),
          (row + 1, place),
        ]
        for scalar in key.unicodeScalars {
          out[scalar.value] = near.compactMap {
            rows.indices.contains($0) && rows[$0].indices.contains($1) ? rows[$0][$1] : nil
          }
        }
      }
    }
    return out
  }()

  // MARK: Look-alikes

  static func lookAlikes(of value: UInt32) -> [NoiseError] { (twins[value] ?? []).map { replaced(1, by: $0) } }

  /// Latin letters and digits with what looks the same in Greek, in Cyrillic, or among themselves.
  private static let twins = table([
    "a": ["\u{430}"], "c": ["\u{441}"], "e": ["\u{435}"], "h": ["\u{4BB}"], "i": ["\u{456}"], "j": ["\u{458}"],
    "o": ["\u{43E}", "\u{3BF}", "0"], "p": ["\u{440}"], "s": ["\u{455}"], "v": ["\u{3BD}"], "x": ["\u{445}"],
    "y": ["\u{443}"], "l": ["1", "I"], "A": ["\u{410}", "\u{391}"], "B": ["\u{412}", "\u{392}"], "C": ["\u{421}"],
    "E": ["\u{415}", "\u{395}"], "H": ["\u{41D}", "\u{397}"], "I": ["\u{406}", "\u{399}", "l", "1"], "J": ["\u{408}"],
    "K": ["\u{41A}", "\u{39A}"], "M": ["\u{41C}", "\u{39C}"], "N": ["\u{39D}"], "O": ["\u{41E}", "\u{39F}", "0"],
    "P": ["\u{420}", "\u{3A1}"], "S": ["\u{405}"], "T": ["\u{422}", "\u{3A4}"], "X": ["\u{425}", "\u{3A7}"],
    "Y": ["\u{3A5}"], "Z": ["\u{396}"], "0": ["O"], "1": ["l", "I"],
  ])

  // MARK: Optical character recognition

  /// Pairs that are read as one letter come first in weight; a letter inside a word may also be followed by a blank.
  static func misreadings(of character: Noise.Character, before next: Noise.Character) -> [NoiseError] {
    var out = (shapes[character.value] ?? []).map { replaced(1, by: $0) }
    if let pair = pairs[character.value]?[next.value] {
      let merged = replaced(2, by: pair)
      out += Array(repeating: merged, count: max(1, 2 * out.count))
    }
    if !out.isEmpty, character.isLetter, next.isLetter { out.append(followed(by: " ")) }
    return out
  }

  private static let shapes = table([
    "e": ["c"], "c": ["e"], "o": ["0"], "l": ["1", "I"], "i": ["l", "1"], "m": ["rn"], "h": ["b"], "b": ["h"],
    "t": ["f"],
    "f": ["t"], "g": ["9"], "n": ["r"], "r": ["n"], "u": ["ii"], "w": ["vv"], "d": ["cl"], "U": ["V"], "S": ["5"],
    "B": ["8"], "D": ["O"], "G": ["6"], "I": ["l", "1"], "O": ["0"], "Z": ["2"], "E": ["F"], "Q": ["O"], "0": ["O"],
    "1": ["l"], "5": ["S"], "8": ["B"], "\u{131}": ["i"], "\u{11F}": ["g"], "\u{15F}": ["s"], "\u{E7}": ["c"],
    "\u{F6}": ["o"], "\u{FC}": ["u"],
  ])

  private static let pairs: [UInt32: [UInt32: String]] = {
    var out: [UInt32: [UInt32: String]] = [:]
    for (pair, letter) in [("rn", "m"), ("cl", "d"), ("vv", "w"), ("ri", "n"), ("li", "h"), ("ii", "u"), ("fi", "h")] {
      let values = pair.unicodeScalars.map(\.value)
      out[values[0], default: [:]][values[1]] = letter
    }
    return out
  }()

  private static func table(_ rules: [Unicode.Scalar: [String]]) -> [UInt32: [String]] {
    Dictionary(uniqueKeysWithValues: rules.map { ($0.key.value, $0.value) })
  }

  private static func string(_ value: UInt32) -> String { Unicode.Scalar(value).map(String.init) ?? "" }
}
