// What: turns the bytes of a terminal into keys and pastes, in constant time a byte.
// Any bytes are accepted: unknown sequences, invalid UTF-8 and C1 controls are dropped, the rest never traps.
// Example: 1B 5B 41 is `up`, and so is 1B 4F 41; 1B alone is `escape` once `delayMilliseconds` have passed.
import Screen

/// A value that is fed bytes as they come, in pieces of any size.
package struct InputDecoder: Sendable {
  /// Bytes of one paste that are kept; the rest is dropped.
  package let pasteLimit: Int
  private var buffer: [UInt8] = []
  private var paste: [UInt8]?
  /// True inside a sequence that is too long to mean anything, up to its last byte.
  private var isDropping = false

  package init(pasteLimit: Int = 8 << 20) { self.pasteLimit = pasteLimit }

  /// How long to wait for the rest of what has begun, then `flush()`; nil if nothing has.
  ///
  /// A lone escape is short, for it is a key too. A begun sequence can only be completed by the terminal, so a slow line
  /// gets time.
  package var delayMilliseconds: Int? {
    if paste != nil { return 2000 }
    if buffer.isEmpty { return isDropping ? 250 : nil }
    return buffer == [0x1B] ? 25 : 250
  }

  /// Events that `bytes` complete.
  package mutating func feed(_ bytes: some Collection<UInt8>) -> [InputEvent] {
    buffer.append(contentsOf: bytes)
    return decode()
  }

  /// Ends what has begun: a lone escape is the key, an unfinished paste is delivered, other fragments are dropped.
  package mutating func flush() -> [InputEvent] {
    isDropping = false
    if let begun = paste {
      paste = nil
      let rest = buffer.prefix(max(0, pasteLimit - begun.count))
      buffer = []
      return [.paste(begun + rest)]
    }
    defer { buffer = [] }
    return buffer == [0x1B] ? [.key(.escape)] : []
  }

  private enum Step {
    case event(Key, length: Int)
    case mouse(Mouse, length: Int)
    case skip(Int)
    case drop(Int)
    case pasteBegins(length: Int)
    case incomplete
  }

  private mutating func decode() -> [InputEvent] {
    var events: [InputEvent] = []
    var index = 0
    decoding: while index < buffer.count {
      if paste != nil {
        guard let event = continuePaste(&index) else { break }
        events.append(event)
        continue
      }
      if isDropping {
        index += buffer[index...].prefix { Self.parameters.contains($0) }.count
        if index == buffer.count { break decoding }
        isDropping = false
        if Self.finals.contains(buffer[index]) { index += 1 }
        continue
      }
      switch step(buffer[index...]) {
      case .event(let key, let length):
        events.append(.key(key))
        index += length
      case .mouse(let mouse, let length):
        events.append(.mouse(mouse))
        index += length
      case .skip(let length): index += length
      case .drop(let length):
        isDropping = true
        index += length
      case .pasteBegins(let length):
        paste = []
        index += length
      case .incomplete: break decoding
      }
    }
    buffer.removeFirst(index)
    return events
  }

  private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]  // ESC [ 201 ~

  /// Takes paste bytes from `buffer[index...]`; the event once the end marker is there.
  private mutating func continuePaste(_ index: inout Int) -> InputEvent? {
    var pasted = paste ?? []
    paste = nil  // no copy while it grows
    while index < buffer.count {
      let rest = buffer[index...]
      guard let escape = rest.firstIndex(of: 0x1B) else {
        pasted.append(contentsOf: rest.prefix(max(0, pasteLimit - pasted.count)))
        index = buffer.count
        break
      }
      pasted.append(contentsOf: buffer[index..<escape].prefix(max(0, pasteLimit - pasted.count)))
      index = escape
      let candidate = buffer[escape...].prefix(Self.pasteEnd.count)
      if candidate.elementsEqual(Self.pasteEnd) {
        index += Self.pasteEnd.count
        return .paste(pasted)
      }
      if Self.pasteEnd.starts(with: candidate) { break }
      if pasted.count < pasteLimit { pasted.append(0x1B) }
      index += 1
    }
    paste = pasted
    return nil
  }

  private func step(_ bytes: ArraySlice<UInt8>) -> Step {
    let first = bytes[bytes.startIndex]
    switch first {
    case 0x1B: return escape(bytes)
    case 0x08, 0x7F: return .event(.backspace, length: 1)
    case 0x09: return .event(.tab, length: 1)
    case 0x0A, 0x0D: return .event(.enter, length: 1)
    case 0x00: return .event(.control("@"), length: 1)
    case 0x01...0x1A: return .event(.control(Unicode.Scalar(first + 0x60)), length: 1)
    case 0x1C...0x1F: return .event(.control(Unicode.Scalar(first + 0x40)), length: 1)
    case 0x20...0x7E: return .event(.character(Unicode.Scalar(first)), length: 1)
    default: return scalar(bytes)
    }
  }

  private func scalar(_ bytes: ArraySlice<UInt8>) -> Step {
    let length =
      switch bytes[bytes.startIndex] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    if length == 0 { return .skip(1) }
    let sequence = bytes.prefix(length)
    guard sequence.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else { return .skip(1) }
    guard sequence.count == length else { return .incomplete }
    var value = UInt32(sequence[sequence.startIndex]) & (0xFF >> (UInt32(length) + 1))
    for byte in sequence.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
    let least: [UInt32] = [0, 0, 0xA0, 0x800, 0x1_0000]
    guard value >= least[length], let scalar = Unicode.Scalar(value) else { return .skip(length) }
    return .event(.character(scalar), length: length)
  }

  private func escape(_ bytes: ArraySlice<UInt8>) -> Step {
    let start = bytes.startIndex
    guard bytes.count > 1 else { return .incomplete }
    switch bytes[start + 1] {
    case UInt8(ascii: "["): return controlSequence(bytes)
    case UInt8(ascii: "O"):
      guard bytes.count > 2 else { return .incomplete }
      let final = bytes[start + 2]
      guard Self.finals.contains(final) else { return .skip(2) }
      if final == UInt8(ascii: "M") { return .event(.enter, length: 3) }
      return Self.final(final).map { .event($0, length: 3) } ?? .skip(3)
    default: return .event(.escape, length: 1)
    }
  }

  /// Bytes of a control sequence after its start, and those that end it.
  private static let parameters: ClosedRange<UInt8> = 0x20...0x3F
  private static let finals: ClosedRange<UInt8> = 0x40...0x7E

  private func controlSequence(_ bytes: ArraySlice<UInt8>) -> Step {
    let start = bytes.startIndex
    var end = start + 2
    while end < bytes.endIndex, Self.parameters.contains(bytes[end]) { end += 1 }
    let parameters = bytes[start + 2..<end]
    if parameters.count > 64 { return .drop(end - start) }
    guard end < bytes.endIndex else { return .incomplete }
    let final = bytes[end]
    guard Self.finals.contains(final) else { return .skip(end - start) }
    let length = end + 1 - start
    switch final {
    case UInt8(ascii: "["):  // the Linux console's F1...F5 are ESC [ [ A...E
      guard end + 1 < bytes.endIndex else { return .incomplete }
      let letter = bytes[end + 1]
      guard (0x41...0x45).contains(letter) else { return .skip(length) }
      return .event(.function(Int(letter) - 0x40), length: length + 1)
    case UInt8(ascii: "M") where parameters.isEmpty:  // an old mouse report: three bytes follow
      return bytes.count < length + 3 ? .incomplete : .skip(length + 3)
    case UInt8(ascii: "M") where parameters.first == UInt8(ascii: "<"),
      UInt8(ascii: "m") where parameters.first == UInt8(ascii: "<"):
      return Self.mouse(parameters.dropFirst(), isPress: final == UInt8(ascii: "M")).map { .mouse($0, length: length) }
        ?? .skip(length)
    case UInt8(ascii: "~"):
      guard let number = Int(String(decoding: parameters.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)) else {
        return .skip(length)
      }
      if number == 200 { return .pasteBegins(length: length) }
      return Self.numbered[number].map { .event($0, length: length) } ?? .skip(length)
    default: return Self.final(final).map { .event($0, length: length) } ?? .skip(length)
    }
  }

  /// Keys that end in a letter, after ESC [ with or without modifiers, or after ESC O.
  private static func final(_ byte: UInt8) -> Key? {
    switch Unicode.Scalar(byte) {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "Z": .backTab
    case "P": .function(1)
    case "Q": .function(2)
    case "R": .function(3)
    case "S": .function(4)
    default: nil
    }
  }

  /// A report of the form `button;column;line`, counted from 1; nil for what means nothing here.
  private static func mouse(_ parameters: ArraySlice<UInt8>, isPress: Bool) -> Mouse? {
    let parts = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count <= 4 ? Int(String(decoding: $0, as: UTF8.self)) : nil }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }), numbers[1] > 0, numbers[2] > 0 else {
      return nil
    }
    // Shift, Alt and Control do not matter.
    let kind: Mouse.Kind
    switch (numbers[0] & ~0b11100, isPress) {
    case (0, true): kind = .press
    case (0, false): kind = .release
    case (32, true): kind = .drag
    case (64, true): kind = .wheelUp
    case (65, true): kind = .wheelDown
    default: return nil
    }
    return Mouse(kind, x: numbers[1] - 1, y: numbers[2] - 1)
  }

  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
    18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]
}
