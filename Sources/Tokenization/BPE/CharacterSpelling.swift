/// How bytes come together to the characters of a vocabulary that is read by characters, as merges before all others.
///
/// A character of one byte is an entry already. The bytes of a longer one, and what its first two or three bytes make, get
/// entry numbers after those of the vocabulary. In text that has only characters of the alphabet no such entry is left:
/// all these merges come before the first of the vocabulary, and of two characters no bytes merge with each other.
///
/// Example: with 500 entries of which `—` (E2 80 94) is number 7, E2, 80 and 94 are 500, 501 and 502, E2 80 is 503, and the
/// merges are 500 501 → 503 and 503 502 → 7.
struct CharacterSpelling {
  struct Merge {
    let left: UInt32
    let right: UInt32
    let result: UInt32
    /// The two bytes that merge, where each part is one.
    let bytes: (UInt8, UInt8)?
  }

  /// The entry of each byte; 0 for bytes that no character has.
  private(set) var byteEntries = [UInt32](repeating: 0, count: 256)
  private(set) var merges: [Merge] = []
  /// How many bytes the entries after those of the vocabulary have.
  private(set) var lengths: [Int] = []

  /// - Parameter entry: the entry of an id of the vocabulary.
  init(_ alphabet: Alphabet, of vocabulary: Vocabulary, entry: (TokenID) -> UInt32) {
    var known: [[UInt8]: UInt32] = [:]
    func part(_ bytes: ArraySlice<UInt8>) -> (entry: UInt32, isNew: Bool) {
      let bytes = Array(bytes)
      if let entry = known[bytes] { return (entry, false) }
      let entry = UInt32(vocabulary.count + lengths.count)
      lengths.append(bytes.count)
      known[bytes] = entry
      return (entry, true)
    }
    for scalar in alphabet.members.compactMap({ Unicode.Scalar($0) }) {
      let bytes = Array(String(scalar).utf8)
      guard let id = vocabulary.id(of: bytes[...]) else { preconditionFailure("a character without a token") }
      guard bytes.count > 1 else {
        byteEntries[Int(bytes[0])] = entry(id)
        continue
      }
      for byte in bytes { byteEntries[Int(byte)] = part([byte]).entry }
      var left = byteEntries[Int(bytes[0])]
      for length in 2...bytes.count {
        let isLast = length == bytes.count
        let (result, isNew) = isLast ? (entry(id), true) : part(bytes[..<length])
        if isNew {
          let right = byteEntries[Int(bytes[length - 1])]
          merges.append(
            Merge(left: left, right: right, result: result, bytes: length == 2 ? (bytes[0], bytes[1]) : nil))
        }
        left = result
      }
    }
  }
}
