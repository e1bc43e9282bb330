import Screen
import Testing
import UnicodeText

@testable import Explorer

/// What the keys view, base and rows of a sample do when it is opened and left.
@Suite struct SampleSettingsTests {
  private func state(_ settings: [SampleSettings], view: State.View? = nil, shown: [String]? = nil) -> State {
    let entries = ["bpe", "lbpe", "bytes"].map {
      TokenizerEntry(id: $0, title: $0, summary: "", vocabulary: "", isDefault: $0 != "bytes")
    }
    let samples = settings.enumerated().map { index, settings in
      SampleEntry(name: "\(index)", title: "", language: "", domain: "", note: "", settings: settings)
    }
    return State(
      version: "0", tokenizers: entries, shown: shown, samples: samples, model: ModelEntry(name: "test"), view: view,
      size: Size(width: 80, height: 24))
  }

  /// The state once the sample `index` is there.
  private func open(_ index: Int, in state: inout State) {
    let text = Array("ab".utf8)
    let effects = index == 0 && state.page == nil ? [] : state.open(index)
    var generation = 0
    if case .openSample(_, let wanted)? = effects.first { generation = wanted }
    let document = Document(source: .sample(index), name: "s", note: "", byteCount: text.count)
    let window = TextWindow(bytes: text, start: 0, isExact: true)
    _ = state.handle(.opened(document, window: window, offset: 0, generation: generation))
    for id in state.shownIDs {
      _ = state.handle(
        .segmented(tokenizer: id, WordListTokenizer("").segmentation(of: text), generation: generation))
    }
  }

  @Test func holdWhileTheSampleIsShown() {
    var state = state([
      SampleSettings(), SampleSettings(view: .attention, base: "lbpe", rows: ["lbpe", "bytes", "nothing"]),
      SampleSettings(view: .routing),
    ])
    open(0, in: &state)
    #expect(state.view == .compare && state.shownIDs == ["bpe", "lbpe"] && state.base == 0)
    open(1, in: &state)
    #expect(state.view == .attention && state.shownIDs == ["lbpe", "bytes"] && state.columns[state.base].id == "lbpe")
    open(2, in: &state)
    #expect(state.view == .routing && state.shownIDs == ["bpe", "lbpe"] && state.columns[state.base].id == "bpe")
    open(0, in: &state)
    #expect(state.view == .compare)
  }

  @Test func whatTheUserChangesStays() {
    var state = state([SampleSettings(), SampleSettings(view: .attention, rows: ["bytes"])])
    open(0, in: &state)
    open(1, in: &state)
    for key: Key in ["c", "1", "w"] { _ = state.handle(.input(.key(key))) }
    open(0, in: &state)
    #expect(state.view == .words && state.shownIDs == ["bpe", "bytes"])
  }

  @Test func optionsOfTheCommandLineAreStronger() {
    let wanted = SampleSettings(view: .attention, rows: ["bytes"])
    var chosen = state([wanted, wanted], view: .compare, shown: ["bpe"])
    open(0, in: &chosen)
    #expect(chosen.view == .compare && chosen.shownIDs == ["bpe"])
    open(1, in: &chosen)
    #expect(chosen.view == .attention && chosen.shownIDs == ["bpe"])
  }
}
