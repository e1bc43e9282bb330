import ArgumentParser
import Engine

/// Where a command writes its one result.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("File to write; - is standard output.", valueName: "FILE"))
  var output: RawArgument = RawArgument(bytes: Array("-".utf8))

  @Flag(help: "Replace the file if it exists.")
  var force = false

  func write(_ bytes: [UInt8]) throws {
    if output.bytes == Array("-".utf8) {
      var standard = StandardOutput()
      try standard.write(bytes)
      try standard.flush()
    } else {
      try OutputFile.write(bytes, to: output.bytes, replacing: force)
    }
  }
}
