/// What the mouse did, and at which cell; x to the right, y down, from 0.
package struct Mouse: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The left button went down.
    case press
    /// It moved while held down.
    case drag
    case release
    case wheelUp, wheelDown
  }

  package let kind: Kind
  package let x: Int
  package let y: Int

  package init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
