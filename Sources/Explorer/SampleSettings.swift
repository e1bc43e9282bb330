/// What a sample wants to be shown with, by the keys `view`, `base` and `rows` of its file.
package struct SampleSettings: Hashable, Sendable {
  package let view: State.View?
  /// Id of the tokenizer that counts are compared with.
  package let base: String?
  /// Ids of the tokenizers that are shown; empty for those that are.
  package let rows: [String]

  package init(view: State.View? = nil, base: String? = nil, rows: [String] = []) {
    self.view = view
    self.base = base
    self.rows = rows
  }
}

/// Something of the user's that a sample has replaced while it is shown.
struct Lent<Value: Equatable & Sendable>: Sendable {
  let own: Value
  let lent: Value

  /// What holds again when the sample is left: the user's own, unless the user has chosen something else since.
  func back(from current: Value) -> Value { current == lent ? own : current }
}

/// All that a sample has replaced.
struct LentSettings: Sendable {
  var view: Lent<State.View>?
  var base: Lent<String?>?
  var columns: Lent<[Column]>?
}

extension State {
  /// Gives back what the sample before had replaced, and puts in place what `document` wants.
  mutating func borrow(for document: Document) {
    if let view = lent.view { self.view = view.back(from: self.view) }
    if let columns = lent.columns { self.columns = columns.back(from: self.columns) }
    if let base = lent.base { setBase(base.back(from: baseID)) }
    lent = LentSettings()
    let keepsView = keepsView
    self.keepsView = false
    guard case .sample(let index) = document.source, samples.indices.contains(index) else { return }
    let wanted = samples[index].settings
    if let view = wanted.view, !keepsView, model != nil || !view.isOfModel {
      lent.view = Lent(own: self.view, lent: view)
      self.view = view
    }
    let rows = wanted.rows.filter { entry($0) != nil }
    if !rows.isEmpty, !keepsColumns {
      let own = columns
      for place in columns.indices { columns[place].isOn = rows.contains(columns[place].id) }
      for id in rows where !columns.contains(where: { $0.id == id }) && columns.count < State.columnLimit {
        columns.append(Column(id: id))
      }
      lent.columns = Lent(own: own, lent: columns)
    }
    if let base = wanted.base, columns.contains(where: { $0.id == base && $0.isOn }) {
      lent.base = Lent(own: baseID, lent: base)
      setBase(base)
    }
  }

  private var baseID: String? { columns.indices.contains(base) ? columns[base].id : nil }

  private mutating func setBase(_ id: String?) {
    if let place = columns.firstIndex(where: { $0.id == id }) { base = place }
  }
}
