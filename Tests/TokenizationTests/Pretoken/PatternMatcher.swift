import Tokenization
import UnicodeText

/// A backtracking matcher for the regular expressions of `PretokenPattern`: slow, and close to the text of the pattern.
///
/// Knows alternation, groups `(?:` and `(?i:`, the look-ahead `(?!`, sets, `\p{}`, `\s`, `\S` and greedy quantifiers.
struct PatternMatcher {
  indirect enum Node {
    case one((UInt32) -> Bool)
    case sequence([Node])
    case choice([Node])
    case times(Node, Int, Int)
    case notAhead(Node)
  }

  private var pattern: [Character]
  private var place = 0
  private var ignoresCase = false
  private(set) var root: Node = .sequence([])

  init(_ pattern: PretokenPattern) {
    self.pattern = Array(pattern.regex)
    root = alternation()
  }

  /// The pretokens of `text` as lengths in scalars.
  func lengths(_ text: [UInt32]) -> [Int] {
    var out: [Int] = []
    var start = 0
    while start < text.count {
      var end = start
      _ = match(root, text, start) {
        end = $0
        return true
      }
      precondition(end > start, "the pattern must match at every scalar")
      out.append(end - start)
      start = end
    }
    return out
  }

  private func match(_ node: Node, _ text: [UInt32], _ at: Int, _ then: (Int) -> Bool) -> Bool {
    switch node {
    case .one(let test): return at < text.count && test(text[at]) && then(at + 1)
    case .sequence(let nodes):
      guard let first = nodes.first else { return then(at) }
      let rest = Node.sequence(Array(nodes.dropFirst()))
      return match(first, text, at) { match(rest, text, $0, then) }
    case .choice(let nodes): return nodes.contains { match($0, text, at, then) }
    case .notAhead(let inner): return !match(inner, text, at) { _ in true } && then(at)
    case .times(let inner, let low, let high):
      if high > 0, match(inner, text, at, { match(.times(inner, max(low - 1, 0), high - 1), text, $0, then) }) {
        return true
      }
      return low == 0 && then(at)
    }
  }

  private mutating func alternation() -> Node {
    var choices = [sequence()]
    while place < pattern.count, pattern[place] == "|" {
      place += 1
      choices.append(sequence())
    }
    return .choice(choices)
  }

  private mutating func sequence() -> Node {
    var nodes: [Node] = []
    while place < pattern.count, pattern[place] != "|", pattern[place] != ")" { nodes.append(quantified()) }
    return .sequence(nodes)
  }

  private mutating func quantified() -> Node {
    let inner = atom()
    guard place < pattern.count else { return inner }
    let bounds: (Int, Int, Int)? =
      switch pattern[place] {
      case "?": (0, 1, 1)
      case "*": (0, 1_000_000, 1)
      case "+": (1, 1_000_000, 1)
      case "{": (1, 3, 5)
      default: nil
      }
    guard let (low, high, length) = bounds else { return inner }
    if pattern[place] == "{" { precondition(String(pattern[place..<place + 5]) == "{1,3}") }
    place += length
    return .times(inner, low, high)
  }

  private mutating func atom() -> Node {
    if pattern[place] == "(" {
      let head = String(pattern[place..<min(place + 4, pattern.count)])
      let outer = ignoresCase
      if head.hasPrefix("(?i:") {
        ignoresCase = true
        place += 4
      } else {
        place += 3
      }
      let inner = alternation()
      ignoresCase = outer
      place += 1
      return head.hasPrefix("(?!") ? .notAhead(inner) : inner
    }
    return .one(set())
  }

  private mutating func set() -> (UInt32) -> Bool {
    guard pattern[place] == "[" else { return member() }
    place += 1
    let negated = pattern[place] == "^"
    if negated { place += 1 }
    var members: [(UInt32) -> Bool] = []
    while pattern[place] != "]" { members.append(member()) }
    place += 1
    return { scalar in members.contains { $0(scalar) } != negated }
  }

  private mutating func member() -> (UInt32) -> Bool {
    let character = pattern[place]
    place += 1
    guard character == "\\" else {
      let value = character.unicodeScalars.first!.value
      guard ignoresCase else { return { $0 == value } }
      let upper = Character(character.uppercased()).unicodeScalars.first!.value
      return { $0 == value || $0 == upper || value == 0x73 && $0 == 0x17F }
    }
    let escape = pattern[place]
    place += 1
    switch escape {
    case "r": return { $0 == 13 }
    case "n": return { $0 == 10 }
    case "s": return { ScalarClass.of($0).contains(.whiteSpace) }
    case "S": return { !ScalarClass.of($0).contains(.whiteSpace) }
    default:
      let close = pattern[place...].firstIndex(of: "}")!
      let name = String(pattern[(place + 1)..<close])
      place = close + 1
      return { scalar in
        let kind = ScalarClass.of(scalar)
        switch name {
        case "L": return kind.contains(.letter)
        case "N": return kind.contains(.number)
        case "M": return kind.contains(.mark)
        case "Ll": return kind.contains(.lower)
        case "Lm": return kind.contains(.modifier)
        case "Lo": return kind.contains(.otherLetter)
        // The table keeps Lu and Lt together; the patterns never part them.
        case "Lu", "Lt": return kind.contains(.upper)
        default: preconditionFailure("unknown property \(name)")
        }
      }
    }
  }
}
