import ArgumentParser

/// What the special added tokens of a vocabulary are in a text.
struct SpecialTokenOptions: ParsableArguments {
  @Option(help: "Special tokens of a tokenizer.json, such as <|endoftext|>, are ordinary text (text) or match (parse).")
  var specials: SpecialTokens = .text
}

enum SpecialTokens: String, ExpressibleByArgument, CaseIterable { case text, parse }
