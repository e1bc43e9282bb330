/// All lenses in the order in which the screen steps through them; the first is shown at the start.
package enum Lenses {
  package static let all: [any Lens] = [
    SurprisalLens(),
    AttentionLens(direction: .from),
    AttentionLens(direction: .to),
    SinkMassLens(),
    AttentionEntropyLens(),
    HeadTagsLens(),
    TokenImportanceLens(),
    KeyTokensLens(),
    LogitLens(),
    ExpertsUsedLens(),
    RouterEntropyLens(),
    LoadLens(),
    CapacityLens(),
  ]

  /// The lens with this name on the command line.
  package static func named(_ name: String) -> (any Lens)? { all.first { $0.name == name } }
}
