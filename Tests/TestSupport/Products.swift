import Glibc

/// Programs that were built together with the tests.
package enum Products {
  /// The path of the executable `name`; it lies in the folder of the test program.
  package static func path(_ name: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let program = String(decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let own = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? program
    for candidate in [own, program] {
      let folder = candidate.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      if access(folder + "/" + name, X_OK) == 0 { return folder + "/" + name }
    }
    return name
  }
}
