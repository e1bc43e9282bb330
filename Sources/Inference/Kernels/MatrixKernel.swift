import CKernels

/// Products of matrices: C = A · Wᵀ, and C += A · Wᵀ.
///
/// W is packed: eight of its rows (outputs) make a *panel*, in which the eight numbers of one input lie side by side,
/// [panel][input][8], missing rows 0. A tile of four rows of A by one panel keeps its 32 sums in eight registers while it runs over the
/// inputs (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"). The numbers of A are copied into all four lanes of
/// a vector once, for all panels. Every sum adds its terms in the order of the inputs, so that a row's result does not depend on which rows
/// come with it. 2 · rows · inputs · outputs operations.
///
/// Tried, billions of operations a second of the tile alone at 4.5 GHz: lanes filled in the tile 43, before it 50; 6 × 8 tiles 43 and 49;
/// 4 × 12 tiles 32, too many registers. With 256-bit lanes a pass over 512 tokens takes 23 ms instead of 41.
///
/// Example: A = [1 2], W = [3 4; 5 6] → one panel: 3 5 0 0 0 0 0 0, 4 6 0 0 0 0 0 0 → C = [11 17].
enum MatrixKernel {
  /// Rows of W in a panel.
  static let panelWidth = 8
  /// Vectors of four numbers for one input in a panel.
  private static let lanes = panelWidth / 4
  /// Vectors of A, one number each, that are to stay in the first-level cache.
  private static let cachedVectors = 1_024

  /// Processors with 256-bit lanes and fused multiply-add run the same loops from C, in half the time.
  private static let usesWideLanes = kernels_available()

  static func panelCount(_ outputs: Int) -> Int { (outputs + panelWidth - 1) / panelWidth }

  /// Vectors that the panels of a matrix take.
  static func packedCount(outputs: Int, inputs: Int) -> Int { panelCount(outputs) * inputs * lanes }

  /// Packs W; `outputStride` and `inputStride` tell how far its numbers lie from each other, so that a transposed one can be read too.
  static func pack(
    _ source: UnsafePointer<Float>, outputs: Int, inputs: Int, outputStride: Int, inputStride: Int,
    into panels: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    let out = UnsafeMutableRawPointer(panels).assumingMemoryBound(to: Float.self)
    for panel in 0..<panelCount(outputs) {
      let first = panel * panelWidth
      let valid = min(panelWidth, outputs - first)
      let to = out + panel * inputs * panelWidth
      for input in 0..<inputs {
        let from = source + first * outputStride + input * inputStride
        for lane in 0..<valid { to[input * panelWidth + lane] = from[lane * outputStride] }
        for lane in valid..<panelWidth { to[input * panelWidth + lane] = 0 }
      }
    }
  }

  /// C [rows][outputs] from A [rows][inputs] and the panels of W, whose neighbours lie `panelStride` inputs apart.
  ///
  /// `accumulates` adds to what C holds.
  static func multiply(
    _ a: UnsafePointer<Float>, rows: Int, stride aStride: Int, panels: UnsafePointer<SIMD4<Float>>, panelStride: Int,
    outputs: Int, inputs: Int, into c: UnsafeMutablePointer<Float>, stride cStride: Int, accumulates: Bool = false
  ) {
    if usesWideLanes {
      let wide = UnsafeRawPointer(panels).assumingMemoryBound(to: Float.self)
      kernels_multiply(a, rows, aStride, wide, panelStride, outputs, inputs, c, cStride, accumulates)
    } else {
      multiplyInFourLanes(
        a, rows: rows, stride: aStride, panels: panels, panelStride: panelStride, outputs: outputs, inputs: inputs,
        into: c, stride: cStride, accumulates: accumulates)
    }
  }

