import UnicodeText

/// Which texts there are to open: files, samples, and apart from them the texts of parallel sets.
extension State {
  /// Samples that are not listed apart.
  var plainSampleCount: Int { samples.firstIndex(where: \.isParallel) ?? samples.count }

  var parallelSampleCount: Int { samples.count - plainSampleCount }

  /// Place of a sample among its like, from 1, and their number.
  func placeAmongSamples(_ index: Int) -> (place: Int, count: Int) {
    index < plainSampleCount
      ? (index + 1, plainSampleCount) : (index - plainSampleCount + 1, parallelSampleCount)
  }

  /// Title of a text by its place in files, then samples.
  func textTitle(_ position: Int) -> VisibleText {
    position < files.count ? files[position] : VisibleText(samples[position - files.count].name)
  }

  /// Opens the text before or after; who is among the parallel ones stays there.
  mutating func openNeighbour(_ step: Int) -> [Effect] {
    let isParallel = position >= documentCount
    let (first, count) = isParallel ? (documentCount, parallelSampleCount) : (0, documentCount)
    guard count > 0 else { return [] }
    return open(first + (position - first + step + count) % count)
  }

  // MARK: The list of texts

  /// Lines of the list: the texts, and one that opens those of the parallel sets.
  var browserRowCount: Int {
    documentCount + (parallelSampleCount == 0 ? 0 : 1 + (showsParallels ? parallelSampleCount : 0))
  }

  /// Place of the text in a line of the list; nil for the line that opens the parallel ones.
  func text(inRow row: Int) -> Int? { row < documentCount ? row : row == documentCount ? nil : row - 1 }

  /// Opens the list on the text that is open.
  mutating func openBrowser() {
    if position >= documentCount { showsParallels = true }
    list = .browser(selected: position < documentCount ? position : position + 1)
  }

  /// Opens the text in a line of the list, or shows and hides the parallel ones.
  mutating func openRow(_ row: Int) -> [Effect] {
    if let position = text(inRow: row) { return open(position) }
    showsParallels.toggle()
    return []
  }
}
