import CTerm
import Screen

/// What a terminal would show: reads the bytes that the program writes.
///
/// Knows the sequences that ncurses sends for xterm-256color, tmux-256color, screen-256color, linux and vt100; any other is
/// kept in `unknown`, so a test can hold that nothing else is ever sent.
package struct VirtualScreen: Sendable {
  package struct Cell: Hashable, Sendable {
    /// The characters of the cell; empty in the second cell of a wide one.
    package var text = " "
    package var style = Style.plain
  }

  package private(set) var size: Size
  package private(set) var cells: [Cell]
  package private(set) var isAlternate = false
  package private(set) var isCursorVisible = true
  package private(set) var hasBracketedPaste = false
  /// What of the mouse is reported: 1000 buttons, 1002 motion with a button held down, 1006 in the form of digits.
  package private(set) var mouseModes: Set<String> = []
  package private(set) var hasApplicationKeys = false
  package private(set) var unknown: [String] = []
  /// What was to be put into the clipboard, in base64; a sequence that tmux would pass on begins with `tmux `.
  package private(set) var clipboards: [String] = []
  /// Column and line, from 0.
  package private(set) var cursor = (x: 0, y: 0)
  private var savedCursor = (x: 0, y: 0)
  private var style = Style.plain
  private var wrapsNext = false
  private var region: Range<Int>
  /// Line drawing instead of letters: in the two character sets, and which of them is in use.
  private var graphicSets = [false, false]
  private var activeSet = 0
  private var main: [Cell] = []
  private var pending: [UInt8] = []

  package init(size: Size) {
    _ = cterm_use_utf8()
    self.size = size
    region = 0..<size.height
    cells = Array(repeating: Cell(), count: size.width * size.height)
  }

  package subscript(x: Int, y: Int) -> Cell { cells[y * size.width + x] }

  /// The lines without trailing blanks.
  package var lines: [String] {
    (0..<size.height).map { y in
      var line = (0..<size.width).map { self[$0, y].text }.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  package var text: String { lines.joined(separator: "\n") }

  package func contains(_ string: String) -> Bool { text.contains(string) }

  /// Takes a new size and keeps the upper left corner.
  package mutating func resize(to new: Size) {
    cells = Self.resized(cells, from: size, to: new)
    if !main.isEmpty { main = Self.resized(main, from: size, to: new) }
    size = new
    region = 0..<new.height
    cursor = (min(cursor.x, new.width - 1), min(cursor.y, new.height - 1))
  }

  private static func resized(_ cells: [Cell], from old: Size, to new: Size) -> [Cell] {
    var out = Array(repeating: Cell(), count: new.width * new.height)
    for y in 0..<min(old.height, new.height) {
      for x in 0..<min(old.width, new.width) { out[y * new.width + x] = cells[y * old.width + x] }
    }
    return out
  }

  package mutating func feed(_ bytes: some Collection<UInt8>) {
    pending += bytes
    var index = 0
    while index < pending.count {
      let used = step(pending[index...])
      if used == 0 { break }
      index += used
    }
    pending.removeFirst(index)
  }

  /// Bytes used by the next unit; 0 if it is not complete.
  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int {
    let start = bytes.startIndex
    switch bytes[start] {
    case 0x1B: return escape(bytes)
    case 0x0D:
      cursor.x = 0
      wrapsNext = false
      return 1
    case 0x0A:
      lineFeed()
      return 1
    case 0x08:
      cursor.x = max(0, cursor.x - 1)
      wrapsNext = false
      return 1
    case 0x09:
      cursor.x = min(size.width - 1, (cursor.x / 8 + 1) * 8)
      return 1
    case 0x07: return 1
    case 0x0E, 0x0F:
      activeSet = bytes[start] == 0x0E ? 1 : 0
      return 1
    case 0..<0x20, 0x7F:
      unknown.append("control \(bytes[start])")
      return 1
    case 0x20..<0x7F:
      put(Unicode.Scalar(bytes[start]))
      return 1
    default:
      let length = bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : bytes[start] >= 0xC2 ? 2 : 1
      if bytes.count < length { return 0 }
      let text = String(decoding: bytes.prefix(length), as: UTF8.self)
      if text.unicodeScalars.count != 1 || text == "\u{FFFD}" && length != 3 { unknown.append("byte \(bytes[start])") }
      put(text.unicodeScalars.first!)
      return length
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Int(cterm_width(scalar.value))
    if width <= 0 {
      if width < 0 { unknown.append("scalar \(scalar.value)") }
      var x = wrapsNext ? cursor.x : cursor.x - 1
      if x > 0, self[x, cursor.y].text.isEmpty { x -= 1 }
      if x >= 0 { cells[cursor.y * size.width + x].text.unicodeScalars.append(scalar) }
      return
    }
    if wrapsNext || cursor.x + width > size.width {
      cursor.x = 0
      lineFeed()
    }
    wrapsNext = false
    let text = graphicSets[activeSet] ? Self.graphics[scalar] ?? String(scalar) : String(scalar)
    let index = cursor.y * size.width + cursor.x
    if cells[index].text.isEmpty { cells[index - 1].text = " " }
    if cursor.x + width < size.width, cells[index + width].text.isEmpty { cells[index + width].text = " " }
    cells[index] = Cell(text: text, style: style)
    if width == 2 { cells[index + 1] = Cell(text: "", style: style) }
    cursor.x += width
    if cursor.x >= size.width {
      cursor.x = size.width - 1
      wrapsNext = true
    }
  }

  private static let graphics: [Unicode.Scalar: String] = ["q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘"]

  private mutating func lineFeed() {
    wrapsNext = false
    if cursor.y == region.upperBound - 1 {
      scroll(region, by: 1)
    } else {
      cursor.y = min(size.height - 1, cursor.y + 1)
    }
  }

  /// Moves the lines of `lines` up by `count`, down if it is negative.
  private mutating func scroll(_ lines: Range<Int>, by count: Int) {
    let old = cells
    for y in lines {
      for x in 0..<size.width {
        let from = y + count
        cells[y * size.width + x] = lines.contains(from) ? old[from * size.width + x] : blank
      }
    }
  }

  /// Moves the cells of `range` left by `count`, right if it is negative.
  private mutating func shiftCells(_ range: Range<Int>, by count: Int) {
    let old = cells
    for index in range { cells[index] = range.contains(index + count) ? old[index + count] : blank }
  }

  /// Erasing keeps the background, as terminfo's `bce` says.
  private var blank: Cell { Cell(text: " ", style: Style(background: style.background)) }

  private mutating func erase(_ range: Range<Int>) {
    for index in range.clamped(to: 0..<cells.count) { cells[index] = blank }
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int {
    let start = bytes.startIndex
    guard bytes.count > 1 else { return 0 }
    switch Unicode.Scalar(bytes[start + 1]) {
    case "[":
      guard let end = bytes[(start + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return 0 }
      let body = String(decoding: bytes[start + 2..<end], as: UTF8.self)
      control(body, final: Character(Unicode.Scalar(bytes[end])))
      return end + 1 - start
    case "(", ")":
      guard bytes.count > 2 else { return 0 }
      graphicSets[bytes[start + 1] == UInt8(ascii: "(") ? 0 : 1] = bytes[start + 2] == UInt8(ascii: "0")
      return 3
    case "]":
      guard let end = bytes.firstIndex(of: 0x07) else { return 0 }
      let body = String(decoding: bytes[start + 2..<end], as: UTF8.self)
      if body.hasPrefix("52;c;") { clipboards.append(String(body.dropFirst(5))) } else { unknown.append("OSC \(body)") }
      return end + 1 - start
    case "P":
      guard
        let end = bytes.indices.dropFirst(3).first(where: { bytes[$0 - 1] == 0x1B && bytes[$0] == UInt8(ascii: "\\") })
      else { return 0 }
      let body = String(decoding: bytes[start + 2..<end - 1], as: UTF8.self)
      if body.hasPrefix("tmux;\u{1B}\u{1B}]52;c;"), body.hasSuffix("\u{7}") {
        clipboards.append("tmux " + body.dropFirst(13).dropLast())
      } else {
        unknown.append("DCS \(body)")
      }
      return end + 1 - start
    case "7": savedCursor = cursor
    case "8": cursor = savedCursor
    case "=": hasApplicationKeys = true
    case ">": hasApplicationKeys = false
    case "M":
      if cursor.y == region.lowerBound { scroll(region, by: -1) } else { cursor.y = max(0, cursor.y - 1) }
    case let other: unknown.append("ESC \(other)")
    }
    return 2
  }

  private mutating func control(_ body: String, final: Character) {
    if body.hasPrefix("?") {
      for mode in body.dropFirst().split(separator: ";") { set(String(mode), on: final == "h", final: final) }
      return
    }
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    let index = cursor.y * size.width + cursor.x
    let lineStart = cursor.y * size.width
    if final != "m" { wrapsNext = false }
    switch final {
    case "A": cursor.y = max(0, cursor.y - count)
    case "B": cursor.y = min(size.height - 1, cursor.y + count)
    case "C": cursor.x = min(size.width - 1, cursor.x + count)
    case "D": cursor.x = max(0, cursor.x - count)
    case "G": cursor.x = min(size.width, count) - 1
    case "d": cursor.y = min(size.height, count) - 1
    case "H":
      cursor.y = min(size.height, count) - 1
      cursor.x = min(size.width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "J":
      erase(first == 2 ? 0..<cells.count : first == 1 ? 0..<index + 1 : index..<cells.count)
    case "K":
      erase(
        first == 2
          ? lineStart..<lineStart + size.width
          : first == 1 ? lineStart..<index + 1 : index..<lineStart + size.width)
    case "X": erase(index..<min(index + count, lineStart + size.width))
    case "@": shiftCells(index..<lineStart + size.width, by: -count)
    case "P": shiftCells(index..<lineStart + size.width, by: count)
    case "L": scroll(cursor.y..<region.upperBound, by: -count)
    case "M": scroll(cursor.y..<region.upperBound, by: count)
    case "S": scroll(region, by: count)
    case "T": scroll(region, by: -count)
    case "b":
      guard index > 0, let scalar = cells[index - 1].text.unicodeScalars.first else { return }
      for _ in 0..<count { put(scalar) }
    case "r":
      let last = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : size.height
      region = count - 1..<max(count, min(last, size.height))
      cursor = (0, 0)
    case "m": graphics(numbers.isEmpty ? [0] : numbers)
    case "l" where body == "4": break  // insert mode off
    case "h" where body == "34": break  // tmux's plain cursor
    case "t" where body == "22;0;0" || body == "23;0;0": break  // keeps and gives back the window title
    default: unknown.append("CSI \(body)\(final)")
    }
  }

  private mutating func set(_ mode: String, on: Bool, final: Character) {
    // The form of the cursor on Linux's console.
    if final == "c" { return }
    guard final == "h" || final == "l" else {
      unknown.append("CSI ?\(mode)\(final)")
      return
    }
    switch mode {
    case "1": hasApplicationKeys = on
    case "7", "12", "8": break  // wrapping, blinking, key repeat
    case "25": isCursorVisible = on
    case "2004": hasBracketedPaste = on
    case "1000", "1002", "1006": if on { mouseModes.insert(mode) } else { mouseModes.remove(mode) }
    case "1049":
      if on == isAlternate { return }
      isAlternate = on
      if on {
        main = cells
        erase(0..<cells.count)
      } else {
        cells = main
      }
    default: unknown.append("CSI ?\(mode)\(final)")
    }
  }

  private mutating func graphics(_ numbers: [Int]) {
    var index = 0
    while index < numbers.count {
      let number = numbers[index]
      index += 1
      switch number {
      case 0: style = .plain
      case 1: style.attributes.insert(.bold)
      case 2: style.attributes.insert(.dim)
      case 3: style.attributes.insert(.italic)
      case 4: style.attributes.insert(.underline)
      case 7: style.attributes.insert(.reverse)
      case 22: style.attributes.subtract([.bold, .dim])
      case 23: style.attributes.remove(.italic)
      case 24: style.attributes.remove(.underline)
      case 27: style.attributes.remove(.reverse)
      case 10: graphicSets[0] = false
      case 11: graphicSets[0] = true
      case 30...37: style.foreground = Int16(number - 30)
      case 40...47: style.background = Int16(number - 40)
      case 90...97: style.foreground = Int16(number - 82)
      case 100...107: style.background = Int16(number - 92)
      case 39: style.foreground = -1
      case 49: style.background = -1
      case 38 where index + 1 < numbers.count && numbers[index] == 5:
        style.foreground = Int16(numbers[index + 1])
        index += 2
      case 48 where index + 1 < numbers.count && numbers[index] == 5:
        style.background = Int16(numbers[index + 1])
        index += 2
      default: unknown.append("SGR \(number)")
      }
    }
  }
}
