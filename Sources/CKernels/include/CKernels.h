#pragma once

#include <stdbool.h>
#include <stddef.h>

/// Whether this processor and this system have the 256-bit instructions that `kernels_multiply` is made of.
bool kernels_available(void);

/// C = A · Wᵀ, or C += A · Wᵀ, as `MatrixKernel.multiply` in Swift: W in panels [panel][input][8], `panel_stride` inputs apart.
/// Only where `kernels_available` is true.
void kernels_multiply(const float *a, size_t rows, size_t a_stride, const float *panels, size_t panel_stride, size_t outputs,
                      size_t inputs, float *c, size_t c_stride, bool accumulates);
