extension BPETokenizer {
  /// Pretokens of more bytes have no merges in their derivation: the steps would take room with the square of the length.
  package static let longestDerivation = Derivation.longestPretoken

  /// The steps are the pretoken, then the look-up of the whole pretoken or its merges in the order in which they are done, or the
  /// single bytes or characters where nothing merges.
  /// A pretoken of more than `longestDerivation` bytes has the first step only, with the final pieces.
  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    guard let range = text.withUnsafeBufferPointer({ pretoken(at: offset, in: $0) }) else {
      return Derivation(steps: [])
    }
    return derivation(ofPretoken: range, in: text)
  }

  /// The same for bytes that another tokenizer takes as one pretoken.
  package func derivation(ofPretoken range: Range<Int>, in text: [UInt8]) -> Derivation {
    text.withUnsafeBufferPointer { buffer in
      let pretoken = UnsafeBufferPointer(rebasing: buffer[range])
      if range.count > BPETokenizer.longestDerivation {
        let pieces = pieces(of: pretoken, at: range.lowerBound)
        return Derivation(steps: [.init(.pretoken(vocabulary.pattern), range: range, pieces: pieces)])
      }
      var steps: [Derivation.Step] = [.init(.pretoken(vocabulary.pattern), range: range, pieces: [range])]
      if vocabulary.looksUpWholePretokens, let id = vocabulary.id(of: pretoken) {
        steps.append(.init(.wholePretoken, range: range, token: id, pieces: [range]))
      } else {
        steps += merges(of: pretoken, at: range.lowerBound)
        if steps.count == 1 {
          let pieces = pieces(of: pretoken, at: range.lowerBound)
          if pieces.count > 1 { steps.append(.init(.singleBytes, range: range, pieces: pieces)) }
        }
      }
      return Derivation(steps: steps)
    }
  }

  /// The final pieces of one pretoken that begins at byte `start` of the text.
  private func pieces(of pretoken: UnsafeBufferPointer<UInt8>, at start: Int) -> [Range<Int>] {
    var ids: [TokenID] = []
    encodePretoken(pretoken, into: &ids)
    var end = start
    return ids.map { id in
      let start = end
      end += vocabulary.byteCount(of: id)
      return start..<end
    }
  }

  /// The merges of one pretoken that begins at byte `start` of the text.
  package func merges(of pretoken: UnsafeBufferPointer<UInt8>, at start: Int) -> [Derivation.Step] {
    var entries = pretoken.map { table.pairs.byteEntries[Int($0)] }
    var pieces = (start..<start + pretoken.count).map { $0..<$0 + 1 }
    var steps: [Derivation.Step] = []
    while true {
      var best = MergePairs.noRank
      var place = 0
      for index in entries.indices.dropLast() {
        let rank = table.pairs.rank(entries[index], entries[index + 1])
        if rank < best { (best, place) = (rank, index) }
      }
      guard best != MergePairs.noRank else { return steps }
      entries[place] = table.pairs.result(of: best)
      entries.remove(at: place + 1)
      pieces[place] = pieces[place].lowerBound..<pieces[place + 1].upperBound
      pieces.remove(at: place + 1)
      // Bytes come together to characters unseen.
      guard best >= table.firstRank else { continue }
      steps.append(
        .init(
          .merge(rank: Int(best - table.firstRank)), range: pieces[place], token: table.publicID(of: entries[place]),
          pieces: pieces))
    }
  }

  /// The pretoken that holds byte `offset`, the last one for an offset past the end; nil in an empty text.
  package func pretoken(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    scanner.pretoken(at: offset, in: text)
  }
}
