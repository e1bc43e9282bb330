import Inference
import Synchronization

/// The tags of a trace's heads, each computed when it is first asked for: a screen shows some heads, and the same ones again and again.
final class HeadScores: Sendable {
  private struct Place: Hashable {
    let layer: Int
    let head: Int
  }

  private let known = Mutex<[Place: HeadTags.Scores]>([:])

  /// The scores of a head of `trace`, which must be the same in each call; traps on one that it does not have.
  func scores(of trace: Trace, layer: Int, head: Int) -> HeadTags.Scores? {
    let place = Place(layer: layer, head: head)
    if let scores = known.withLock({ $0[place] }) { return scores }
    guard let tags = try? HeadTags(trace, layers: [layer], heads: [head]) else { return nil }
    let scores = tags.scores(layer: layer, head: head)
    known.withLock { $0[place] = scores }
    return scores
  }
}
