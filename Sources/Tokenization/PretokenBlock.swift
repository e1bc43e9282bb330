#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2

  /// The starts of pretokens among 64 bytes, all at once: a bit for each byte, for the patterns cl100k, qwen2 and tokview.
  ///
  /// Classes of bytes come from vector comparisons, starts from the classes of a byte and its neighbours (as in Langdale
  /// & Lemire, "Parsing gigabytes of JSON per second", 2019). Two-byte letters up to U+017F count as two letters. What
  /// depends on more is marked `hard`, and a caller leaves it to the automaton of `PretokenScanner`.
  ///
  /// Example: in ` one, "two" 1812` the starts are at ` `, `,`, ` `, `t`, `"`, ` `, `1`, `2`; of another script's letters
  /// every byte is hard.
  struct PretokenBlock {
    /// The first byte of a pretoken; not to be trusted in the first and last two bits and from the bit before the first
    /// `hard` one on.
    let starts: UInt64
    let hard: UInt64
    let white: UInt64
    /// Apostrophes that may begin a contraction with letters behind it.
    let apostrophes: UInt64

    /// Classifies 64 bytes.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ pattern: PretokenPattern) {
      let classes = ByteClasses(bytes)
      let letter = classes.letter
      let space = classes.space
      let newline = classes.newline
      let blank = classes.blank
      let digit = classes.digit
      let white = blank | newline
      let symbol = ~(letter | digit | white | classes.other)
      func previous(_ set: UInt64) -> UInt64 { set &<< 1 }
      func next(_ set: UInt64) -> UInt64 { set &>> 1 }
      // A run of symbols takes a space before it and the newlines after it.
      let symbolStart = symbol & ~previous(symbol | space)
      // One symbol or blank goes with the letters after it.
      let letterStart = letter & ~previous(letter | blank | symbolStart)
      // The last blank before anything else begins a pretoken, with or without what follows.
      var whiteStart = white & ~previous(white) & ~(newline & previous(symbol)) | blank & ~next(white)
      var hard = classes.other
      // So do blanks after a newline, unless another newline follows them: adding carries to the byte after each run.
      let indents = blank & previous(newline)
      if indents != 0 {
        let (ends, isCut) = indents.addingReportingOverflow(blank)
        whiteStart |= indents
        if isCut || ends & newline != 0 { hard |= indents }
      }
      var digitStart = digit
      if pattern != .qwen2 {
        digitStart &= ~previous(digit)
        let third = digit & previous(digit) & previous(previous(digit))
        // Where a run is cut depends on its start.
        hard |= third & 4
        let fourth = digit & previous(third)
        var more = digitStart &<< 3 & fourth
        while more != 0 {
          digitStart |= more
          more = more &<< 3 & fourth
        }
      }
      starts = letterStart | digitStart | symbolStart | whiteStart
      self.hard = hard
      self.white = white
      apostrophes = symbolStart & classes.apostrophe & next(letter) & next(next(letter))
    }
  }

  /// Which of 64 bytes belong to which class: a bit for each byte.
  private struct ByteClasses {
    private(set) var letter: UInt64 = 0
    private(set) var digit: UInt64 = 0
    private(set) var space: UInt64 = 0
    /// White space that is no newline.
    private(set) var blank: UInt64 = 0
    private(set) var newline: UInt64 = 0
    private(set) var apostrophe: UInt64 = 0
    /// Outside ASCII and no letter up to U+017F.
    private(set) var other: UInt64 = 0

    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>) {
      for shift in stride(from: UInt64(0), to: 64, by: 16) {
        let v = UnsafeRawPointer(bytes + Int(shift)).loadUnaligned(as: __m128i.self)
        letter |= Self.bits(Self.isIn(_mm_or_si128(v, Self.all(0x20)), from: UInt8(ascii: "a"), count: 26)) &<< shift
        digit |= Self.bits(Self.isIn(v, from: UInt8(ascii: "0"), count: 10)) &<< shift
        let isSpace = _mm_cmpeq_epi8(v, Self.all(UInt8(ascii: " ")))
        space |= Self.bits(isSpace) &<< shift
        let isNewline = _mm_or_si128(
          _mm_cmpeq_epi8(v, Self.all(UInt8(ascii: "\n"))), _mm_cmpeq_epi8(v, Self.all(UInt8(ascii: "\r"))))
        newline |= Self.bits(isNewline) &<< shift
        blank |= Self.bits(_mm_or_si128(isSpace, Self.isIn(v, from: UInt8(ascii: "\t"), count: 5))) &<< shift
        apostrophe |= Self.bits(_mm_cmpeq_epi8(v, Self.all(UInt8(ascii: "'")))) &<< shift
        other |= Self.bits(v) &<< shift
      }
      blank &= ~newline
      if other != 0 { takeLatinLetters(bytes) }
    }

    /// Moves the letters U+00C0–U+017F from `other` to `letter`; a character of two bytes that is cut off stays.
    @inline(never)
    private mutating func takeLatinLetters(_ bytes: UnsafePointer<UInt8>) {
      var leads: UInt64 = 0
      var trails: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 16) {
        let v = UnsafeRawPointer(bytes + Int(shift)).loadUnaligned(as: __m128i.self)
        leads |= Self.bits(Self.isIn(v, from: 0xC3, count: 3)) &<< shift
        // U+00D7 and U+00F7 are signs; their last bytes are not taken after 0xC4 and 0xC5 either.
        let isSign = _mm_cmpeq_epi8(_mm_or_si128(v, Self.all(0x20)), Self.all(0xB7))
        trails |= Self.bits(_mm_andnot_si128(isSign, Self.isIn(v, from: 0x80, count: 0x40))) &<< shift
      }
      let taken = leads & trails &>> 1
      let both = taken | taken &<< 1
      letter |= both
      other &= ~both
    }

    @inline(__always)
    private static func all(_ byte: UInt8) -> __m128i { _mm_set1_epi8(CChar(bitPattern: byte)) }

    @inline(__always)
    private static func bits(_ mask: __m128i) -> UInt64 { UInt64(UInt32(bitPattern: _mm_movemask_epi8(mask))) }

    @inline(__always)
    private static func isIn(_ v: __m128i, from first: UInt8, count: UInt8) -> __m128i {
      let distance = _mm_sub_epi8(v, all(first))
      return _mm_cmpeq_epi8(_mm_min_epu8(distance, all(count - 1)), distance)
    }
  }
#endif
