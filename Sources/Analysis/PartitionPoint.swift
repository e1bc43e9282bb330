extension RandomAccessCollection where Index == Int {
  /// Index of the first element for which `isInSecondPart` holds, when all that hold come after all that do not. Binary search.
  @inlinable
  package func partitionPoint(_ isInSecondPart: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
