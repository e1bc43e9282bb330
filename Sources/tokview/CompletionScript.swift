/// The script that completes the command line in a shell, as the argument parser writes it, made to know that the screen needs no command.
///
/// The parser's scripts offer the options of a command only after its name. Here the words of a line that names no command are read as those
/// of `explore`, and its first word may be a file.
enum CompletionScript {
  /// A place of the parser's script, and what stands there instead.
  private typealias Change = (place: String, text: String)

  /// `message`, changed where it is such a script.
  static func finished(_ message: String) -> String {
    let names = commands(message)
    for (start, changes) in [
      ("#!/bin/bash\n", bash(names)), ("#compdef tokview\n", zsh(names)), ("function __tokview_", fish(names)),
    ] where message.hasPrefix(start) {
      return changes.reduce(message) { replace($1.place, in: $0, with: $1.text) }
    }
    return message
  }

  /// Names of all commands.
  private static func commands(_ script: String) -> [String] {
    Tokview.configuration.subcommands.map { $0._commandName } + ["help"]
  }

  private static func bash(_ names: [String]) -> [Change] {
    let words = "    local -a unparsed_words=(\"${COMP_WORDS[@]:1:${COMP_CWORD}}\")\n"
    let offered = "        COMPREPLY+=($(compgen -W '\(names.joined(separator: " "))' -- \"${cur}\"))\n"
    return [
      (
        words,
        words + """
              # Without a command the words are those of explore.
              case "${unparsed_words[0]}" in
              \(names.joined(separator: "|")))
                  ;;
              *)
                  [[ "${COMP_CWORD}" -gt 1 || "${cur}" = -* ]] && unparsed_words=(explore "${unparsed_words[@]}")
                  ;;
              esac

          """
      ),
      (offered, offered + "        __tokview_add_completions -f\n"),
    ]
  }

  private static func zsh(_ names: [String]) -> [Change] {
    let index = "    local -ir current_word_index=\"$((CURRENT - 1))\"\n"
    let offered = "        _describe -V subcommand subcommands && ret=0\n"
    return [
      (
        index,
        index + """
              # Without a command the words are those of explore.
              local -ar commands_of_tokview=(\(names.joined(separator: " ")))
              if [[ ${commands_of_tokview[(Ie)${words[2]}]} -eq 0 && ( CURRENT -gt 2 || "${words[CURRENT]}" = -* ) ]]; then
                  words=("${words[1]}" explore "${(@)words[2,-1]}")
                  ((CURRENT++))
              fi

          """
      ),
      (offered, offered + "        _files && ret=0\n"),
    ]
  }

  private static func fish(_ names: [String]) -> [Change] {
    let tokens = "    set -l unparsed_tokens (__tokview_tokens -pc)\n"
    let file = "complete -c 'tokview' -f\n"
    return [
      (
        tokens,
        tokens + """
              # Without a command the words are those of explore.
              set -l words $unparsed_tokens
              set -e words[1]
              if begin; test (count $words) -gt 0; or string match -q -- '-*' (commandline -ct); end
                  if not contains -- "$words[1]" \(names.joined(separator: " "))
                      set unparsed_tokens $unparsed_tokens[1] explore $words
                  end
              end

          """
      ),
      (
        file,
        file + "complete -c 'tokview' -n '__tokview_should_offer_completions_for_positional \"tokview\" -eq 1' -F\n"
      ),
    ]
  }

  /// The text with `place`, the first of its kind, replaced; unchanged where it is not there.
  private static func replace(_ place: String, in text: String, with other: String) -> String {
    guard let range = text.utf8.firstRange(of: place.utf8) else { return text }
    return String(text[..<range.lowerBound]) + other + text[range.upperBound...]
  }
}
