import ArgumentParser
import Explorer

/// Where the second cursor of the attention views is.
struct KeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The second cursor: a byte of the text, or #N for the N-th token, from 0, that has none; by default the strongest.",
      valueName: "BYTE|#N"))
  var key: KeyArgument?
}

/// A byte, or `#` and the place of a token without bytes.
struct KeyArgument: ExpressibleByArgument {
  let cursor: HeatSettings.KeyCursor

  init?(argument: String) {
    let isPlace = argument.hasPrefix("#")
    guard let number = Int(argument.drop { $0 == "#" }), number >= 0 else { return nil }
    cursor = isPlace ? .special(number) : .byte(number)
  }
}
