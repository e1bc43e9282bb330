import Analysis
import Inference
import Screen
import UnicodeText

/// What the keys of the heat views change, and when the model is asked to read.
extension State {
  /// What the model made of the active column where the cursor stands; nil until it is known.
  package var trace: PieceTrace? {
    guard let page, columns.indices.contains(active) else { return nil }
    let key = TraceCache.Key(tokenizer: columns[active].id, generation: page.generation)
    return traces.trace(key, at: cursor - page.window.start)
  }

  /// Whether anything on the screen comes from the model.
  var showsModel: Bool {
    guard model != nil else { return false }
    return view.isOfModel || view == .metrics
      || view == .compare && showsPanel && (editor == nil || editor?.pane == .model)
  }

  var keyMap: KeyMap {
    if editor != nil { return .editor }
    if list != nil { return .list }
    let map = focusedPane == .text ? keyMapOfView : keyMapOfView.inPane
    return tour != nil ? map.onTour : map
  }

  /// The keys that hold when no list is open.
  var keyMapOfView: KeyMap {
    switch view {
    case .compare: .compare
    case .attention, .words: .attention
    case .routing: .routing
    case .metrics: .metrics
    case .terms: .terms
    case .damage: .damage
    case .seam: .seam
    case .explain: .explain
    case .vocabulary: .vocabulary
    }
  }

  mutating func show(_ view: View) {
    list = nil
    guard !view.isOfModel || model != nil else {
      complain("no model is here to read the text")
      return
    }
    // The key of the view that is there already lets the second cursor go.
    if self.view == view { heat.key = .strongest }
    self.view = view
  }

  mutating func togglePanel() {
    guard model != nil else {
      complain("no model is here to read the text")
      return
    }
    showsPanel.toggle()
  }

  // MARK: Asking the model

  mutating func receive(_ trace: PieceTrace, of tokenizer: String, request: Int, generation: Int) {
    guard page?.generation == generation else { return }
    traces.insert(trace, for: TraceCache.Key(tokenizer: tokenizer, generation: generation))
    if trace.isComplete, let asked = reading, asked.number == request {
      reading = nil
      // What an answer does not hold must not be asked for again and again.
      if trace.token(at: asked.offset) == nil {
        unreadable.insert(TraceCache.Key(tokenizer: tokenizer, generation: generation))
      }
    }
    if tokenizer == columns[active].id { modelFailure = nil }
  }

  /// Asks for the active column first, then for the others that are shown, one at a time and as many as the cache holds.
  mutating func readModel() -> [Effect] {
    guard showsModel, editor?.isIdle != false, let page, !page.window.bytes.isEmpty, awaited == nil,
      columns.indices.contains(active)
    else {
      return []
    }
    noteBits()
    let offset = cursor - page.window.start
    let order = [active] + shown.filter { $0 != active }
    let wantsDepths = heat.lens == "logit-lens"
    for column in order {
      let id = columns[column].id
      let key = TraceCache.Key(tokenizer: id, generation: page.generation)
      guard let cut = page.segmentations[id], !cut.tokens.isEmpty, !unreadable.contains(key) else { continue }
      let known = traces.trace(key, at: offset)
      // The table of metrics wants one number of each column, which outlives the trace.
      let hasAll =
        view == .metrics
        ? metrics.bits(id, generation: page.generation, at: cursor) != nil
        : known?.isComplete == true && !(wantsDepths && known?.lacksDepths == true)
      if hasAll { continue }
      if let reading, reading.tokenizer == id, reading.generation == page.generation,
        reading.offset == offset || known != nil, reading.wantsDepths == wantsDepths
      {
        return []
      }
      // Work for another column goes on unless the active one is waiting.
      if reading?.generation == page.generation, column != active { return [] }
      // Reading ahead must not push out what is shown.
      if column != active, view != .metrics, let trace, !traces.hasRoom(for: trace.cost) { return [] }
      lastReading += 1
      reading = ReadingRequest(
        tokenizer: id, offset: offset, generation: page.generation, number: lastReading, wantsDepths: wantsDepths)
      return [
        .readModel(
          tokenizer: id, cut, page.window, offset: offset, depths: wantsDepths, request: lastReading,
          generation: page.generation)
      ]
    }
    return []
  }

  // MARK: Settings

  mutating func changeHeat(_ action: Action) {
    let isGrid = view == .attention && heat.form == .grid
    switch action {
    // In the grid the cursor keys move among the heads.
    case .previousKey where isGrid: stepHead(-1)
    case .nextKey where isGrid: stepHead(1)
    case .previousQuery where isGrid: stepLayer(-1)
    case .nextQuery where isGrid: stepLayer(1)
    case .previousLayer: stepLayer(-1)
    case .nextLayer: stepLayer(1)
    case .previousHead: stepHead(-1)
    case .nextHead: stepHead(1)
    case .meanHead: heat.head = heat.head == nil ? trace?.trace.attention?.heads.first : nil
    case .lens: stepLens()
    case .previousKey: stepKey(-1)
    case .nextKey: stepKey(1)
    case .form: heat.form = heat.form.next
    case .sink: heat.sink = heat.sink.next
    case .scale: heat.scale = heat.scale.next
    case .digits:
      heat.showsDigits.toggle()
      let place: VisibleText = view == .compare || view == .attention ? "" : " in attention (a) and compare (c)"
      say((heat.showsDigits ? "weights as digits" : "weights as shades") + place)
    case .direction: heat.direction = heat.direction.next
    case .budget: heat.budget = heat.budget.next
    case .smallerBudget: heat.budgetSize = max(1, heat.budgetSize - 1)
    case .largerBudget: heat.budgetSize = min(LanguageModel.longestRun, heat.budgetSize + 1)
    case .previousExpert: stepExpert(-1)
    case .nextExpert: stepExpert(1)
    case .routingText: heat.routingForm = heat.routingForm == .text ? .matrix : .text
    case .routingClasses: heat.routingForm = heat.routingForm == .classes ? .matrix : .classes
    case .policy: heat.policy = heat.policy.next
    case .bars: heat.bars = heat.bars.next
    case .lessCapacity: heat.capacity = max(HeatSettings.capacities.lowerBound, heat.capacity - 25)
    case .moreCapacity: heat.capacity = min(HeatSettings.capacities.upperBound, heat.capacity + 25)
    default: break
    }
  }

