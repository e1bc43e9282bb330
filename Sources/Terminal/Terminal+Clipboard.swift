import Glibc

extension Terminal {
  /// Asks the terminal to put into its clipboard what `base64` stands for (OSC 52). Terminals may refuse without a word.
  ///
  /// - Parameter base64: digits of base64 with their padding; anything else is not sent.
  package func setClipboard(base64: [UInt8]) {
    guard base64.allSatisfy(Self.isDigit) else { return }
    let sequence = Array("\u{1B}]52;c;".utf8) + base64 + [0x07]
    var bytes = sequence
    if getenv("TMUX").map({ $0[0] != 0 }) ?? false {
      // tmux passes this on where `allow-passthrough` is on, and takes the plain sequence where `set-clipboard` is on.
      bytes = Array("\u{1B}Ptmux;\u{1B}".utf8) + sequence + Array("\u{1B}\\".utf8) + sequence
    }
    send(bytes)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
