/// A replacement of some bytes of a text by others.
struct TextEdit: Hashable, Sendable {
  let offset: Int
  let removed: [UInt8]
  let inserted: [UInt8]

  /// What takes it back.
  var inverse: TextEdit { TextEdit(offset: offset, removed: inserted, inserted: removed) }

  /// Bytes that it holds.
  var cost: Int { removed.count + inserted.count }

  func apply(to text: inout [UInt8]) {
    text.replaceSubrange(offset..<offset + removed.count, with: inserted)
  }
}
