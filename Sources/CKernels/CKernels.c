// The inner loops of MatrixKernel with 256-bit lanes and fused multiply-add, chosen at run time. Swift has no way to compile one
// function for a processor that not every user has.

#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,fma")))
#define INNER static inline __attribute__((always_inline, target("avx2,fma")))

bool kernels_available(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

INNER void store(float *c, __m256 sum, size_t valid, bool accumulates) {
  if (valid >= 8) {
    _mm256_storeu_ps(c, accumulates ? _mm256_add_ps(_mm256_loadu_ps(c), sum) : sum);
    return;
  }
  float lanes[8];
  _mm256_storeu_ps(lanes, sum);
  for (size_t lane = 0; lane < valid; lane++) c[lane] = accumulates ? c[lane] + lanes[lane] : lanes[lane];
}

// `rows` rows by one or two panels; both counts are constants where this is inlined, so that all sums stay in registers.
INNER void tile(size_t rows, size_t wide, const float *a, size_t a_stride, const float *b, size_t panel_step, size_t inputs,
                float *c, size_t c_stride, size_t valid, bool accumulates) {
  __m256 sums[6][2];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) sums[row][0] = sums[row][1] = _mm256_setzero_ps();
  for (size_t input = 0; input < inputs; input++) {
    __m256 first = _mm256_loadu_ps(b + input * 8);
    __m256 second = wide == 2 ? _mm256_loadu_ps(b + panel_step + input * 8) : first;
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      __m256 x = _mm256_broadcast_ss(a + row * a_stride + input);
      sums[row][0] = _mm256_fmadd_ps(x, first, sums[row][0]);
      if (wide == 2) sums[row][1] = _mm256_fmadd_ps(x, second, sums[row][1]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++) {
    store(c + row * c_stride, sums[row][0], valid, accumulates);
    if (wide == 2) store(c + row * c_stride + 8, sums[row][1], valid - 8, accumulates);
  }
}

#define TILES(rows)                                                                                            \
  if (valid > 8) tile(rows, 2, x, a_stride, b, panel_step, inputs, y, c_stride, valid, accumulates);           \
  else tile(rows, 1, x, a_stride, b, panel_step, inputs, y, c_stride, valid, accumulates);

WIDE void kernels_multiply(const float *a, size_t rows, size_t a_stride, const float *panels, size_t panel_stride, size_t outputs,
                           size_t inputs, float *c, size_t c_stride, bool accumulates) {
  // Rows of A that stay in the first-level cache while all panels pass.
  size_t block = 6144 / (inputs ? inputs : 1) / 6 * 6;
  if (block < 6) block = 6;
  size_t panel_step = panel_stride * 8;
  for (size_t start = 0; start < rows; start += block) {
    size_t end = start + block < rows ? start + block : rows;
    for (size_t column = 0; column < outputs; column += 16) {
      const float *b = panels + column / 8 * panel_step;
      size_t valid = outputs - column < 16 ? outputs - column : 16;
      size_t row = start;
      for (; row + 6 <= end; row += 6) {
        const float *x = a + row * a_stride;
        float *y = c + row * c_stride + column;
        TILES(6)
      }
      for (; row + 2 <= end; row += 2) {
        const float *x = a + row * a_stride;
        float *y = c + row * c_stride + column;
        TILES(2)
      }
      if (row < end) {
        const float *x = a + row * a_stride;
        float *y = c + row * c_stride + column;
        TILES(1)
      }
    }
  }
}

#else

bool kernels_available(void) { return false; }

void kernels_multiply(const float *a, size_t rows, size_t a_stride, const float *panels, size_t panel_stride, size_t outputs,
                      size_t inputs, float *c, size_t c_stride, bool accumulates) {}

#endif
