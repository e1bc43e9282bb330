import CNcurses
import Screen

/// The colour pairs that ncurses has been told of.
struct PairTable {
  /// Pairs the terminal may have besides pair 0.
  let limit: Int
  let colors: Int
  /// Whether -1, the terminal's own colours, is possible; else white on black stands for them.
  let hasDefaults: Bool
  /// Whether the terminal wants red, green and blue instead of an index.
  let isDirect: Bool
  private(set) var count = 0
  // [foreground + 1][background + 1]; 0 = not there yet.
  private var pairs: [UInt16]

  init(limit: Int, colors: Int, hasDefaults: Bool, isDirect: Bool) {
    self.isDirect = isDirect
    self.hasDefaults = hasDefaults
    self.limit = min(limit, Int(UInt16.max))
    self.colors = min(colors, 256)
    pairs = Array(repeating: 0, count: (self.colors + 1) * (self.colors + 1))
  }

  /// The pair of two colours; nil if there is no room for another one.
  mutating func pair(foreground: Int16, background: Int16) -> Int32? {
    let front = (-1..<colors).contains(Int(foreground)) ? Int(foreground) : -1
    let back = (-1..<colors).contains(Int(background)) ? Int(background) : -1
    if front == -1 && back == -1 { return 0 }
    let index = (front + 1) * (colors + 1) + back + 1
    if pairs[index] != 0 { return Int32(pairs[index]) }
    guard count < limit, init_extended_pair(Int32(count + 1), value(front, instead: 7), value(back, instead: 0)) == OK
    else { return nil }
    count += 1
    pairs[index] = UInt16(count)
    return Int32(count)
  }

  /// What ncurses calls the colour `index`; -1 stands for the terminal's own.
  func value(_ index: Int, instead: Int) -> Int32 {
    if index == -1 { return hasDefaults ? -1 : value(instead, instead: instead) }
    if !isDirect { return Int32(index) }
    let color = RGBColor(palette: index)
    return Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
  }

  /// Forgets all pairs; the screen must be repainted.
  mutating func removeAll() {
    reset_color_pairs()
    for index in pairs.indices { pairs[index] = 0 }
    count = 0
  }
}
