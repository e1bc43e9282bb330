import CTerm

/// Lets other threads end a wait for input.
package struct Waker: Sendable {
  package init() {}

  /// Makes `nextEvents` return; harmless when no terminal is open.
  package func wake() { cterm_wake() }
}