  /// The layers that the shown part of the trace has; nil without a trace.
  var layerNumbers: [Int]? {
    view == .routing ? trace?.trace.routing?.layers : trace?.trace.attention?.layers ?? trace?.trace.routing?.layers
  }

  private mutating func stepLayer(_ step: Int) {
    guard let layers = layerNumbers, let place = layers.nearest(to: heat.layer) else { return }
    heat.layer = layers[max(0, min(place + step, layers.count - 1))]
  }

  /// Steps through the heads; the mean lies before the first.
  private mutating func stepHead(_ step: Int) {
    guard let heads = trace?.trace.attention?.heads, !heads.isEmpty else { return }
    let place = heat.head.flatMap { heads.nearest(to: $0) } ?? -1
    let next = place + step
    heat.head = next < 0 ? nil : heads[min(next, heads.count - 1)]
  }

  private mutating func stepLens() {
    let names = Lenses.all.map(\.name)
    let place = names.firstIndex(of: heat.lens) ?? -1
    heat.lens = names[(place + 1) % names.count]
    if let lens = Lenses.named(heat.lens) { say("lens \(lens.name): " + VisibleText(lens.formula)) }
  }

  private mutating func stepExpert(_ step: Int) {
    guard let count = trace?.trace.routing?.expertCount, count > 0 else { return }
    // One place more than there are experts: none is followed.
    let next = ((heat.expert ?? -1) + 1 + step + count + 1) % (count + 1) - 1
    heat.expert = next < 0 ? nil : next
  }

  private mutating func stepKey(_ step: Int) {
    guard let trace, let window = page?.window, let query = trace.token(at: cursor - window.start),
      let key = keyIndex
    else { return }
    let last = heat.direction == .from ? query : trace.trace.tokens.count - 1
    let first = heat.direction == .from ? 0 : query
    let next = max(first, min(key + step, last))
    heat.key = trace.trace.tokens[next].bytes.map { .byte(window.start + $0.lowerBound) } ?? .special(next)
  }

  /// The token that the attention views point at, besides the one at the cursor.
  ///
  /// Looking from the cursor that is a key; looking to it, a query.
  package var keyIndex: Int? { keyIndex(in: heat.key == .strongest ? attentionPlane : nil) }

  /// The same where the chosen attention is already known.
  func keyIndex(in plane: AttentionPlane?) -> Int? {
    guard let trace, let window = page?.window, let query = trace.token(at: cursor - window.start) else { return nil }
    let (first, last) = heat.direction == .from ? (0, query) : (query, trace.trace.tokens.count - 1)
    switch heat.key {
    case .special(let index): return max(first, min(index, last))
    case .byte(let offset):
      return max(first, min(trace.token(at: offset - window.start) ?? query, last))
    case .strongest:
      guard let plane else { return query }
      if heat.direction == .from { return plane.topKeys(of: query, count: 1).first?.key ?? query }
      return (query..<plane.tokenCount).max {
        (plane[query: $0, key: query] ?? 0) < (plane[query: $1, key: query] ?? 0)
      }
    }
  }

  /// The attention that is chosen, as it is to be shown; nil where the trace has none.
  package var attentionPlane: AttentionPlane? {
    guard let maps = trace?.trace.attention, let place = attentionPlace else { return nil }
    return AttentionPlane(maps, layer: place.layer, head: place.head, treatment: heat.sink)
  }

  /// The chosen layer and head, or the nearest that the trace has; nil where it has no attention.
  package var attentionPlace: (layer: Int, head: Int?)? {
    guard let maps = trace?.trace.attention, let layer = maps.layers.nearest(to: heat.layer) else { return nil }
    let head = heat.head.flatMap { maps.heads.nearest(to: $0) }
    return (maps.layers[layer], head.map { maps.heads[$0] })
  }

  /// Where lenses look: the chosen layer and head and the token at the cursor.
  package var lensPlace: LensPlace {
    let cursor = page.flatMap { page in trace?.token(at: self.cursor - page.window.start) } ?? 0
    return LensPlace(
      layer: attentionPlace?.layer ?? routingLayer ?? 0, head: attentionPlace?.head, cursor: cursor)
  }

  /// The chosen layer, or the nearest that has experts; nil where the trace has no routing.
  package var routingLayer: Int? {
    guard let layers = trace?.trace.routing?.layers else { return nil }
    return layers.nearest(to: heat.layer).map { layers[$0] }
  }
}

extension [Int] {
  /// Place of the number nearest to `number`, the lower one of two; nil when empty.
  fileprivate func nearest(to number: Int) -> Int? { indices.min { abs(self[$0] - number) < abs(self[$1] - number) } }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The case after this one; the first after the last.
  var next: Self {
    let all = Self.allCases
    let place = (all.firstIndex(of: self) ?? 0) + 1
    return all[place == all.endIndex ? all.startIndex : place]
  }
}
