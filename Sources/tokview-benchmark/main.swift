import Glibc

/// Measures tokview on this machine: in processor time of one process, the screen in elapsed time.
///
///     tokview-benchmark encode FILE [-t TOKENIZER]... [--repeats 5] [--json]
///     tokview-benchmark encode FILE --ranks RANKS.tiktoken --pattern cl100k [--repeats 5] [--json]
///     tokview-benchmark adversarial [-t TOKENIZER]... [--json]
///     tokview-benchmark train FILE [--size 32768] [--pattern tokview] [--json]
///     tokview-benchmark forward [--repeats 7] [--json]
///     tokview-benchmark edit [FILE] [--bytes 4096] [--keys 300] [--json]
///     tokview-benchmark screen [FILE] [--columns 200] [--lines 60] [--repeats 10] [--program PATH] [--json]
///
/// Without `-t` and `--ranks` all tokenizers of the catalogue are measured. `--ids FILE` and `--merges FILE` write the outcome down for a comparison with other programs.
let usage =
  "usage: tokview-benchmark encode|adversarial|train|forward|edit|screen [FILE] [-t TOKENIZER]... [--NAME VALUE]... [--json]"

do {
  var arguments = try BenchmarkArguments(Array(CommandLine.arguments.dropFirst()))
  switch arguments.command {
  case "encode": try EncodeBenchmark(&arguments).run()
  case "adversarial": try AdversarialBenchmark(&arguments).run()
  case "train": try TrainBenchmark(&arguments).run()
  case "forward": try ForwardBenchmark(&arguments).run()
  case "edit": try EditBenchmark(&arguments).run()
  case "screen": try ScreenBenchmark(&arguments).run()
  default: throw BenchmarkError(usage)
  }
} catch {
  let line = Array("tokview-benchmark: \(error)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(error is BenchmarkError ? 64 : 1)
}
