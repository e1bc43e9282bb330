import Screen
import Tokenization
import UnicodeText

/// What the keys after `y` copy.
extension State {
  mutating func yank(_ action: Action) -> [Effect] {
    guard let page else {
      complain("nothing to copy: no text is open (samples: b)")
      return []
    }
    switch action {
    case .yankJSON: return [.yank(.export(.json))]
    case .yankScreen: return [.yank(.export(.txt))]
    case .yankCommand:
      guard let command = exportCommand(export.format, isFull: export.isFull) else {
        complain("no command writes this view: " + commandObstacle)
        return []
      }
      return [.yank(.bytes(Array(command.utf8), name: "the command"))]
    case .yankToken:
      if let selected = selectedTokens {
        let name = VisibleText("the selection of \(counted(selected.indices.count, "token"))")
        return [.yank(.bytes(Array(page.window.bytes[selected.bytes]), name: name))]
      }
      guard let (_, token) = cursorToken else { break }
      return [.yank(.bytes(Array(page.window.bytes[token.range]), name: "the token"))]
    default:
      guard let row = yankedRow, !row.ids.isEmpty else { break }
      let source = selectedTokens == nil ? "" : " of the selection"
      if action == .yankIDs {
        let ids = row.ids.map { "\($0)" }.joined(separator: " ")
        return [.yank(.bytes(Array(ids.utf8), name: VisibleText("\(counted(row.ids.count, "id"))\(source)")))]
      }
      let bytes = Array(row.pieces.joined(separator: "│".utf8))
      return [.yank(.bytes(bytes, name: VisibleText("\(counted(row.pieces.count, "token"))\(source)")))]
    }
    complain("nothing to copy: no token is at the cursor")
    return []
  }

  /// The marked tokens, else the active column's on the line of text that holds the cursor; those that go over its ends are cut off there.
  private var yankedRow: (pieces: [ArraySlice<UInt8>], ids: [TokenID])? {
    guard let page, let cut = segmentation(active) else { return nil }
    let bytes = page.window.bytes
    if let selected = selectedTokens {
      let tokens = cut.tokens[selected.indices]
      return (tokens.filter { !$0.isVirtual }.map { bytes[$0.range] }, tokens.map(\.id))
    }
    let place = max(0, min(cursor - page.window.start, bytes.count))
    let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
    var pieces: [ArraySlice<UInt8>] = []
    var ids: [TokenID] = []
    for token in cut.tokens where token.start < end && (token.end > start || token.isVirtual && token.start >= start) {
      ids.append(token.id)
      if !token.isVirtual { pieces.append(bytes[max(start, token.start)..<min(end, token.end)]) }
    }
    return (pieces, ids)
  }

  /// Copies what is kept in a file, or says where it is when it is too big.
  mutating func receive(yanked bytes: [UInt8], name: VisibleText, file: VisibleText?) -> [Effect] {
    guard Yank.fits(bytes.count) else {
      if let file {
        say("too big for the clipboard, wrote " + file)
      } else {
        complain(name + " is too big for the clipboard (write a file: x)")
      }
      return []
    }
    say("copied " + name + VisibleText(", \(grouped(bytes.count)) \(bytes.count == 1 ? "byte" : "bytes")"))
    return [.copy(bytes)]
  }
}
