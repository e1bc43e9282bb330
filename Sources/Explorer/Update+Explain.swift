import Analysis
import Screen
import Tokenization

/// The explain view: what it asks for and what its keys do.
extension State {
  /// Asks how the tokens at the cursor came about where that is not what is shown.
  mutating func deriveSteps() -> [Effect] {
    guard view == .explain, awaited == nil, let page, let (_, token) = cursorToken else { return [] }
    let ids = [base, explainedColumn].compactMap { $0 }.map { columns[$0].id }
    let offset = max(token.start, min(cursor - page.window.start, max(token.start, token.end - 1)))
    let request = Stepper.Request(tokenizers: ids, offset: offset, generation: page.generation)
    guard let number = stepper.ask(request) else { return [] }
    return [.derive(request, page.window, request: number)]
  }

  /// The column that is compared with the base: the active one, or else the first that has other tokens at the cursor.
  private var explainedColumn: Int? {
    guard base == active else { return active }
    let others = shown.filter { $0 != base && segmentation($0) != nil }
    let offset = cursor - (page?.window.start ?? 0)
    func token(_ column: Int) -> Range<Int>? {
      segmentation(column).flatMap { cut in cut.tokenIndex(at: offset).map { cut.tokens[$0].range } }
    }
    return others.first { token($0) != token(base) } ?? others.first
  }

  mutating func changeSteps(_ action: Action) {
    switch action {
    case .explain: openSteps()
    case .previousStep: stepper.move(by: -1)
    case .nextStep: stepper.move(by: 1)
    case .firstStep: stepper.step = 0
    case .lastStep: stepper.move(by: .max / 2)
    default: if stepper.isAtEnd { closeSteps() } else { stepper.move(by: 1) }
    }
  }

  private mutating func openSteps() {
    guard view != .explain else { return }
    guard cursorToken != nil else {
      say(shown.isEmpty ? "no tokenizer is shown (press 1-9, or p for all)" : "no token is at the cursor")
      return
    }
    stepper.origin = view
    stepper.step = 0
    show(.explain)
  }

  /// Back to the view that the steps were opened from.
  mutating func closeSteps() { show(stepper.origin) }
}
