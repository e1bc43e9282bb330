import Tokenization

/// Which cuts of a correct text stay in place when the text is damaged.
///
/// A cut stays where a cut of the damaged text stands at its image; each cut of the damaged text is used once. As images never go back,
/// taking the first that fits from the left keeps as many as possible. Linear in the cuts, a binary search for each.
///
/// Example: `The Senate` cut `The| Sen|ate` and `Thc S enate` cut `Th|c| S| en|ate`: 3 and 7 of the correct text are in place, at 3 and 8;
/// kept 2 of 2, and of the 4 cuts that either has, so the index of Jaccard is .5.
package struct BoundaryStability: Sendable {
  /// Cuts that stayed, as places in both texts, ascending.
  package let kept: [(correct: Int, damaged: Int)]
  /// Cuts of the correct text that are gone.
  package let lost: [Int]
  /// Cuts of the damaged text that stand for none of the correct one.
  package let new: [Int]

  /// - Parameters:
  ///   - correct: cuts of the correct text, ascending.
  ///   - damaged: cuts of the damaged text, ascending.
  package init(correct: [Int], damaged: [Int], map: EditMap) {
    var kept: [(correct: Int, damaged: Int)] = []
    var lost: [Int] = []
    var new: [Int] = []
    var next = 0
    for cut in correct {
      guard let image = map.image(of: cut) else {
        lost.append(cut)
        continue
      }
      while next < damaged.count, damaged[next] < image.lowerBound {
        new.append(damaged[next])
        next += 1
      }
      if next < damaged.count, damaged[next] <= image.upperBound {
        kept.append((cut, damaged[next]))
        next += 1
      } else {
        lost.append(cut)
      }
    }
    self.kept = kept
    self.lost = lost
    self.new = new + damaged[next...]
  }

  /// Share of the correct text's cuts that stayed; nil where it has none.
  package var keptShare: Double? {
    let all = kept.count + lost.count
    return all == 0 ? nil : Double(kept.count) / Double(all)
  }

  /// Cuts that stayed by cuts of either text; 1 where neither has any.
  package var jaccard: Double {
    let all = kept.count + lost.count + new.count
    return all == 0 ? 1 : Double(kept.count) / Double(all)
  }
}
