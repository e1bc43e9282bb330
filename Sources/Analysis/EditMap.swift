/// Which bytes of a damaged text come from which of the correct one: stretches that differ, in order, and between them equal bytes.
///
/// A place between two bytes of the correct text has an image in the damaged one unless it lies inside a stretch that was replaced as a
/// whole; where something was inserted, the image is the places on both sides of it and within. Images never go back.
///
/// Example: `form` damaged to `fo m` has the one edit 2..<3 → 2..<3; `modern` to `modem` has 4..<6 → 4..<5, so that 5 has no image.
package struct EditMap: Hashable, Sendable {
  /// A stretch that differs; one of the two ranges may be empty.
  package struct Edit: Hashable, Sendable {
    package let correct: Range<Int>
    package let damaged: Range<Int>

    package init(correct: Range<Int>, damaged: Range<Int>) {
      self.correct = correct
      self.damaged = damaged
    }
  }

  package let edits: [Edit]
  /// Bytes of the two texts.
  package let correctCount: Int
  package let damagedCount: Int

  /// - Parameter edits: in order, disjoint, with as many bytes between them in both texts.
  package init(edits: [Edit], correctCount: Int, damagedCount: Int) {
    var (correct, damaged) = (0, 0)
    for edit in edits {
      precondition(edit.correct.lowerBound >= correct, "edits overlap or go back")
      precondition(
        edit.correct.lowerBound - correct == edit.damaged.lowerBound - damaged, "unequal bytes between edits")
      (correct, damaged) = (edit.correct.upperBound, edit.damaged.upperBound)
    }
    precondition(correctCount - correct == damagedCount - damaged && correctCount >= correct, "unequal ends")
    self.edits = edits
    self.correctCount = correctCount
    self.damagedCount = damagedCount
  }

  /// The places of the damaged text that stand for place `offset` of the correct one; nil inside a replaced stretch. Binary search.
  package func image(of offset: Int) -> ClosedRange<Int>? {
    var index = edits.partitionPoint { $0.correct.upperBound >= offset }
    var low = offset
    if index > 0 { low += edits[index - 1].damaged.upperBound - edits[index - 1].correct.upperBound }
    var high = low
    while index < edits.count, edits[index].correct.lowerBound <= offset {
      let edit = edits[index]
      if edit.correct.isEmpty {
        high = edit.damaged.upperBound
      } else if edit.correct.upperBound == offset {
        low = edit.damaged.upperBound
        high = low
      } else if edit.correct.lowerBound < offset {
        return nil
      } else {
        break
      }
      index += 1
    }
    return low...high
  }

  /// The map from the damaged text to the correct one.
  package var inverse: EditMap {
    EditMap(
      edits: edits.map { Edit(correct: $0.damaged, damaged: $0.correct) }, correctCount: damagedCount,
      damagedCount: correctCount)
  }

  /// Both texts from the first byte to the last, in turns equal and different; no empty stretch.
  package var stretches: [(edit: Edit, isEqual: Bool)] {
    var out: [(edit: Edit, isEqual: Bool)] = []
    var (correct, damaged) = (0, 0)
    func equal(_ end: Int) -> Edit { Edit(correct: correct..<end, damaged: damaged..<damaged + end - correct) }
    for edit in edits {
      if edit.correct.lowerBound > correct { out.append((equal(edit.correct.lowerBound), true)) }
      out.append((edit, false))
      (correct, damaged) = (edit.correct.upperBound, edit.damaged.upperBound)
    }
    if correct < correctCount { out.append((equal(correctCount), true)) }
    return out
  }
}
