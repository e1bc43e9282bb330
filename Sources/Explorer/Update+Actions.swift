import Analysis
import Screen
import Tokenization
import UnicodeText

extension State {
  /// Does what a key asks for.
  ///
  /// - Parameter key: the last key of its sequence; nil where none was pressed.
  mutating func perform(_ action: Action, key: Key? = nil) -> [Effect] {
    switch action {
    case .quit: return [.quit]
    case .close:
      if list != nil {
        list = nil
      } else if view == .explain {
        closeSteps()
      } else {
        return close()
      }
    case .back: return back()
    case .help:
      search.helpLine = nil
      if case .help = list { list = nil } else { list = .help(page: 0, scroll: 0) }
    case .picker: if case .picker = list { list = nil } else { list = .picker(selected: 0) }
    case .browser: if case .browser = list { list = nil } else { openBrowser() }
    case .nextTheme: changeTheme(1)
    case .previousTheme: changeTheme(-1)
    case .export, .repeatExport, .exportText, .exportColours, .exportPage, .exportDrawing, .exportTable, .exportData,
      .exportFull, .exportUp, .exportDown, .exportWrite, .exportLeave:
      return changeExport(action)
    case .yankRow, .yankToken, .yankIDs, .yankJSON, .yankScreen, .yankCommand: return yank(action)
    case .inspector: toggleInspector()
    case .invisibles: showsInvisibles.toggle()
    case .hex: showsHex.toggle()
    case .layout: changeLayout()
    case .previousSample: return tour == nil ? openNeighbour(-1) : stepTour(-1)
    case .nextSample: return tour == nil ? openNeighbour(1) : stepTour(1)
    case .messages: list = .messages(scroll: max(0, messageLines(look: look).count - size.height + 5))
    case .mouse:
      isMouseOn.toggle()
      say(isMouseOn ? "mouse on (Shift selects text as before)" : "mouse off")
      return [.mouse(isMouseOn)]
    case .tour: return toggleTour()
    case .tourAnswer: return answerTour()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .previousTokenizer: stepActive(-1)
    case .nextTokenizer: stepActive(1)
    case .toggle:
      if case .character(let scalar) = key { return toggle(column: Int(scalar.value) - 0x31) }
    case .scrollLeft: scroll(-1)
    case .scrollRight: scroll(1)
    case .compare: show(.compare)
    case .attention: show(.attention)
    case .words: show(.words)
    case .routing: show(.routing)
    case .metrics: show(.metrics)
    case .terms: show(.terms)
    case .damage: show(.damage)
    case .seam: show(.seam)
    case .seamLeft, .seamRight: moveSeam(action)
    case .vocabulary: show(.vocabulary)
    case .previousTerm, .nextTerm, .termPageUp, .termPageDown, .firstTerm, .lastTerm: moveTerm(action)
    case .nextPane: stepPane(1)
    case .previousPane: stepPane(-1)
    case .paneUp, .paneDown, .panePageUp, .panePageDown, .paneFirst, .paneLast: return movePane(action)
    case .corpus, .sortMetrics, .metricsDown, .metricsUp: return changeMetrics(action)
    case .search: openSearch()
    case .nextMatch: return step(backward: false)
    case .previousMatch: return step(backward: true)
    case .explain, .previousStep, .nextStep, .firstStep, .lastStep, .stepOn: changeSteps(action)
    case .noiseKind, .lessNoise, .moreNoise, .noiseSeed: changeDamage(action)
    case .previousEntry, .nextEntry, .entriesUp, .entriesDown, .firstEntry, .lastEntry, .entryDetails, .entryOrder,
      .entryKind, .entryShow, .previousEntryShow:
      changeVocabulary(action)
    case .prompt, .promptRun, .promptComplete, .promptLeave, .promptLeft, .promptRight, .promptStart, .promptEnd,
      .promptBackspace, .promptDelete, .promptDeleteWord, .promptDeleteBefore, .promptDeleteAfter, .promptPrevious,
      .promptNext:
      return changePrompt(action)
    case .warnings: if case .warnings = list { list = nil } else { list = .warnings(selected: 0) }
    case .edit: return edit()
    case .undo: return undo(again: false)
    case .redo: return undo(again: true)
    case .revert: return revert()
    case .editorLeave, .editorDrop, .editorSave, .editorUndo, .editorRedo, .editorPane, .editorCode, .editorLeft,
      .editorRight, .editorUp, .editorDown, .editorPageUp, .editorPageDown, .editorLineStart, .editorLineEnd,
      .editorNewline, .editorTab, .editorBackspace, .editorDelete, .editorDeleteWord, .editorDeleteBefore,
      .editorDeleteAfter:
      return changeEditor(action)
    case .panel: togglePanel()
    case .lens, .digits, .previousHead, .nextHead, .meanHead, .previousLayer, .nextLayer, .previousKey, .nextKey, .form,
      .sink,
      .scale, .direction, .budget, .smallerBudget, .largerBudget, .previousExpert, .nextExpert, .routingText,
      .routingClasses, .policy, .bars, .lessCapacity, .moreCapacity:
      if model == nil { complain("no model is here to read the text") } else { changeHeat(action) }
    case .previousQuery, .nextQuery:
      if view == .attention, heat.form == .grid {
        changeHeat(action)
      } else {
        return move(action == .previousQuery ? .previousToken : .nextToken)
      }
    case .base: if !shown.isEmpty { base = active }
    case .listUp, .listDown, .listPageUp, .listPageDown, .listFirst, .listLast: moveSelection(action)
    case .choose: return choose()
    case .previousToken, .nextToken, .previousWord, .nextWord, .lineStart, .lineEnd, .documentStart, .documentEnd,
      .halfPageDown,
      .halfPageUp, .pageDown, .pageUp, .previousDifference, .nextDifference, .previousLine, .nextLine:
      return move(action)
    }
    return []
  }

