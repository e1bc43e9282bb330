/// ln x of four positive numbers at once, relative error below 3e-7.
///
/// x = m · 2ᵉ with m between √½ and √2; ln m by a polynomial of degree 9 in m − 1 (coefficients of the Cephes library's logf, Moshier
/// 1989); ln 2 in two parts. Whatever lies below the least normal number, 0 and negative numbers too, counts as that number, so that
/// x ln x is 0 at 0. NaN stays NaN.
///
/// Example: x = 3 → m = 0.75, e = 2, ln m = −0.287682, ln x = 1.098612.
///
/// Public, not `package`: the compiler inlines across modules only what is public.
@inlinable @inline(__always)
public func naturalLogarithm(_ x: SIMD4<Float>) -> SIMD4<Float> {
  let least = Float.leastNormalMagnitude
  let bits = unsafeBitCast(x.replacing(with: least, where: x .< least), to: SIMD4<Int32>.self)
  // 2²³ plus a whole number below it has that number as its last bits: a conversion without an instruction for it.
  var exponent = unsafeBitCast((bits &>> 23) | 0x4B00_0000, to: SIMD4<Float>.self) - (8_388_608 + 126)
  var m = unsafeBitCast(bits & 0x007F_FFFF | 0x3F00_0000, to: SIMD4<Float>.self)
  let isSmall = m .< 0.707_106_78
  exponent.replace(with: exponent - 1, where: isSmall)
  m.replace(with: m + m, where: isSmall)
  let r = m - 1
  let square = r * r
  var p = r * 7.037_683_63e-2 - 1.151_461_03e-1
  p = p * r + 1.167_699_87e-1
  p = p * r - 1.242_014_08e-1
  p = p * r + 1.424_932_28e-1
  p = p * r - 1.666_805_77e-1
  p = p * r + 2.000_071_48e-1
  p = p * r - 2.499_999_40e-1
  p = p * r + 3.333_333_12e-1
  let tail = p * r * square + exponent * -2.121_944_4e-4 - 0.5 * square
  return (r + tail + exponent * 0.693_359_375).replacing(with: x, where: x .!= x)
}
