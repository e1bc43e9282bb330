import UnicodeText

/// Shows the bytes, cut anywhere, and brings them into normal forms.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzText(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  _ = HiddenScalars(in: bytes[...])
  for ascii in [false, true] {
    let shown = VisibleText(bytes: bytes[...], options: VisibleOptions(ascii: ascii, tabWidth: 1 + count % 16))
    precondition(shown.glyphs.isEmpty == bytes.isEmpty && shown.width >= shown.glyphs.count)
    if ascii { precondition(shown.string.utf8.allSatisfy { 0x20...0x7E ~= $0 }) }
  }
  let label = VisibleText(bytes: bytes[...]).string
  precondition(VisibleText(label).string.utf8.elementsEqual(label.utf8), "a label that shows as another one")
  atoms(of: bytes)
  for form in NormalForm.allCases { normalize(bytes, form) }
  return 0
}

private func atoms(of bytes: [UInt8]) {
  // Where bytes are odd there is a cut.
  let cuts = bytes.indices.filter { bytes[$0] & 1 == 1 }
  for cuts in [[], cuts] {
    let map = AtomMap(bytes[...], cuts: cuts)
    var position = 0
    for (index, atom) in map.atoms.enumerated() {
      precondition(atom.start == position && atom.end > position && atom.width >= 1)
      precondition(map.glyphs(of: atom).reduce(0) { $0 + Int($1.width) } == atom.width)
      precondition(map.index(at: position) == index)
      position = atom.end
    }
    precondition(position == bytes.count)
  }
}

private func normalize(_ bytes: [UInt8], _ form: NormalForm) {
  let plain = NormalizedText.bytes(of: bytes, form: form)
  precondition(NormalizedText.bytes(of: plain, form: form) == plain, "normalising twice gives another text")
  guard let text = bytes.withUnsafeBufferPointer({ NormalizedText($0, form: form) }) else {
    return precondition(plain == bytes)
  }
  precondition(text.bytes == plain && text.sourceCount == bytes.count)
  var cursor = NormalizedText.Cursor(text)
  var last = 0
  for offset in 0...plain.count {
    let end = text.sourceEnd(offset)
    precondition(end >= last && end <= bytes.count && cursor.sourceEnd(offset) == end)
    last = end
  }
  precondition(last == bytes.count)
  for offset in stride(from: 0, through: bytes.count, by: 7) {
    precondition(0...plain.count ~= text.offset(ofSource: offset))
  }
}
