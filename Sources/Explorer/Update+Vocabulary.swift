import Analysis
import Screen
import Tokenization
import UnicodeText

/// The vocabulary view: what its keys change, and what the engine is asked.
extension State {
  /// The column that the active one is compared with, if it is another.
  var comparedColumn: Int? {
    base != active && columns.indices.contains(base) && columns[base].isOn ? base : nil
  }

  /// The column whose entries are listed.
  var listedColumn: Int { vocabulary.show == .baseOnly ? comparedColumn ?? active : active }

  /// Asks for the entries to list where they are not those that were asked for last.
  mutating func listVocabulary() -> [Effect] {
    guard view == .vocabulary, let document, columns.indices.contains(active), columns[active].isOn else { return [] }
    if comparedColumn == nil, vocabulary.show.compares { vocabulary.show = .all }
    let other = vocabulary.show == .baseOnly ? active : comparedColumn
    let show: VocabularyQuery.Show =
      switch vocabulary.show {
      case .all: .all
      case .unreachable: .unreachable
      case .inside: .inside
      case .unused: .unused
      case .used: .used
      case .shared: .shared
      case .only, .baseOnly: .only
      }
    let request = VocabularyBrowser.Request(
      tokenizer: columns[listedColumn].id, other: other.map { columns[$0].id },
      query: VocabularyQuery(order: vocabulary.order, show: show, kind: vocabulary.kind, text: vocabulary.text),
      generation: documentGeneration, byteCount: document.byteCount)
    return vocabulary.ask(request).map { [.listVocabulary(request, request: $0)] } ?? []
  }

  /// Asks about the entry at the cursor where its details are shown.
  mutating func describeEntry() -> [Effect] {
    guard view == .vocabulary, vocabulary.showsDetails, let listed = vocabulary.listed, let entry = vocabulary.entry
    else { return [] }
    let place = VocabularyBrowser.Place(
      tokenizer: listed.tokenizer, entry: entry, others: shownIDs.filter { $0 != listed.tokenizer })
    return vocabulary.placeQuestion.ask(place).map { [.describeEntry(place, request: $0)] } ?? []
  }

  mutating func changeVocabulary(_ action: Action) {
    let page = max(1, VocabularyLayout(self, size: size, look: look).rows - 1)
    switch action {
    case .previousEntry: vocabulary.move(by: -1)
    case .nextEntry: vocabulary.move(by: 1)
    case .entriesUp: vocabulary.move(by: -page)
    case .entriesDown: vocabulary.move(by: page)
    case .firstEntry: vocabulary.move(by: -vocabulary.rows.count)
    case .lastEntry: vocabulary.move(by: vocabulary.rows.count)
    case .entryDetails: vocabulary.showsDetails.toggle()
    case .entryOrder: vocabulary.order = vocabulary.order.next
    case .entryKind: nextKind()
    case .entryShow, .previousEntryShow: nextShow(action == .entryShow ? 1 : -1)
    default: break
    }
  }

  /// All kinds, then each that the vocabulary has.
  private mutating func nextKind() {
    guard let kinds = vocabulary.answer?.facts.listing.kinds else { return }
    let choices = [nil] + TokenKind.allCases.filter { kinds[$0] != nil }.map(Optional.some)
    let place = choices.firstIndex(of: vocabulary.kind) ?? choices.count - 1
    vocabulary.kind = choices[(place + 1) % choices.count]
  }

  private mutating func nextShow(_ step: Int) {
    let choices = VocabularyBrowser.Show.allCases.filter { comparedColumn != nil || !$0.compares }
    let place = choices.firstIndex(of: vocabulary.show) ?? 0
    vocabulary.show = choices[(place + step + choices.count) % choices.count]
    if comparedColumn == nil, vocabulary.show == .all {
      say("to compare two vocabularies: ! on one, then h l to the other")
    }
  }

  /// Lists the entries that contain what `pattern` says, all for an empty one, or goes to the entry that it names.
  mutating func findEntries(_ pattern: String) {
    guard view == .vocabulary, list == nil else {
      complain("find is for the vocabulary (V)")
      return
    }
    do throws(SearchPattern.Fault) {
      switch try SearchPattern(pattern) {
      case .bytes(let bytes): vocabulary.text = bytes
      case .token(let id): findEntry(id)
      case .differences: complain("\\differs is for texts; entries of one vocabulary alone: f")
      }
    } catch {
      switch error {
      case .empty: vocabulary.text = []
      case .wrong(let reason): complain(reason)
      }
    }
  }

  private mutating func findEntry(_ id: TokenID) {
    guard let answer = vocabulary.answer, let entry = answer.facts.listing.entry(of: id) else {
      complain("no entry has the id \(id)")
      return
    }
    guard let row = answer.rows.firstIndex(of: entry) else {
      complain("the id \(id) is not in this list (all: f, v and an empty :find)")
      return
    }
    vocabulary.selected = row
  }
}

extension VocabularyQuery.Order {
  /// The one after it, in a circle.
  var next: Self {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
