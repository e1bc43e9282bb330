/// e^x of four numbers at once, relative error below 2e-7 where the result is a normal number.
///
/// x = n · ln 2 + r with n the nearest whole number; e^r by a polynomial of degree 6 on |r| ≤ 0.35 (coefficients of the Cephes
/// library's expf, Moshier 1989), 2ⁿ by putting n into the exponent. ln 2 in two parts keeps r exact. Below −87.3 the result is 0,
/// above 88.3 it stays at e^88.3; NaN stays NaN.
///
/// Example: x = 1 → n = 1, r = 0.306853, e^r = 1.359141, e^x = 2.718282.
///
/// Public, not `package`: the compiler inlines across modules only what is public.
@inlinable @inline(__always)
public func exponential(_ x: SIMD4<Float>) -> SIMD4<Float> {
  let clamped = x.replacing(with: 88.3, where: x .> 88.3).replacing(with: -87.3, where: x .< -87.3)
  // Adding 1.5 · 2²³ leaves no room for a fraction: the sum is rounded to a whole number.
  let magic: Float = 12_582_912
  let shifted = clamped * 1.442_695_04 + magic
  let n = shifted - magic
  let r = clamped - n * 0.693_359_375 - n * -2.121_944_4e-4
  var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
  p = p * r + 8.333_451_9e-3
  p = p * r + 4.166_579_6e-2
  p = p * r + 1.666_666_55e-1
  p = p * r + 5.000_000_1e-1
  p = p * (r * r) + r + 1
  let whole = unsafeBitCast(shifted, to: SIMD4<Int32>.self) &- Int32(bitPattern: magic.bitPattern)
  let power = unsafeBitCast((whole &+ 127) &<< 23, to: SIMD4<Float>.self)
  return (p * power).replacing(with: 0, where: x .< -87.3).replacing(with: x, where: x .!= x)
}

/// e^x of one number, by the same steps.
func exponential(_ x: Float) -> Float { exponential(SIMD4(repeating: x))[0] }
