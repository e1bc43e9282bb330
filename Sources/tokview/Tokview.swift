import ArgumentParser
import Export

/// The program: without a command it starts the screen.
struct Tokview: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokview",
    abstract: "Shows how tokenizers cut a text, side by side, in the terminal.",
    usage: """
      tokview [FILE | -] ... [-t TOKENIZER] ... [OPTIONS]
      tokview COMMAND ...
      """,
    discussion: """
      Without a command the screen starts; ? lists its keys. TOKENIZER is an id of `tokview list tokenizers`, \
      ALGORITHM:SOURCE[@PATTERN], or the path of a tokenizer.json or .tiktoken file. A file with the name of a command is given as ./NAME.

      Exit codes: 0 done, 1 input or runtime error, 64 wrong usage, 128 + n ended by signal n.
      """,
    version: "\(Program.name) \(Program.version)",
    subcommands: [
      Explore.self, Encode.self, Decode.self, Check.self, Diff.self, Count.self, Stats.self, TraceCommand.self,
      Train.self, Vocab.self, ListCommand.self, Terms.self, DamageCommand.self, SeamCommand.self, ExportCommand.self,
      Man.self,
    ],
    defaultSubcommand: Explore.self
  )
}
