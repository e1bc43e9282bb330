/// The suffix inventory as an automaton: which rows may stand after a state where a given letter follows.
///
/// A state's rows are cut down by the first letter of the text, so that few of them are compared. Finding the arcs of a place costs
/// time in proportion to the rows that remain.
struct SuffixAutomaton: Sendable {
  let inventory: SuffixInventory
  /// Row numbers, by state and first letter.
  private var arcs: [UInt16] = []
  /// First arc of each state and letter; 32 letters a state, and the end.
  private var starts: [UInt32] = []
  /// Cost of ending the word in each state; nil where a word cannot end.
  let endCosts: [Int32?]

  init(_ inventory: SuffixInventory, costs: AnalysisCosts) {
    self.inventory = inventory
    let firsts = inventory.rows.map { $0.pattern.firstLetters }
    for state in 0..<inventory.states.count {
      for letter in 0..<32 {
        starts.append(UInt32(arcs.count))
        for (index, row) in inventory.rows.enumerated()
        where row.before >> UInt32(state) & 1 != 0 && firsts[index] >> UInt64(letter) & 1 != 0 {
          arcs.append(UInt16(index))
        }
      }
    }
    starts.append(UInt32(arcs.count))
    endCosts = inventory.states.map { name in
      switch name {
      case "V0": costs.imperative
      case "VN": costs.negativeImperative
      case "ND": costs.bareParticiple
      case "VP", "VD", "NSU", "NT", "NL", "NB", "NUM": nil
      default: 0
      }
    }
  }

  /// Rows that may stand after `state` where `letter` comes next.
  @inline(__always)
  func rows(after state: Int, at letter: UInt8) -> ArraySlice<UInt16> {
    guard letter < 32 else { return [] }
    let index = state << 5 | Int(letter)
    return arcs[Int(starts[index])..<Int(starts[index + 1])]
  }
}
