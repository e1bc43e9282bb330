/// A pretoken of at most 15 bytes in two words, with room for the number of its tokens.
///
/// `low` has bytes 0–7; `high` has bytes 8–14, the length in the low half of the top byte and the number of tokens, which
/// plays no part in a comparison, in the high half.
struct PretokenKey {
  /// Longer pretokens have no key.
  static let longest = 15

  var low: UInt64
  var high: UInt64

  /// How to make a key of two words, for 0…15 bytes and for more.
  final class Masks {
    struct Row {
      /// The bytes that belong to the pretoken.
      let low: UInt64
      let high: UInt64
      /// What the key has besides the bytes.
      let lowTag: UInt64
      let highTag: UInt64
    }

    let table: UnsafeMutablePointer<Row>

    init() {
      table = .allocate(capacity: 17)
      for length in UInt64(0)..<16 {
        // Smart shifts: a shift by 64 gives 0.
        let low = ~(UInt64.max << (8 * length))
        let high = length <= 8 ? 0 : ~(UInt64.max << (8 * (length - 8)))
        (table + Int(length)).initialize(to: Row(low: low, high: high, lowTag: 0, highTag: length << 56))
      }
      let tooLong = PretokenKey.tooLong
      (table + 16).initialize(to: Row(low: 0, high: 0, lowTag: tooLong.low, highTag: tooLong.high))
    }

    deinit { table.deallocate() }
  }

  /// Without a length, which no pretoken has, and not that of an empty place.
  private static var tooLong: PretokenKey { PretokenKey(low: 1, high: 0) }

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The key of `length` bytes, one that `isTooLong` for more than `longest`; sixteen are read.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, length: Int, _ masks: UnsafeMutablePointer<Masks.Row>) {
    let raw = UnsafeRawPointer(bytes)
    let row = masks + Swift.min(length, PretokenKey.longest + 1)
    low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & row.pointee.low | row.pointee.lowTag
    high =
      UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) & row.pointee.high
      | row.pointee.highTag
  }

  /// The same where sixteen bytes cannot be read.
  @inline(never)
  init(copying bytes: UnsafePointer<UInt8>, length: Int) {
    if length > PretokenKey.longest {
      self = PretokenKey.tooLong
      return
    }
    var words: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &words) {
      $0.copyBytes(from: UnsafeRawBufferPointer(start: bytes, count: length))
    }
    self.init(low: UInt64(littleEndian: words.0), high: UInt64(littleEndian: words.1) | UInt64(length) << 56)
  }

  /// Whether this stands for pretokens that have no key.
  @inline(__always)
  var isTooLong: Bool { high == 0 }

  /// Number of tokens; 0 when it was not set.
  @inline(__always)
  var count: Int { Int(truncatingIfNeeded: high &>> 60) }

  func with(count: Int) -> PretokenKey { PretokenKey(low: low, high: high | UInt64(count) << 60) }

  /// Whether the bytes are the same.
  @inline(__always)
  func matches(_ other: PretokenKey) -> Bool { (low ^ other.low) | (high ^ other.high) &<< 4 == 0 }

  /// Of the bytes; the top bits are the best.
  @inline(__always)
  var hash: UInt64 { (low ^ (high &<< 4) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93 }
}
