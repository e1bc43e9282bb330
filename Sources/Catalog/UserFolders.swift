import Glibc

/// Where the user's own files lie, as the XDG base directory specification says; relative values are ignored.
package struct UserFolders: Sendable {
  /// Folders with samples, themes and vocabularies, the first before the others.
  package let data: [[UInt8]]
  /// For what is worth keeping between runs, such as histories; nil where there is none.
  package let state: [UInt8]?
  /// For what can be lost; nil where there is none.
  package let cache: [UInt8]?

  /// - Parameter value: of an environment variable; empty when it is not set.
  package init(_ value: (String) -> [UInt8] = UserFolders.environment) {
    func folder(_ variable: String, _ below: String) -> [UInt8]? {
      let name = Array("/tokview".utf8)
      let own = value(variable)
      if own.first == UInt8(ascii: "/") { return own + name }
      let home = value("HOME")
      return home.first == UInt8(ascii: "/") ? home + Array("/\(below)".utf8) + name : nil
    }
    let named = value("TOKVIEW_DATA")
    data = (named.isEmpty ? [] : [named]) + (folder("XDG_CONFIG_HOME", ".config").map { [$0] } ?? [])
    state = folder("XDG_STATE_HOME", ".local/state")
    cache = folder("XDG_CACHE_HOME", ".cache")
  }

  package static func environment(_ name: String) -> [UInt8] {
    getenv(name).map { start in UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) } }
      ?? []
  }
}
