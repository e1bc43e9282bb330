/// Whether a tokenizer can give an entry of its vocabulary.
package enum EntryReach: UInt8, Sendable, Hashable, CaseIterable {
  /// The entry's bytes as a text are cut into the entry alone.
  case whole
  /// They are not, but they are where they are one pretoken: it may come inside a longer text.
  case inside
  /// Neither: no text has it.
  case never
  /// A scaffold token: it is always taken apart.
  case scaffold
  /// A special token: it comes only where special tokens are read.
  case special
  /// A root, a suffix or a marker: it comes by the rules of a language, which are not tried here.
  case rules

  /// True where no text can have the entry.
  package var isUnreachable: Bool { self == .never || self == .scaffold }
}
