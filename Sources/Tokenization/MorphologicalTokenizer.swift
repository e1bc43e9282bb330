/// A tokenizer whose tokens are roots and suffixes: one id stands for all spellings of a morpheme.
package protocol MorphologicalTokenizer: Tokenizer {
  /// The best readings of the word that holds byte `offset` of `text`, the cheapest first; none where no word is.
  ///
  /// - Parameter count: the most that are wanted, 1 to 8.
  func readings(at offset: Int, of text: [UInt8], count: Int) -> [WordReading]

  /// What a root, a suffix or a marker is; nil for ids of the byte-pair vocabulary underneath.
  func description(of id: TokenID) -> MorphemeDescription?
}

/// One way to read a word as morphemes.
package struct WordReading: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    package let kind: Morpheme.Kind
    /// Nil for numbers and for spans that are no morpheme.
    package let id: TokenID?
    /// Bytes of the text.
    package let range: Range<Int>

    package init(kind: Morpheme.Kind, id: TokenID?, range: Range<Int>) {
      self.kind = kind
      self.id = id
      self.range = range
    }
  }

  /// In order; together they cover the word.
  package let parts: [Part]
  /// Thousandths; less is better.
  package let cost: Int

  package init(parts: [Part], cost: Int) {
    self.parts = parts
    self.cost = cost
  }
}

/// A morpheme as an inspector shows it.
package struct MorphemeDescription: Hashable, Sendable {
  /// `kitap`, `-(y)I`, `⟨Title⟩`.
  package let form: String
  /// Part of speech of a root, gloss of a suffix, meaning of a marker.
  package let gloss: String
  /// All spellings: stems of a root (`kitap`, `kitab`), shapes of a suffix (`ı i u ü yı yi yu yü`); empty for a marker.
  package let allomorphs: [String]

  package init(form: String, gloss: String, allomorphs: [String]) {
    self.form = form
    self.gloss = gloss
    self.allomorphs = allomorphs
  }
}

/// A rule by which a root or a suffix is spelled otherwise than its form.
package enum SpellingRule: String, Hashable, Sendable, CaseIterable {
  /// p ç t k become b c d ğ before a vowel: `kitap`, `kitab-ı`.
  case softening
  /// d c g become t ç k after a voiceless consonant: `kitap-ta`.
  case hardening
  /// The last vowel of the root is dropped: `burun`, `burn-u`.
  case vowelDrop = "vowel drop"
  /// The last consonant of the root is doubled: `hak`, `hakk-ı`.
  case gemination
  /// The root loses its last vowel before -Iyor: `bekle`, `bekl-iyor`.
  case narrowing
  /// y, n, s or ş between two vowels: `araba-yı`.
  case buffer = "buffer letter"
  /// A and I take the last vowel's class.
  case harmony = "vowel harmony"
  /// The suffix takes the other class than the root's spelling says: `saat-ler`.
  case inverseHarmony = "inverse harmony"
  /// The root has a stem of its own: `ben`, `ban-a`.
  case irregular = "irregular stem"
}
