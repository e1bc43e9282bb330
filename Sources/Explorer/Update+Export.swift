import Screen
import UnicodeText

/// The export menu, its keys and the commands that write files.
extension State {
  mutating func changeExport(_ action: Action) -> [Effect] {
    switch action {
    case .export:
      list = nil
      export.isOpen = true
    case .exportLeave: export.isOpen = false
    case .exportFull: export.isFull.toggle()
    case .exportUp: stepExport(-1)
    case .exportDown: stepExport(1)
    case .exportWrite: return writeExport()
    case .repeatExport:
      guard export.hasExported else {
        export.isOpen = true
        return []
      }
      return writeExport()
    default:
      guard let format = ExportFormat.allCases.first(where: { $0.action == action }) else { return [] }
      export.format = format
      return writeExport()
    }
    return []
  }

  private mutating func stepExport(_ step: Int) {
    let all = ExportFormat.allCases
    let place = all.firstIndex(of: export.format) ?? 0
    export.format = all[max(0, min(place + step, all.count - 1))]
  }

  /// Asks for a file in the export folder.
  private mutating func writeExport() -> [Effect] {
    write(export.format, to: .folder)
  }

  private mutating func write(_ format: ExportFormat, to target: ExportRequest.Target) -> [Effect] {
    export.isOpen = false
    guard page != nil else {
      complain("nothing to export: no text is open (samples: b)")
      return []
    }
    export.format = format
    export.hasExported = true
    say("writing ...")
    return [.export(ExportRequest(format, isFull: export.isFull, target: target))]
  }

  /// `:export`, which opens the menu, and `:export PATH`, whose ending says the format.
  mutating func runExport(_ argument: String, replaces: Bool) -> [Effect] {
    if argument.isEmpty {
      guard !replaces else {
        complain("export! needs the path of a file to write")
        return []
      }
      return changeExport(.export)
    }
    let path = Array(argument.utf8)
    guard let format = ExportFormat(path: path) else {
      let endings = ExportFormat.allCases.map { "." + $0.rawValue }.joined(separator: " ")
      complain("cannot export to " + VisibleText(argument) + VisibleText(": its name must end in one of \(endings)"))
      return []
    }
    return write(format, to: .path(path, replaces: replaces))
  }

  /// Shows the command line in the menu.
  mutating func showCommand() { _ = changeExport(.export) }

  /// What the status says of a file that was written.
  mutating func sayExported(_ path: VisibleText) {
    say("wrote " + path + "   :command shows how")
  }
}
