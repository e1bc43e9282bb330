import UnicodeText

/// Whether a glyph may go to a terminal, judged by the standard library's properties and not by our table.
func isSafe(_ glyph: Glyph) -> Bool {
  let scalars = glyph.scalars
  guard let base = scalars.first, glyph.width == 1 || glyph.width == 2 else { return false }
  let harmless = scalars.allSatisfy { scalar in
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    case .spaceSeparator: return scalar == " "
    default:
      return !properties.isDefaultIgnorableCodePoint && !properties.isBidiControl && !properties.isVariationSelector
    }
  }
  func takesNoCell(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    }
  }
  return harmless && !takesNoCell(base) && scalars.dropFirst().allSatisfy(takesNoCell) && scalars.count <= 5
}
