import Analysis
import UnicodeText

/// The seam: which part of the text is looked at, and moving the place.
extension State {
  /// Asks for the seam at the cursor where it is not the one that is shown.
  mutating func checkSeam() -> [Effect] {
    guard view == .seam || editor?.pane == .seam, awaited == nil, let request = seamRequest,
      let number = seam.question.ask(request)
    else { return [] }
    return [.checkSeam(request, request: number)]
  }

  private var seamRequest: TextSeam.Request? {
    guard let window = page?.window, !shown.isEmpty else { return nil }
    let bytes = window.bytes
    let place = editor == nil ? cursor : draft?.caret ?? cursor
    let offset = max(0, min(place - window.start, bytes.count))
    var low = max(0, offset - TextSeam.limit)
    var high = min(bytes.count, offset + TextSeam.limit)
    while low > 0, low < offset, bytes[low] & 0xC0 == 0x80 { low += 1 }
    while high < bytes.count, high > offset, bytes[high] & 0xC0 == 0x80 { high -= 1 }
    return TextSeam.Request(
      tokenizers: shownIDs, bytes: Array(bytes[low..<high]), start: window.start + low, offset: offset - low)
  }

  /// Moves the place by a character.
  mutating func moveSeam(_ action: Action) {
    guard let window = page?.window else { return }
    let here = cursor - window.start
    let next =
      action == .seamLeft
      ? Graphemes.start(before: here, in: window.bytes) : Graphemes.end(after: here, in: window.bytes)
    move(to: window.start + next)
  }
}