  /// Whether quitting loses edits and has not said so yet.
  var losesEdits: Bool { !draftRequests.hasWarned && drafts.values.contains(where: \.isEdited) }

  /// Quits; where edited texts would be lost only when asked twice.
  private mutating func close() -> [Effect] {
    guard losesEdits else { return [.quit] }
    let edited = drafts.values.count { $0.isEdited }
    draftRequests.hasWarned = true
    complain(VisibleText("\(counted(edited, "edited text")) not saved (q again quits; e, then ^S saves as a sample)"))
    return []
  }

  private mutating func back() -> [Effect] {
    if list != nil {
      list = nil
    } else if selectedTokens != nil {
      selection = nil
    } else if let effects = stopMeasuring() {
      return effects
    } else if search.pending != nil {
      say("stopped")
      return stopFinding()
    } else if case .window = awaited {
      // A search or a jump is given up; what is shown stays.
      awaited = nil
      incoming = nil
      say("stopped")
      // A tokenizer that was switched on meanwhile may have cut only the page that is given up.
      if let page, shownIDs.contains(where: { page.segmentations[$0] == nil }) {
        return read(around: cursor, then: .offset(cursor))
      }
    } else if focusedPane != .text {
      panes.focus = .text
    } else if view == .explain {
      closeSteps()
    } else if search.isShown {
      // The pattern stays for n and N.
      search.isShown = false
    } else if tour != nil, !showsInspector {
      tour = nil
    } else if view == .vocabulary {
      vocabulary.showsDetails = false
    } else {
      showsInspector = false
    }
    return []
  }

  private mutating func changeTheme(_ step: Int) {
    lookIndex = (lookIndex + step + looks.count) % looks.count
    say("theme " + VisibleText(look.theme.name))
  }

  private mutating func toggleInspector() {
    if list == nil, view != .compare {
      say("details of the token are in compare (c)")
    } else {
      showsInspector.toggle()
    }
  }

  private mutating func changeLayout() {
    switch view {
    case .compare: changeArrangement()
    case .attention: changeHeat(.form)
    case .words: say("words have one layout (matrix: a)")
    case .routing: heat.routingForm = heat.routingForm.next
    case .metrics: metrics.step(1)
    case .terms: say("terms have one layout")
    case .damage: say("the damaged text has one layout")
    case .seam: say("the seam has one layout")
    case .explain: say("the steps have one layout")
    case .vocabulary: vocabulary.showsDetails.toggle()
    }
  }

