/// Half precision to single precision, four numbers at a time, exact for all 65,536 patterns.
///
/// The ten bits of the fraction and the five of the exponent move up by 13 places, which gives the number times 2⁻¹¹², also where it is
/// subnormal; one multiplication puts it right. Infinities and NaNs get the greatest exponent back.
///
/// Example: 0x3C00 (1) → 0x0780_0000 (2⁻¹¹²) → 1.
enum HalfPrecision {
  @inline(__always)
  static func float(_ bits: SIMD4<UInt16>) -> SIMD4<Float> {
    let wide = SIMD4<UInt32>(truncatingIfNeeded: bits)
    let scaled = unsafeBitCast((wide & 0x7FFF) &<< 13, to: SIMD4<Float>.self) * 0x1p112
    let magnitude = unsafeBitCast(scaled, to: SIMD4<UInt32>.self)
    let special = SIMD4<UInt32>.zero.replacing(with: 0x7F80_0000, where: (wide & 0x7C00) .== 0x7C00)
    return unsafeBitCast(magnitude | special | ((wide & 0x8000) &<< 16), to: SIMD4<Float>.self)
  }

  static func float(_ bits: UInt16) -> Float { float(SIMD4(repeating: bits))[0] }

  /// Writes the numbers of `bits` to `out`, which has room for as many.
  static func expand(_ bits: UnsafeBufferPointer<UInt16>, into out: UnsafeMutablePointer<Float>?) {
    guard let base = bits.baseAddress, let out else { return }
    let input = UnsafeRawPointer(base)
    let output = UnsafeMutableRawPointer(out)
    var index = 0
    while index + 4 <= bits.count {
      let four = input.loadUnaligned(fromByteOffset: index * 2, as: SIMD4<UInt16>.self)
      output.storeBytes(of: float(four), toByteOffset: index * 4, as: SIMD4<Float>.self)
      index += 4
    }
    while index < bits.count {
      out[index] = float(bits[index])
      index += 1
    }
  }
}
