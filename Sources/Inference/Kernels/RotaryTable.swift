import Glibc

/// Cosines and sines of rotary positions (Su et al. 2021, arXiv 2104.09864), with the pairs of HF `transformers`: number i of a head goes
/// with number i + width ÷ 2.
///
/// Pair i at position p turns by p · θ^(−2i ÷ width). Example: width 2, p = 1: [1, 0] → [cos 1, sin 1].
struct RotaryTable: ~Copyable {
  private let half: Int
  // [position][cosines of the pairs, then their sines]
  private let values: FloatBuffer

  init(theta: Float, headWidth: Int, count: Int) {
    half = headWidth / 2
    values = FloatBuffer(count * headWidth)
    let frequencies = (0..<half).map { 1 / powf(theta, Float(2 * $0) / Float(headWidth)) }
    for position in 0..<count {
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        values.base[position * headWidth + pair] = cosf(angle)
        values.base[position * headWidth + half + pair] = sinf(angle)
      }
    }
  }

  /// Turns the vector of one head at `position` in place.
  func rotate(_ x: UnsafeMutablePointer<Float>, position: Int) {
    let cosines = values.base + position * half * 2
    let sines = cosines + half
    for pair in 0..<half {
      let (first, second) = (x[pair], x[pair + half])
      x[pair] = first * cosines[pair] - second * sines[pair]
      x[pair + half] = second * cosines[pair] + first * sines[pair]
    }
  }
}
