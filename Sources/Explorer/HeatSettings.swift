import Analysis

/// What the user chose to see of the model: which layer and head, and how weights and experts are shown.
///
/// Numbers are those of the model; a view takes the nearest that its trace has.
package struct HeatSettings: Hashable, Sendable {
  package enum Form: String, CaseIterable, Sendable, Hashable { case labelled, dense, grid }

  /// Whether rows are what the cursor token looks at, or who looks at it.
  package enum Direction: String, CaseIterable, Sendable, Hashable { case from, to }

  /// What fills the routing view.
  package enum RoutingForm: String, CaseIterable, Sendable, Hashable { case matrix, text, classes }

  /// What the bars under the routing matrix stand for.
  package enum Bars: String, CaseIterable, Sendable, Hashable { case load, probability }

  /// How the routing is changed to see what would happen; all but `plain` are what-if.
  package enum Policy: String, CaseIterable, Sendable, Hashable {
    case plain
    case capacityDrop = "capacity-drop"
    case capacityReroute = "capacity-reroute"
    case grouped
  }

  /// Which tokens a bounded cache keeps.
  package enum Budget: String, CaseIterable, Sendable, Hashable {
    case off
    case importance
    case keyTokens = "key-tokens"
    case recency
  }

  /// The key that attention views point at.
  package enum KeyCursor: Hashable, Sendable {
    /// Whichever key the query looks at most.
    case strongest
    /// A token without bytes, by its place.
    case special(Int)
    /// The token that holds this byte of the document.
    case byte(Int)
  }

  package var layer = 0
  /// Nil for the mean of the layer's heads.
  package var head: Int?
  package var scale = HeatScale.squareRoot
  /// Whether weights are written as digits, 0 for the lowest tenth of the scale and 9 for the highest.
  package var showsDigits = false
  package var sink = SinkTreatment.raw
  package var direction = Direction.from
  package var form = Form.labelled
  package var key = KeyCursor.strongest
  package var budget = Budget.off
  /// Tokens that the cache keeps.
  package var budgetSize = 8
  package var routingForm = RoutingForm.matrix
  package var bars = Bars.load
  package var policy = Policy.plain
  /// Places of an expert by its fair share, for the capacity policies, in hundredths.
  package var capacity = 125
  /// What `capacity` can be.
  package static let capacities = 25...400
  /// Nil: no expert is followed.
  package var expert: Int?
  /// Name of the lens beside the tokens.
  package var lens = "surprisal"

  package init() {}
}
