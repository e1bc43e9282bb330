@testable import UnicodeText

/// Normalization as the standard words it: decompose all, exchange neighbours until the marks are in order, then join.
struct NormalizationTwin {
  struct Item {
    var value: UInt32
    var sourceEnd: Int
  }

  /// The result's scalars; a byte that is not UTF-8 is its value past 0x110000.
  private(set) var items: [Item] = []
  private static let data = NormalizationData.shared

  init(_ text: [UInt8], _ form: NormalForm) {
    var part: [Item] = []
    var position = 0
    while position < text.count {
      let step = text.withUnsafeBufferPointer { UTF8Scanner.decode(at: position, in: $0) }
      position += step.length
      if step.isInvalid {
        items += NormalizationTwin.compose(NormalizationTwin.order(part))
        items.append(Item(value: 0x11_0000 + UInt32(text[position - 1]), sourceEnd: position))
        part = []
        continue
      }
      let record = Self.data.record(of: step.value)
      let parts = (form == .nfkc ? record.compatible : record.canonical).map { Self.data.arena[Int($0)] }
      part += (parts.isEmpty ? [step.value] : parts).map { Item(value: $0, sourceEnd: position) }
    }
    items += NormalizationTwin.compose(NormalizationTwin.order(part))
  }

  /// The bytes, and for each of them where its source ends.
  func result(of text: [UInt8]) -> (bytes: [UInt8], ends: [Int]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var sourceEnd = 0
    for item in items {
      let start = sourceEnd
      sourceEnd = max(sourceEnd, item.sourceEnd)
      let scalar =
        Unicode.Scalar(item.value).map { Array(String(Character($0)).utf8) } ?? [UInt8(truncatingIfNeeded: item.value)]
      bytes += scalar
      let isSame = scalar[...] == text[start..<sourceEnd]
      ends += isSame ? Array(start + 1...sourceEnd) : scalar.map { _ in sourceEnd }
    }
    return (bytes, ends)
  }

  private static func combiningClass(_ item: Item) -> UInt8 { data.record(of: item.value).combiningClass }

  private static func order(_ items: [Item]) -> [Item] {
    var items = items
    var changed = true
    while changed {
      changed = false
      for index in items.indices.dropLast() {
        let (left, right) = (combiningClass(items[index]), combiningClass(items[index + 1]))
        if right > 0, left > right {
          items.swapAt(index, index + 1)
          changed = true
        }
      }
    }
    return items
  }

  /// D117: a scalar joins the last starter unless something between them has its class or a higher one, or class 0.
  private static func compose(_ items: [Item]) -> [Item] {
    var out: [Item] = []
    for item in items {
      if let starter = out.lastIndex(where: { combiningClass($0) == 0 }) {
        let between = out[(starter + 1)...].map(combiningClass)
        let isBlocked = between.contains { $0 >= combiningClass(item) }
        if !isBlocked, let joined = data.composite(out[starter].value, item.value) {
          out[starter].value = joined
          out[starter].sourceEnd = max(out[starter].sourceEnd, item.sourceEnd)
          continue
        }
      }
      out.append(item)
    }
    return out
  }
}