  private mutating func changeArrangement() {
    switch Geometry(self, size: size, look: look).arrangement {
    case .columns: chosenArrangement = .rows(.ruler)
    case .rows(.ruler): chosenArrangement = .rows(.tint)
    case .rows(.tint): chosenArrangement = .list
    case .list: chosenArrangement = .columns
    }
  }

  private mutating func stepActive(_ step: Int) {
    let order = view == .metrics ? measuredOrder : shown
    guard let place = order.firstIndex(of: active), order.indices.contains(place + step) else { return }
    active = order[place + step]
  }

  private mutating func scroll(_ step: Int) {
    let capacity = Geometry(self, size: size, look: look).capacity
    let order = shown
    firstShown = max(0, min(firstShown + step, order.count - capacity))
    guard let place = order.firstIndex(of: active) else { return }
    active = order[max(firstShown, min(place, firstShown + capacity - 1))]
  }

  // MARK: Tokenizers

  mutating func toggle(column: Int) -> [Effect] {
    guard columns.indices.contains(column) else {
      complain("no tokenizer \(column + 1) here (more of them: p)")
      return []
    }
    columns[column].isOn.toggle()
    return columns[column].isOn ? need(columns[column].id) : []
  }

  /// Asks for what a tokenizer that was just switched on lacks.
  func need(_ id: String) -> [Effect] {
    var effects: [Effect] = []
    if let page, page.segmentations[id] == nil {
      effects.append(.segment(tokenizers: [id], page.window, generation: page.generation))
    }
    if let next = incoming, next.segmentations[id] == nil {
      effects.append(.segment(tokenizers: [id], next.window, generation: next.generation))
    }
    if counts[id] == nil { effects += count([id]) }
    return effects
  }

  // MARK: Lists

  /// Lines of the list that is open.
  var listCount: Int {
    switch list {
    case nil: 0
    case .picker: tokenizers.count
    case .warnings: warnings.all.all.count
    case .messages: messageLines(look: look).count
    case .browser: browserRowCount
    case .help(let page, _): helpLines(page: page, look: look).count
    }
  }

  private mutating func moveSelection(_ action: Action) {
    let height = Geometry(self, size: size, look: look).body.height
    let count = listCount
    func moved(_ selected: Int, last: Int) -> Int {
      let wanted =
        switch action {
        case .listUp: selected - 1
        case .listDown: selected + 1
        case .listPageUp: selected - max(1, height - 1)
        case .listPageDown: selected + max(1, height - 1)
        case .listFirst: 0
        default: last
        }
      return max(0, min(wanted, last))
    }
    switch list {
    case nil: break
    case .picker(let selected): list = .picker(selected: moved(selected, last: count - 1))
    case .browser(let selected): list = .browser(selected: moved(selected, last: count - 1))
    case .help(let page, let scroll): list = .help(page: page, scroll: moved(scroll, last: max(0, count - height)))
    case .messages(let scroll): list = .messages(scroll: moved(scroll, last: max(0, count - height)))
    case .warnings(let selected): list = .warnings(selected: moved(selected, last: count - 1))
    }
  }

  private mutating func choose() -> [Effect] {
    switch list {
    case nil, .messages: return []
    case .help(let page, _):
      list = .help(page: 1 - page, scroll: 0)
      return []
    case .browser(let selected): return openRow(selected)
    case .warnings(let selected):
      list = nil
      guard let page, warnings.all.all.indices.contains(selected) else { return [] }
      move(to: page.window.start + warnings.all.all[selected].first.lowerBound)
      return []
    case .picker(let selected):
      guard tokenizers.indices.contains(selected) else { return [] }
      let id = tokenizers[selected].id
      if tokenizers[selected].needsPattern {
        askPattern(id)
        return []
      }
      if let column = columns.firstIndex(where: { $0.id == id }) { return toggle(column: column) }
      return append(id)
    }
  }
}
