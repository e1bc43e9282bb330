import Analysis

/// A figure of the metrics table.
package enum Measure: String, CaseIterable, Hashable, Sendable {
  case vocabulary, tokens
  case bytesPerToken = "bytes/token"
  case charactersPerToken = "characters/token"
  case tokensPerWord = "tokens/word"
  case keptWhole = "kept whole"
  case entropy
  case efficiency
  case bitsPerByte = "bits/byte"
  case ratio = "ratio to the base"

  /// Over a column, short.
  var heading: String {
    switch self {
    case .vocabulary: "vocab"
    case .tokens: "tokens"
    case .bytesPerToken: "B/tok"
    case .charactersPerToken: "ch/tok"
    case .tokensPerWord: "tok/wd"
    case .keptWhole: "whole"
    case .entropy: "entr"
    case .efficiency: "effic"
    case .bitsPerByte: "bit/B"
    case .ratio: "ratio"
    }
  }

  /// What `s` goes through; of one text, bytes and characters a token and the ratio have the order of the tokens.
  package static func sortable(_ scope: Metrics.Scope) -> [Measure] {
    switch scope {
    case .text: [.tokens, .tokensPerWord, .keptWhole, .entropy, .efficiency, .bitsPerByte, .vocabulary]
    case .corpus: [.tokens, .bytesPerToken, .tokensPerWord, .keptWhole, .entropy, .efficiency, .ratio]
    }
  }

  /// Whether the greatest comes first when sorted.
  var isDescending: Bool {
    switch self {
    case .bytesPerToken, .charactersPerToken, .keptWhole, .entropy, .efficiency: true
    case .vocabulary, .tokens, .tokensPerWord, .bitsPerByte, .ratio: false
    }
  }

  func text(_ value: Double?) -> String {
    guard let value else { return "-" }
    switch self {
    case .vocabulary, .tokens: return shortened(Int(value), from: 1_000_000)
    case .bytesPerToken, .charactersPerToken, .tokensPerWord, .bitsPerByte, .ratio: return decimal(value)
    case .keptWhole: return decimal(value * 100, places: 0) + "%"
    case .entropy: return decimal(value)
    case .efficiency: return decimal(value, places: 3)
    }
  }
}