  /// The same for every processor.
  static func multiplyInFourLanes(
    _ a: UnsafePointer<Float>, rows: Int, stride aStride: Int, panels: UnsafePointer<SIMD4<Float>>, panelStride: Int,
    outputs: Int, inputs: Int, into c: UnsafeMutablePointer<Float>, stride cStride: Int, accumulates: Bool
  ) {
    let blockRows = max(4, cachedVectors / max(1, inputs) / 4 * 4)
    let tiled = rows / 4 * 4
    withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: min(blockRows, tiled) * inputs + 1) { filled in
      guard let filled = filled.baseAddress else { return }
      var start = 0
      while start < tiled {
        let end = min(tiled, start + blockRows)
        for row in stride(from: start, to: end, by: 4) {
          fill(a + row * aStride, aStride, inputs, into: filled + (row - start) * inputs)
        }
        for panel in 0..<panelCount(outputs) {
          let b = panels + panel * panelStride * lanes
          let valid = min(panelWidth, outputs - panel * panelWidth)
          for row in stride(from: start, to: end, by: 4) {
            let c = c + row * cStride + panel * panelWidth
            tile4(filled + (row - start) * inputs, b, inputs, c, cStride, valid, accumulates)
          }
        }
        start = end
      }
    }
    for row in tiled..<rows {
      for panel in 0..<panelCount(outputs) {
        let valid = min(panelWidth, outputs - panel * panelWidth)
        tile1(
          a + row * aStride, panels + panel * panelStride * lanes, inputs, c + row * cStride + panel * panelWidth,
          valid,
          accumulates)
      }
    }
  }

  /// Four rows of A as [input][row], each number in all lanes.
  @inline(__always)
  private static func fill(
    _ a: UnsafePointer<Float>, _ aStride: Int, _ inputs: Int, into out: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    for input in 0..<inputs {
      for row in 0..<4 {
        (out + 4 * input + row).initialize(to: SIMD4(repeating: a[row * aStride + input]))
      }
    }
  }

  @inline(__always)
  private static func tile4(
    _ a: UnsafePointer<SIMD4<Float>>, _ b: UnsafePointer<SIMD4<Float>>, _ inputs: Int, _ c: UnsafeMutablePointer<Float>,
    _ cStride: Int, _ valid: Int, _ accumulates: Bool
  ) {
    var (s00, s01, s10, s11) = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
    var (s20, s21, s30, s31) = (s00, s00, s00, s00)
    var (a, b) = (a, b)
    for _ in 0..<inputs {
      let (b0, b1) = (b[0], b[1])
      let (x0, x1) = (a[0], a[1])
      s00 += x0 * b0
      s01 += x0 * b1
      s10 += x1 * b0
      s11 += x1 * b1
      let (x2, x3) = (a[2], a[3])
      s20 += x2 * b0
      s21 += x2 * b1
      s30 += x3 * b0
      s31 += x3 * b1
      a += 4
      b += 2
    }
    store(s00, s01, c, valid, accumulates)
    store(s10, s11, c + cStride, valid, accumulates)
    store(s20, s21, c + 2 * cStride, valid, accumulates)
    store(s30, s31, c + 3 * cStride, valid, accumulates)
  }

  @inline(__always)
  private static func tile1(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<SIMD4<Float>>, _ inputs: Int, _ c: UnsafeMutablePointer<Float>,
    _ valid: Int, _ accumulates: Bool
  ) {
    var (s0, s1) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    for k in 0..<inputs {
      let x = SIMD4(repeating: a[k])
      s0 += x * b[2 * k]
      s1 += x * b[2 * k + 1]
    }
    store(s0, s1, c, valid, accumulates)
  }

  @inline(__always)
  private static func store(
    _ s0: SIMD4<Float>, _ s1: SIMD4<Float>, _ c: UnsafeMutablePointer<Float>, _ valid: Int, _ accumulates: Bool
  ) {
    guard valid == panelWidth else {
      for lane in 0..<valid {
        let sum = lane < 4 ? s0[lane] : s1[lane - 4]
        c[lane] = accumulates ? c[lane] + sum : sum
      }
      return
    }
    let out = UnsafeMutableRawPointer(c)
    if accumulates {
      let before = UnsafeRawPointer(c)
      out.storeBytes(of: before.loadUnaligned(as: SIMD4<Float>.self) + s0, as: SIMD4<Float>.self)
      out.storeBytes(
        of: before.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self) + s1, toByteOffset: 16,
        as: SIMD4<Float>.self)
    } else {
      out.storeBytes(of: s0, as: SIMD4<Float>.self)
      out.storeBytes(of: s1, toByteOffset: 16, as: SIMD4<Float>.self)
    }
  }
}
