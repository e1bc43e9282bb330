/// The pretoken patterns that tokview carries out by hand-written scanners, known by the exact text of their expressions.
///
/// An expression from a file is never executed: it is compared with these, letter by letter.
package enum KnownPattern: String, CaseIterable, Sendable, Hashable {
  case gpt2, cl100k, qwen2, o200k, tokview
  /// No cut at all; written as a ByteLevel step without expression, or as no step where text is read by characters.
  case whole

  /// The spelling that is written to files.
  package var regex: String { spellings[0] }

  /// The spellings in published files that cut alike. Spelt-out case (`[sS]`) leaves out U+017F, which `(?i:s)` takes for an s.
  package var spellings: [String] {
    let anyCase = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    let spelt = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
    switch self {
    case .gpt2:
      return [
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
        #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
        #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#,
      ]
    case .cl100k:
      return [anyCase, spelt].map { $0 + "|" + Self.words(#"\p{N}{1,3}"#) } + [
        #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#
      ]
    case .qwen2: return [anyCase, spelt].map { $0 + "|" + Self.words(#"\p{N}"#) }
    case .o200k:
      return [anyCase, spelt].map { contraction in
        let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
        let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
        let lead = #"[^\r\n\p{L}\p{N}]?"#
        return "\(lead)\(upper)*\(lower)+\(contraction)?|\(lead)\(upper)+\(lower)*\(contraction)?"
          + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
      }
    case .tokview: return [Self.words(#"\p{N}{1,3}"#)]
    case .whole: return ["(?s:.+)"]
    }
  }

  /// The pattern with this spelling.
  package init?(regex: [UInt8]) {
    guard let match = KnownPattern.allCases.first(where: { $0.spellings.contains { Array($0.utf8) == regex } }) else {
      return nil
    }
    self = match
  }

  private static func words(_ digits: String) -> String {
    #"[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }
}
