import ArgumentParser
import Formats

/// A command with its options, as the argument parser describes them.
struct CommandHelp {
  struct Argument {
    enum Kind: String { case positional, option, flag }

    var kind = Kind.positional
    /// With their dashes.
    var names: [String] = []
    var valueName = ""
    var isOptional = false
    var isRepeating = false
    var defaultValue = ""
    var text = ""
  }

  var name = ""
  var parents: [String] = []
  var text = ""
  var discussion = ""
  var arguments: [Argument] = []
  var commands: [CommandHelp] = []

  /// The whole program.
  static func program() throws(FormatError) -> CommandHelp {
    var reader = JSONReader(Array(Tokview._dumpHelp().utf8))
    var program = CommandHelp()
    try reader.readObject { (reader, key) throws(FormatError) in
      if key == Array("command".utf8) { program = try CommandHelp(&reader) } else { try reader.skipValue() }
    }
    return program
  }

  private init() {}

  private init(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "commandName": name = try CommandHelp.text(&reader)
      case "abstract": text = try CommandHelp.text(&reader)
      case "discussion": discussion = try CommandHelp.text(&reader)
      case "superCommands":
        try reader.readArray { (reader, _) throws(FormatError) in parents.append(try CommandHelp.text(&reader)) }
      case "arguments":
        try reader.readArray { (reader, _) throws(FormatError) in
          let argument = try Argument(&reader)
          // Each command has these two.
          if !argument.names.contains("--help"), !argument.names.contains("--version") { arguments.append(argument) }
        }
      case "subcommands":
        try reader.readArray { (reader, _) throws(FormatError) in
          let command = try CommandHelp(&reader)
          if command.name != "help" { commands.append(command) }
        }
      default: try reader.skipValue()
      }
    }
  }

  fileprivate static func text(_ reader: inout JSONReader) throws(FormatError) -> String {
    String(decoding: try reader.readString(), as: UTF8.self)
  }
}

extension CommandHelp.Argument {
  fileprivate init(_ reader: inout JSONReader) throws(FormatError) {
    try reader.readObject { (reader, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "kind": kind = Kind(rawValue: try CommandHelp.text(&reader)) ?? .positional
      case "valueName": valueName = try CommandHelp.text(&reader)
      case "defaultValue": defaultValue = try CommandHelp.text(&reader)
      case "abstract": text = try CommandHelp.text(&reader)
      case "isOptional": isOptional = try reader.readBool()
      case "isRepeating": isRepeating = try reader.readBool()
      case "names":
        try reader.readArray { (reader, _) throws(FormatError) in
          var isLong = true
          var name = ""
          try reader.readObject { (reader, key) throws(FormatError) in
            switch String(decoding: key, as: UTF8.self) {
            case "kind": isLong = try CommandHelp.text(&reader) == "long"
            case "name": name = try CommandHelp.text(&reader)
            default: try reader.skipValue()
            }
          }
          names.append((isLong ? "--" : "-") + name)
        }
      default: try reader.skipValue()
      }
    }
  }
}
