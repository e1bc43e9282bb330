import Screen

/// What an export is written as.
package enum ExportFormat: String, CaseIterable, Hashable, Sendable {
  case txt, ans, html, svg, tsv, json

  /// True for what shows the screen, false for data.
  package var isPicture: Bool {
    switch self {
    case .txt, .ans, .html, .svg: true
    case .tsv, .json: false
    }
  }

  /// The format that a file name ends in; nil for another ending.
  package init?(path: [UInt8]) {
    let name = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? []
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    self.init(rawValue: String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
  }

  /// One line for the menu.
  var help: String {
    switch self {
    case .txt: "the screen as plain text"
    case .ans: "the screen in its colours, for cat and less -R"
    case .html: "the screen as a page that can be searched"
    case .svg: "the screen as a drawing"
    case .tsv: "the numbers as a table for spreadsheets"
    case .json: "the data for programs"
    }
  }

  /// What chooses it in the menu.
  var action: Action {
    switch self {
    case .txt: .exportText
    case .ans: .exportColours
    case .html: .exportPage
    case .svg: .exportDrawing
    case .tsv: .exportTable
    case .json: .exportData
    }
  }
}

/// One export: what is written and where.
package struct ExportRequest: Hashable, Sendable {
  package enum Target: Hashable, Sendable {
    /// A new file in the export folder with the name that says what it shows, numbered while that is taken.
    case folder
    case path([UInt8], replaces: Bool)
  }

  package let format: ExportFormat
  /// Whether a picture shows all that could be scrolled to.
  package let isFull: Bool
  package let target: Target

  package init(_ format: ExportFormat, isFull: Bool = false, target: Target) {
    self.format = format
    self.isFull = isFull
    self.target = target
  }
}

/// The menu of exports, and what it wrote last.
package struct ExportMenu: Hashable, Sendable {
  package internal(set) var isOpen = false
  package internal(set) var format = ExportFormat.txt
  package internal(set) var isFull = false
  /// False until something was exported.
  package internal(set) var hasExported = false
}
