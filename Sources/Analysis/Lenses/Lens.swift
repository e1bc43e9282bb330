import Inference

/// A named function from a trace to numbers: a value per token for the strip beside the text, and a table of all that it says.
package protocol Lens: Sendable {
  /// On the command line, as `sink-mass`.
  var name: String { get }
  /// Heading of the strip, at most 8 cells.
  var title: String { get }
  /// One line.
  var formula: String { get }
  /// Where the formula comes from.
  var source: String { get }
  var unit: LensUnit { get }

  /// One value per token of the trace; nil where it is unknown or not defined.
  ///
  /// - Throws: `LensError` when the trace lacks the part that is read, or the place is not in it.
  func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?]

  /// All that the lens says of the trace as seen from `place`.
  func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable
}

/// Where a lens looks; each lens says which of the three it reads.
package struct LensPlace: Hashable, Sendable {
  /// Its number in the model.
  package var layer: Int
  /// Its number in the model; nil is the mean of the layer's heads.
  package var head: Int?
  /// Index of a token of the trace.
  package var cursor: Int

  package init(layer: Int, head: Int?, cursor: Int) {
    self.layer = layer
    self.head = head
    self.cursor = cursor
  }
}

/// What the numbers of a lens are.
package struct LensUnit: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A part of a whole.
    case share
    case bits
    /// A sum of shares.
    case weight
    /// Tokens or experts.
    case count
    /// 1 is even.
    case ratio
  }

  package let kind: Kind
  /// From the least to the greatest value, as `0...1`.
  package let range: String
  /// The greatest value there can be; nil when it depends on the trace or does not exist.
  package let maximum: Double?

  static let share = LensUnit(kind: .share, range: "0...1", maximum: 1)
}
