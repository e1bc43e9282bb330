import Screen

/// Where the parts of the vocabulary view stand on a screen of one size.
struct VocabularyLayout: Hashable, Sendable {
  /// Rows of the list that fit.
  let rows: Int
  /// The first row that is shown.
  let first: Int
  /// Lines of the details below the list, without their border; 0 for none.
  let detailLines: Int
  /// Cells of an entry.
  let entryWidth: Int
  /// Cells of the rank of an entry; 0 where entries need the room.
  let rankWidth: Int
  /// Cells of the parts of an entry; 0 where there is no room for them.
  let partsWidth: Int

  /// Cells of the other columns with the blank before each.
  static let idWidth = 8
  static let bytesWidth = 6
  static let kindWidth = 9
  static let usesWidth = 9
  static let reachWidth = 9

  init(_ state: State, size: Size, look: Look) {
    let body = max(0, Geometry(state, size: size, look: look).body.height)
    // A line of counts and one of titles.
    let room = max(1, body - 2)
    detailLines = state.vocabulary.showsDetails ? max(3, min(12, room / 2 - 1)) : 0
    rows = max(1, room - (detailLines > 0 ? detailLines + 1 : 0))
    let count = state.vocabulary.rows.count
    first = max(0, min(state.vocabulary.selected - rows / 2, count - rows))
    rankWidth = size.width < 72 ? 0 : 8
    let fixed =
      1 + Self.idWidth + 1 + Self.bytesWidth + Self.kindWidth + rankWidth + Self.usesWidth + Self.reachWidth + 1
    let rest = max(8, size.width - fixed)
    partsWidth = rest >= 44 ? min(40, rest / 2) : 0
    entryWidth = rest - partsWidth
  }
}
