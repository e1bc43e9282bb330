import Inference

/// What each head does: the scores of `HeadTags`, 0…1, as a table of all heads.
///
/// Source: Olsson et al., In-context Learning and Induction Heads, arXiv 2209.11895. The strip shows what each token adds to the strongest
/// tag of the place's head: the weight A[i,·] at the key of that pattern, or the entropy of its row for a diffuse head; nil where the token
/// cannot show the pattern, and everywhere if nothing stands out. Without a head it reads the mean of the heads. Reads layer and head.
///
/// Example: a head with A[i,i−1] = nil .9 .8 for three tokens is a previous-token head of .85, and this is its strip.
package struct HeadTagsLens: Lens {
  package let name = "head-tags"
  package let title = "head tag"
  package let formula = "mean A[i,i-1] | A[i,j] | A[i,j+1] | A[i,0] | entropy, j = last copy of i"
  package let source = "Olsson et al. 2022, arXiv 2209.11895"
  package let unit = LensUnit.share

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let (maps, heads) = try trace.requireAttention(at: place)
    let pattern = TagPattern(ids: trace.tokens.map(\.id))
    let perHead = heads.map { pattern.readings(maps, layer: place.layer, head: $0) }
    let scores = HeadTags.Scores(meanOf: perHead.map { HeadTags.Scores($0, pattern) })
    guard let tag = scores.strongest?.tag else { return Array(repeating: nil, count: maps.tokenCount) }
    return (0..<maps.tokenCount).map { token in
      mean(perHead.map { $0[tag.place][token] ?? .nan }).flatMap { known($0) }
    }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    let tags = try HeadTags(trace)
    let rows = tags.layers.flatMap { layer in tags.heads.map { LensTable.Head(layer: layer, head: $0) } }
    return LensTable(
      rows: .heads(rows), columns: HeadTags.Tag.allCases.map(\.rawValue),
      values: rows.map { row in
        let scores = tags.scores(layer: row.layer, head: row.head)
        return HeadTags.Tag.allCases.map { scores[$0] }
      })
  }
}
