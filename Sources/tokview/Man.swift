import ArgumentParser

/// `tokview man`: the manual page.
struct Man: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the manual page in roff.",
    discussion: "tokview man > ~/.local/share/man/man1/tokview.1 installs it for man tokview.")

  func run() throws {
    var output = StandardOutput()
    try output.write(ManualPage(try CommandHelp.program()).text)
    try output.flush()
  }
}
