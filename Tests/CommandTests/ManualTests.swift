import TestSupport
import Testing

/// The manual page and the scripts that complete the command line.
@Suite struct ManualTests {
  private static let page = ProgramRun("man").text
  private static let help = ProgramRun("--experimental-dump-help").text

  /// Options of all commands, with dashes, as the argument parser knows them.
  private static let options: Set<String> = Set(
    help.matches(of: /"kind"\s*:\s*"(long|short)",\s*"name"\s*:\s*"([^"]+)"/).map {
      ($0.1 == "long" ? "--" : "-") + $0.2
    })

  private static let commands = help.matches(of: /"commandName"\s*:\s*"([^"]+)"/).map { String($0.1) }

  @Test func hasEveryCommandAndOption() {
    #expect(Self.options.count > 60 && Self.options.contains("--exit-code") && Self.options.contains("-t"))
    #expect(Self.commands.count > 20 && Self.commands.contains("scaffold"))
    let page = Self.page.replacing("\\-", with: "-")
    for command in Set(Self.commands).subtracting(["tokview", "help"]) {
      #expect(page.contains(".SS \"\\fBtokview \(command)\\fR") || page.contains(" \(command)\\fR"), "\(command)")
    }
    for option in Self.options.subtracting(["--help", "-h", "--version"]) {
      #expect(page.contains("\\fB\(option)\\fR"), "\(option)")
    }
    for name in ["next-difference", "terms", "TOKVIEW_DATA", "default: bpe"] { #expect(page.contains(name), "\(name)") }
  }

  /// Only requests and escapes that every formatter knows, each complete, all in ASCII.
  @Test func isProperRoff() {
    let requests: Set<Substring> = [".TH", ".SH", ".SS", ".TP", ".PP", ".br"]
    let lines = Self.page.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count > 500 && lines.first?.hasPrefix(".TH TOKVIEW 1 ") == true)
    var isTagNext = false
    var isTextNext = false
    for line in lines {
      #expect(!line.isEmpty && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(line)")
      if line.first == "." {
        let request = line.prefix { $0 != " " }
        #expect(requests.contains(request), "\(line)")
        // What opens a paragraph is followed by text.
        #expect(!isTagNext && !isTextNext, "\(line)")
        #expect(line.count { $0 == "\"" } % 2 == 0, "\(line)")
        isTagNext = request == ".TP"
        isTextNext =
          [".TP", ".PP", ".SH"].contains(request) && !line.contains("COMMANDS\"") && !line.contains("KEYS\"")
          && !line.contains("FILES\"") && !line.contains("ENVIRONMENT\"")
        continue
      }
      #expect(line.first != "'", "\(line)")
      if isTagNext { isTagNext = false } else { isTextNext = false }
      let rest = line.replacing(/\\(-|e|&|\((aq|ga|ha|ti|dq)|f[BIR]|\[u[0-9A-F]{4,6}\])/, with: "")
      #expect(!rest.contains("\\"), "\(line)")
      // Every font is closed on its line.
      let fonts = line.matches(of: /\\f([BIR])/).map { $0.1 }
      #expect(fonts.count % 2 == 0 && fonts.enumerated().allSatisfy { ($0.offset % 2 == 1) == ($0.element == "R") })
    }
    #expect(!isTagNext && !isTextNext)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionScriptsHaveEveryCommandAndOption(shell: String) {
    let run = ProgramRun("--generate-completion-script", shell)
    #expect(run.code == 0 && run.errors == "")
    for command in Set(Self.commands) { #expect(run.text.contains(command), "\(command)") }
    for option in Self.options {
      // Fish leaves the dashes out.
      #expect(run.text.contains(shell == "fish" ? String(option.drop { $0 == "-" }) : option), "\(option)")
    }
    #expect(!run.text.contains("→") && !run.text.contains("↵"))
  }

  @Test func bashReadsItsScript() {
    let syntax = ProgramRun.shell("$TOKVIEW --generate-completion-script bash | bash -n && echo good")
    #expect(syntax.text == "good\n" && syntax.errors == "", "\(syntax.errors)")
  }

  /// Bash itself, asked as by Tab after the words.
  @Test(arguments: [
    ("tokview encode -t tur", "turkish turkish-greedy"), ("tokview explore --theme mag", "magma"),
    ("tokview explore --sample 00-", "00-start"), ("tokview export lens head-t", "head-tags"), ("tokview che", "check"),
    ("tokview diff bpe fin", "financial"), ("tokview encode --specials p", "parse"), ("tokview list the", "themes"),
    ("tokview --the", "--theme"), ("tokview --theme mag", "magma"), ("tokview ./README --tou", "--tour"),
    ("tokview -t turkish --theme vir", "viridis"), ("tokview a b --view met", "metrics"),
    ("tokview -t tur", "turkish turkish-greedy"),
    ("tokview --vers", "--version"), ("tokview CHANGE", "CHANGELOG.md"),
    ("tokview x CHANGE", "CHANGELOG.md"),
  ])
  func bashCompletes(line: String, words: String) {
    let script = """
      PATH=$(dirname "$TOKVIEW"):$PATH
      source <("$TOKVIEW" --generate-completion-script bash)
      COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<< "$COMP_LINE"
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_TYPE=9; COMP_KEY=9
      cd '\(Repository.root)'
      _tokview tokview "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      echo "${COMPREPLY[@]}"
      """
    let run = ProgramRun.shell(script)
    #expect(run.text == words + "\n", "\(run.errors)")
  }

  @Test func completesFilesOfTokenizers() {
    let folder = TemporaryFolder()
    for name in ["a.json", "ab.tiktoken", "a.txt", "b.json"] { folder.write([], name) }
    let run = ProgramRun("---completion", "encode", "--", "-t", "2", "3", "encode", "-t", "./a", folder: folder.path)
    #expect(run.code == 0 && run.lines.contains("bpe") && run.lines.contains("char-4k"), "\(run.errors)")
    #expect(run.lines.filter { $0.hasPrefix(".") } == ["./a.json", "./ab.tiktoken"], "\(run.text)")
  }
}
