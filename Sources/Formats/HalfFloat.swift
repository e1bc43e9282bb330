/// Numbers of 16 bits, converted by integer arithmetic alone: the same bits on every machine, and loops over them vectorise.
///
/// IEEE 754 binary16 has 1 sign, 5 exponent and 10 fraction bits; bfloat16 is the upper half of a binary32.
/// Example: 0x3C00 is 1, 0x0001 is 2⁻²⁴, 0x7BFF is 65504; 65520 rounds to infinity (0x7C00), 2049 to 2048 (ties go to even).
package enum HalfFloat {
  /// The value of a binary16, exactly; a NaN stays a NaN.
  @inline(__always)
  package static func float(_ bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF) << 13
    // The product moves the exponent from bias 15 to bias 127 and normalises subnormal numbers.
    var wide = (Float(bitPattern: magnitude) * Float(bitPattern: 0x7780_0000)).bitPattern
    wide |= magnitude >= 0x0F80_0000 ? 0x7F80_0000 : 0
    return Float(bitPattern: wide | UInt32(bits & 0x8000) << 16)
  }

  /// The value of a bfloat16, exactly.
  @inline(__always)
  package static func float(brain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  /// The binary16 nearest to `value`, ties to even; too large becomes infinite, a NaN stays a NaN.
  @inline(__always)
  package static func bits(_ value: Float) -> UInt16 {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF
    if magnitude >= 0x4780_0000 { return sign | (magnitude > 0x7F80_0000 ? 0x7E00 : 0x7C00) }
    if magnitude < 0x3880_0000 {
      // Adding 1/2 aligns the fraction of a subnormal result with the last bits of the sum, which the addition rounds.
      let aligned = (Float(bitPattern: magnitude) + 0.5).bitPattern
      return sign | UInt16(truncatingIfNeeded: aligned - 0x3F00_0000)
    }
    let rounded = magnitude - 0x3800_0000 + 0xFFF + (magnitude >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: rounded >> 13)
  }
}
