/// Terms whose tokens are counted, in groups.
package struct TermList: Hashable, Sendable {
  package struct Group: Hashable, Sendable {
    /// Empty where the terms stand in no group.
    package let name: String
    /// UTF-8, none empty.
    package let terms: [[UInt8]]

    package init(name: String, terms: [[UInt8]]) {
      self.name = name
      self.terms = terms
    }
  }

  package let groups: [Group]

  package init(groups: [Group]) { self.groups = groups }

  /// All terms, group after group.
  package var terms: [[UInt8]] { groups.flatMap(\.terms) }

  package var count: Int { groups.reduce(0) { $0 + $1.terms.count } }

  /// Group of the term at `index` of `terms`; nil outside.
  package func group(of index: Int) -> Int? {
    var end = 0
    for (place, group) in groups.enumerated() {
      end += group.terms.count
      if index < end { return index < 0 ? nil : place }
    }
    return nil
  }

  /// Indices into `terms` of the terms of a group.
  package func range(ofGroup index: Int) -> Range<Int> {
    let start = groups[..<index].reduce(0) { $0 + $1.terms.count }
    return start..<start + groups[index].terms.count
  }

  /// The ten legal and ten financial terms on which arXiv 2503.17247 compares vocabularies.
  package static let domains = TermList(groups: [
    group(
      "legal",
      [
        "11 U.S.C. § 362(a)", "res judicata", "stare decisis", "habeas corpus", "certiorari", "de novo review",
        "28 C.F.R. § 14.2(a)", "42 U.S.C. § 1983", "Fed. R. Civ. P. 12(b)(6)", "prima facie",
      ]),
    group(
      "financial",
      [
        "EBITDA", "P/E ratio", "10-K filing", "SEC Form 8-K", "quarterly dividend", "year-over-year growth",
        "Basel III compliance", "GAAP accounting", "ROI analysis", "market capitalization",
      ]),
  ])

  private static func group(_ name: String, _ terms: [String]) -> Group {
    Group(name: name, terms: terms.map { Array($0.utf8) })
  }
}
