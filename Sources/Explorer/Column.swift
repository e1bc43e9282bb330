/// One tokenizer that the user put side by side with others.
package struct Column: Hashable, Sendable {
  /// Id of the tokenizer.
  package let id: String
  /// False while it keeps its number but is not shown.
  package var isOn: Bool

  package init(id: String, isOn: Bool = true) {
    self.id = id
    self.isOn = isOn
  }
}

/// Tokens counted in a whole document so far.
package struct Count: Hashable, Sendable {
  package var tokens: Int
  /// Bytes of the document that are counted.
  package var bytes: Int
}
