/// What the length of a token counts.
package enum TokenLength: String, CaseIterable, Sendable, Hashable {
  case bytes
  /// Bytes that do not continue a UTF-8 scalar, so that `ş` is as long as `s`.
  case characters
}
