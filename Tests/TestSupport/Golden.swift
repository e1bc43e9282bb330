import Glibc

/// Comparison with text files in `Tests/Golden`.
///
/// `TOKVIEW_BLESS=1 swift test` writes what the program shows now; look at the difference in git before committing it.
package enum Golden {
  /// What differs between `text` and `Tests/Golden/<name>`; nil if nothing does.
  ///
  /// Used as `#expect(Golden.mismatch("compare-80x24.txt", frame.text) == nil)`.
  package static func mismatch(_ name: String, _ text: String) -> String? {
    let path = "Tests/Golden/" + name
    if getenv("TOKVIEW_BLESS").map({ String(cString: $0) }) == "1" {
      return Repository.write(Array(text.utf8), to: path) ? nil : "cannot write \(path)"
    }
    guard let bytes = Repository.read(path) else { return "\(path) is missing (TOKVIEW_BLESS=1 swift test writes it)" }
    let expected = String(decoding: bytes, as: UTF8.self)
    return expected.utf8.elementsEqual(text.utf8) ? nil : path + difference(from: expected, to: text)
  }

  /// The first lines that differ.
  private static func difference(from expected: String, to found: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = found.split(separator: "\n", omittingEmptySubsequences: false)
    var out = " differs (TOKVIEW_BLESS=1 swift test accepts):"
    var shown = 0
    for line in 0..<max(old.count, new.count) {
      let before = line < old.count ? String(old[line]) : "(end)"
      let after = line < new.count ? String(new[line]) : "(end)"
      if before.utf8.elementsEqual(after.utf8) { continue }
      if shown == 8 { return out + "\n…" }
      shown += 1
      out += "\nline \(line + 1)\n - \(before)\n + \(after)"
    }
    return out
  }
}
