/// A part of the screen that keys can be for.
package enum Pane: Hashable, Sendable {
  /// The text, the matrix, the list: where the keys of the view hold.
  case text
  /// The model's panel of compare.
  case panel
  /// The inspector of compare.
  case inspector
  /// The details of an entry of a vocabulary.
  case details

  /// As the status calls it.
  var title: String {
    switch self {
    case .text: "TEXT"
    case .panel: "MODEL PANEL"
    case .inspector: "INSPECTOR"
    case .details: "DETAILS"
    }
  }
}

/// Which pane has the focus, and how far a pane of facts is scrolled.
package struct Panes: Hashable, Sendable {
  /// What the facts are about; of something else they are seen from their first line.
  struct Subject: Hashable, Sendable {
    let view: State.View
    let column: Int
    /// Byte of the document that the token begins with.
    let token: Int?
    let entry: Int?
  }

  /// What was chosen; holds while it is on the screen.
  var focus = Pane.text
  /// Lines of the facts above their room.
  package internal(set) var scroll = 0
  var subject: Subject?
}
