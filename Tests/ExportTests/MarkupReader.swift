/// A strict reader of the XML that exports write: tags balanced, attributes quoted and named once, only the named references, nothing raw that
/// XML forbids. Throws at the first fault.
struct MarkupReader {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// Text directly inside, in order.
    var text = ""
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Closed elements in the order of their ends.
  private(set) var elements: [Element] = []
  /// All text with the tags left out.
  private(set) var text = ""
  private let scalars: [Unicode.Scalar]
  private var place = 0
  /// HTML elements without an end.
  private let empty: Set<String>

  init(_ markup: String, empty: Set<String> = []) throws {
    scalars = Array(markup.unicodeScalars)
    self.empty = empty
    try read()
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  private mutating func read() throws {
    var open: [Element] = []
    if starts("<!DOCTYPE html>") { place += 15 }
    while place < scalars.count {
      if scalars[place] == "<" {
        if starts("</") {
          place += 2
          let name = self.name()
          try expect(">")
          guard let last = open.popLast(), last.name == name else { throw fault("</\(name)> does not match") }
          elements.append(last)
          continue
        }
        place += 1
        let (element, isClosed) = try tag()
        if isClosed || empty.contains(element.name) { elements.append(element) } else { open.append(element) }
      } else {
        let scalar = try character()
        text.unicodeScalars.append(scalar)
        if !open.isEmpty {
          open[open.count - 1].text.unicodeScalars.append(scalar)
        } else if scalar != "\n" {
          throw fault("text outside of the root")
        }
      }
    }
    guard open.isEmpty else { throw fault("<\(open[open.count - 1].name)> is open") }
  }

  private mutating func tag() throws -> (Element, isClosed: Bool) {
    let name = self.name()
    guard !name.isEmpty else { throw fault("a tag without a name") }
    var attributes: [String: String] = [:]
    while place < scalars.count {
      if starts("/>") {
        place += 2
        return (Element(name: name, attributes: attributes), true)
      }
      if scalars[place] == ">" {
        place += 1
        return (Element(name: name, attributes: attributes), false)
      }
      try expect(" ")
      let key = self.name()
      try expect("=")
      try expect("\"")
      var value = ""
      while place < scalars.count, scalars[place] != "\"" { value.unicodeScalars.append(try character()) }
      try expect("\"")
      guard attributes.updateValue(value, forKey: key) == nil else { throw fault("\(key) is there twice") }
    }
    throw fault("<\(name) has no end")
  }

  private mutating func character() throws -> Unicode.Scalar {
    let scalar = scalars[place]
    place += 1
    switch scalar {
    case "<", ">": throw fault("a raw \(scalar)")
    case "&":
      for (reference, value) in ["amp;": "&", "lt;": "<", "gt;": ">", "quot;": "\"", "#39;": "'"]
        as [String: Unicode.Scalar]
      where starts(reference) {
        place += reference.unicodeScalars.count
        return value
      }
      throw fault("a raw &")
    case "\n": return scalar
    default:
      // Of the characters that XML allows only those that show.
      guard scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value), scalar.value & 0xFFFE != 0xFFFE else {
        throw fault("the character \(scalar.value)")
      }
      return scalar
    }
  }

  private mutating func name() -> String {
    var name = ""
    while place < scalars.count,
      scalars[place].properties.isAlphabetic || "-:0123456789".unicodeScalars.contains(scalars[place])
    {
      name.unicodeScalars.append(scalars[place])
      place += 1
    }
    return name
  }

  private func starts(_ string: String) -> Bool { scalars[place...].starts(with: string.unicodeScalars) }

  private mutating func expect(_ scalar: Unicode.Scalar) throws {
    guard place < scalars.count, scalars[place] == scalar else { throw fault("no \(scalar)") }
    place += 1
  }

  private func fault(_ what: String) -> Fault { Fault(description: "\(what) at character \(place)") }
}
