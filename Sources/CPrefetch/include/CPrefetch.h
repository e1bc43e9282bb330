#pragma once

/// Brings the cache line at `address` near without waiting for it; no address is wrong. Swift has no instruction for this.
static inline void prefetch(const void *address) { __builtin_prefetch(address); }
