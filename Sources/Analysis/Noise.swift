import UnicodeText

/// What kind of errors are made in a text.
package enum NoiseKind: String, CaseIterable, Hashable, Sendable {
  /// Two letters swapped, one left out, typed twice, or the key beside it.
  case typo
  /// Letters and digits that look the same in another script or beside each other: a Cyrillic а, O for 0.
  case lookAlike = "look-alike"
  /// What optical character recognition misreads: m for rn, c for e, a blank inside a word.
  case ocr
}

/// Errors made in a text at a chosen rate.
///
/// Every character that the kind can change is changed or left by a number that depends on the seed and on the character's place alone
/// (SplitMix64, read at that place). So the same seed gives the same text on every machine, a rate of 0 gives the text itself, and what a
/// low rate damages a higher one damages too, unless an error before it has taken the character. Bytes that are not UTF-8 stay as they are.
/// Linear.
package struct Noise: Hashable, Sendable {
  package let kind: NoiseKind
  /// How many of a hundred characters that can be changed are, 0...100.
  package let rate: Double
  package let seed: UInt64

  package init(kind: NoiseKind, rate: Double, seed: UInt64) {
    self.kind = kind
    self.rate = max(0, min(rate.isNaN ? 0 : rate, 100))
    self.seed = seed
  }

  /// One character of a text: a scalar or a byte that is not UTF-8.
  struct Character {
    let value: UInt32
    let start: Int
    let end: Int

    var isLetter: Bool { ScalarClass.of(value).contains(.letter) }
  }

  /// The text with the errors.
  package func damage(_ text: [UInt8]) -> DamagedText {
    var characters = Noise.characters(text)
    let count = characters.count
    characters.append(Character(value: 0x20, start: text.count, end: text.count))
    let threshold = UInt64(rate / 100 * Double(UInt64(1) << 53))
    var out: [UInt8] = []
    out.reserveCapacity(text.count + text.count / 8)
    var edits: [EditMap.Edit] = []
    var places = 0
    var changes = 0
    var index = 0
    while index < count {
      let character = characters[index]
      let next = index + 1 < count ? characters[index + 1] : characters[count]
      let errors = errors(for: character, before: next)
      if !errors.isEmpty { places += 1 }
      guard !errors.isEmpty, random(index, 0) >> 11 < threshold else {
        out += text[character.start..<character.end]
        index += 1
        continue
      }
      changes += 1
      let choice = random(index, 1).multipliedFullWidth(by: UInt64(errors.count)).high
      for part in errors[Int(choice)].parts {
        let correct = characters[index].start..<characters[index + part.taken].start
        let written = out.count
        out += part.written ?? Array(text[correct])
        index += part.taken
        if part.written != nil { edits.append(EditMap.Edit(correct: correct, damaged: written..<out.count)) }
      }
    }
    let map = EditMap(edits: edits, correctCount: text.count, damagedCount: out.count)
    return DamagedText(correct: text, damaged: out, map: map, changes: changes, places: places)
  }

  /// What can become of a character; empty where this kind leaves it alone.
  private func errors(for character: Character, before next: Character) -> [NoiseError] {
    switch kind {
    case .typo: character.isLetter ? NoiseError.typos(of: character, before: next) : []
    case .lookAlike: NoiseError.lookAlikes(of: character.value)
    case .ocr: NoiseError.misreadings(of: character, before: next)
    }
  }

  /// SplitMix64's number at a place; two for each character.
  private func random(_ index: Int, _ stream: UInt64) -> UInt64 {
    var z = seed &+ (UInt64(index) &* 2 &+ stream &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func characters(_ text: [UInt8]) -> [Character] {
    text.withUnsafeBufferPointer { buffer in
      var out: [Character] = []
      out.reserveCapacity(buffer.count + 1)
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        out.append(Character(value: step.value, start: offset, end: offset + step.length))
        offset += step.length
      }
      return out
    }
  }
}

/// A text and what became of it.
package struct DamagedText: Hashable, Sendable {
  package let correct: [UInt8]
  package let damaged: [UInt8]
  package let map: EditMap
  /// Errors that were made.
  package let changes: Int
  /// Characters that could have been changed; nil where the damage was not made here.
  package let places: Int?

  package init(correct: [UInt8], damaged: [UInt8], map: EditMap, changes: Int, places: Int?) {
    self.correct = correct
    self.damaged = damaged
    self.map = map
    self.changes = changes
    self.places = places
  }

  /// Two texts of which one is the other with errors; nil where they are too long to be aligned.
  package init?(correct: [UInt8], damaged: [UInt8]) {
    guard let map = EditMap(aligning: correct, with: damaged) else { return nil }
    self.init(correct: correct, damaged: damaged, map: map, changes: map.edits.count, places: nil)
  }
}
