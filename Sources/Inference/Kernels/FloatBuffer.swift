/// Memory for the kernels: numbers that start at 0, aligned for SIMD, freed with the value.
struct FloatBuffer: ~Copyable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(_ count: Int) {
    self.count = count
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 4, alignment: 64)
    base = memory.bindMemory(to: Float.self, capacity: max(1, count))
    base.initialize(repeating: 0, count: count)
  }

  deinit { base.deallocate() }

  /// The same memory as vectors; `count` is a multiple of 4 where this is used.
  var vectors: UnsafeMutablePointer<SIMD4<Float>> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: SIMD4<Float>.self)
  }
}
