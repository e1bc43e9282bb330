import Analysis
import Screen
import Tokenization
import UnicodeText

/// The damage view: which part of the text it shows, and what its keys change.
extension State {
  /// Asks for the damaged text and its cuts where they are not those that are shown.
  mutating func damageText() -> [Effect] {
    guard view == .damage, awaited == nil, let request = damageRequest, let number = damage.question.ask(request) else {
      return []
    }
    return [.damage(request, request: number)]
  }

  private var damageRequest: Damage.Request? {
    guard let window = page?.window, let document else { return nil }
    if let pair = document.pair {
      // Both from the start: what belongs together further on is not known.
      let own = window.start == 0 ? window.bytes.prefix(Damage.limit) : []
      return Damage.Request(
        tokenizers: shownIDs, bytes: Array(own), start: 0,
        source: .pair(Array(pair.bytes.prefix(Damage.limit)), isOwnDamaged: pair.isOwnDamaged))
    }
    let part = damagePart(of: window)
    return Damage.Request(
      tokenizers: shownIDs, bytes: Array(window.bytes[part]), start: window.start + part.lowerBound,
      source: .noise(Noise(kind: damage.kind, rate: Double(damage.rate), seed: UInt64(damage.seed))))
  }

  /// The part of the window that holds the cursor: all of a short one, else a block that begins and ends between words where they are
  /// short enough.
  private func damagePart(of window: TextWindow) -> Range<Int> {
    let size = Damage.limit - State.partMargin
    guard window.bytes.count > Damage.limit else { return 0..<window.bytes.count }
    let cursor = self.cursor - window.start
    var block = cursor / size
    var start = partStart(block * size, in: window)
    if cursor < start, block > 0 {
      block -= 1
      start = partStart(block * size, in: window)
    }
    return start..<max(start, partStart((block + 1) * size, in: window))
  }

  /// How far a part's edge may lie after its block's.
  private static let partMargin = 200

  /// The first word start at or after `offset`, or the first character if no word starts near.
  private func partStart(_ offset: Int, in window: TextWindow) -> Int {
    let bytes = window.bytes
    guard offset > 0, offset < bytes.count else { return max(0, min(offset, bytes.count)) }
    let last = min(bytes.count, offset + State.partMargin)
    if let word = (offset..<last).first(where: { WordRanges.isWordStart($0, in: bytes) }) { return word }
    return (offset..<min(bytes.count, offset + 4)).first { bytes[$0] & 0xC0 != 0x80 } ?? offset
  }

  mutating func changeDamage(_ action: Action) {
    if document?.pair != nil {
      say("this text has its own damaged twin (another text: ])")
      return
    }
    switch action {
    case .noiseKind: damage.kind = damage.kind.next
    case .lessNoise: damage.stepRate(-1)
    case .moreNoise: damage.stepRate(1)
    default: damage.seed = damage.seed % 9_999 + 1
    }
  }
}
