import Formats
import Screen

/// Reads the bytes as a theme: the shape of TOML, the library behind it, and the keys.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTheme(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let file = try ThemeFile(Array(UnsafeBufferPointer(start: start, count: count)))
    let (theme, faults) = Theme.parse(file.values.mapValues(themeValue))
    for warning in file.warnings + faults { checkMessage(warning) }
    precondition(theme.heat.allSatisfy { (0...255).contains($0) } && theme.shades.allSatisfy { $0.width == 1 })
  } catch { checkMessage(error) }
  return 0
}

private func themeValue(_ value: PlainTOML.Value) -> ThemeValue {
  switch value {
  case .integer(let number): .integer(number)
  case .bool(let flag): .text("\(flag)")
  case .text(let text): .text(text)
  case .list(let items): .list(items.map(themeValue))
  }
}
