import Explorer
import Export

/// The manual page in roff, made of the commands' own help and the table of keys.
struct ManualPage {
  private(set) var text = ""

  init(_ program: CommandHelp) {
    text = ".TH \(Program.name.uppercased()) 1 \"\" \"\(Program.name) \(Program.version)\" \"User Commands\"\n"
    section("NAME")
    line("\(Program.name) \\- " + ManualPage.escaped(program.text))
    section("SYNOPSIS")
    line("\\fB\(Program.name)\\fR [\\fIFILE\\fR | \\-] ... [\\fB\\-t\\fR \\fITOKENIZER\\fR] ... [\\fIOPTIONS\\fR]")
    text += ".br\n"
    line("\\fB\(Program.name)\\fR \\fICOMMAND\\fR ...")
    section("DESCRIPTION")
    paragraphs(program.discussion)
    section("COMMANDS")
    for command in program.commands { add(command) }
    section("KEYS")
    for context in ActionEntry.Context.allCases {
      subsection(ManualPage.escaped(context.title))
      for entry in Action.table where entry.context == context {
        item("\\fB\(ManualPage.escaped(entry.keyLabel))\\fR", ManualPage.escaped("\(entry.help) (\(entry.name))"))
      }
    }
    section("COMMANDS OF THE PROMPT")
    line("After \\fB:\\fR, besides the names of the keys:")
    for command in Command.own {
      let argument = command.argument.isEmpty ? "" : " \\fI\(ManualPage.escaped(command.argument))\\fR"
      item("\\fB\(ManualPage.escaped(command.name))\\fR\(argument)", ManualPage.escaped(command.help))
    }
    section("FILES")
    item(
      "\\fI$XDG_CONFIG_HOME/tokview\\fR, else \\fI~/.config/tokview\\fR",
      "Your own samples, themes and vocabularies, in folders of these names.")
    section("ENVIRONMENT")
    item("\\fBTOKVIEW_DATA\\fR", "Another such folder, searched first.")
    item("\\fBNO_COLOR\\fR", "Draw without colours.")
  }

  /// A command with its options, then those below it.
  private mutating func add(_ command: CommandHelp) {
    let path = (command.parents + [command.name]).joined(separator: " ")
    let places = command.arguments.filter { $0.kind == .positional }.map { argument in
      let value = "\\fI\(ManualPage.escaped(argument.valueName))\\fR" + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(value)]" : value
    }
    subsection(
      (["\\fB\(ManualPage.escaped(path))\\fR"] + (command.commands.isEmpty ? [] : ["\\fICOMMAND\\fR"]) + places).joined(
        separator: " "))
    line(ManualPage.escaped(command.text))
    if !command.discussion.isEmpty {
      text += ".PP\n"
      paragraphs(command.discussion)
    }
    for argument in command.arguments { add(argument) }
    for command in command.commands { add(command) }
  }

  private mutating func add(_ argument: CommandHelp.Argument) {
    let value = "\\fI\(ManualPage.escaped(argument.valueName))\\fR"
    let names = argument.names.map { "\\fB\(ManualPage.escaped($0))\\fR" }.joined(separator: ", ")
    let tag: String =
      switch argument.kind {
      case .positional: value
      case .option: names + " " + value
      case .flag: names
      }
    let standard = argument.defaultValue.isEmpty ? "" : " (default: \(argument.defaultValue))"
    item(tag, ManualPage.escaped(argument.text + standard))
  }

  // MARK: Roff

  private mutating func heading(_ request: String, _ title: String) { text += ".\(request) \"\(title)\"\n" }

  private mutating func section(_ title: String) { heading("SH", title) }

  private mutating func subsection(_ title: String) { heading("SS", title.replacingQuotes) }

  /// A line of text; never taken for a request.
  private mutating func line(_ content: String) {
    text += (content.first == "." || content.first == "'" ? "\\&" : "") + content + "\n"
  }

  private mutating func item(_ tag: String, _ body: String) {
    text += ".TP\n"
    line(tag)
    line(body)
  }

  private mutating func paragraphs(_ content: String) {
    var isFirst = true
    for part in content.split(separator: "\n", omittingEmptySubsequences: true) {
      if !isFirst { text += ".PP\n" }
      isFirst = false
      line(ManualPage.escaped(String(part)))
    }
  }

  /// `content` in ASCII, without anything that roff reads as its own.
  static func escaped(_ content: String) -> String {
    var out = ""
    for scalar in content.unicodeScalars {
      switch scalar {
      case "\\": out += "\\e"
      case "-": out += "\\-"
      case "'": out += "\\(aq"
      case "`": out += "\\(ga"
      case "^": out += "\\(ha"
      case "~": out += "\\(ti"
      case " "..."~": out.unicodeScalars.append(scalar)
      case "\n", "\t": out += " "
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
    return out
  }
}

extension String {
  /// For the arguments of requests, which stand in quotes.
  fileprivate var replacingQuotes: String {
    split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq")
  }
}
