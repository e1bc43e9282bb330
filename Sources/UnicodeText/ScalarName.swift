/// Short names of invisible scalars, as the marks on the screen have them.
///
/// No name has one or two letters: those are regional indicators (a flag is shown by its letters).
enum ScalarName {
  /// `ZWJ`, `RLO`, `VS16`…, or nil for a scalar that is shown by its number.
  static func of(_ value: UInt32) -> String? {
    switch value {
    case 0x00A0: "NBSP"
    case 0x00AD: "SHY"
    case 0x034F: "CGJ"
    case 0x061C: "ALM"
    case 0x180B...0x180D: "FVS\(value - 0x180A)"
    case 0x180E: "MVS"
    case 0x180F: "FVS4"
    case 0x2002: "ENSP"
    case 0x2003: "EMSP"
    case 0x2009: "THSP"
    case 0x200B: "ZWSP"
    case 0x200C: "ZWNJ"
    case 0x200D: "ZWJ"
    case 0x200E: "LRM"
    case 0x200F: "RLM"
    case 0x2028: "LSEP"
    case 0x2029: "PSEP"
    case 0x202A: "LRE"
    case 0x202B: "RLE"
    case 0x202C: "PDF"
    case 0x202D: "LRO"
    case 0x202E: "RLO"
    case 0x202F: "NNBSP"
    case 0x2066: "LRI"
    case 0x2067: "RLI"
    case 0x2068: "FSI"
    case 0x2069: "PDI"
    case 0x3000: "IDSP"
    case 0xFE00...0xFE0F: "VS\(value - 0xFE00 + 1)"
    case 0xFEFF: "BOM"
    case 0xE0100...0xE01EF: "VS\(value - 0xE0100 + 17)"
    default: nil
    }
  }
}
