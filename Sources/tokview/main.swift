import ArgumentParser
import Glibc
import UnicodeText

StandardStreams.fillGaps()
do {
  var command = try Tokview.parseAsRoot(RawArgument.commandLine())
  try command.run()
} catch {
  exit(Report.print(error))
}
