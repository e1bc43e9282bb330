import Analysis
import Screen
import TestSupport
import Testing
import UnicodeText

@testable import Explorer

@Suite struct TourTests {
  private static let texts = [TestEngine.start, "one two", "no question here", "the exemptions"].map { Array($0.utf8) }

  private func engine(_ size: Size = Size(width: 80, height: 24), hasModel: Bool = false) -> TestEngine {
    TestEngine(texts: Self.texts, size: size, hasModel: hasModel)
  }

  private func body(_ engine: TestEngine) -> String { engine.frame.text }

  @Test func goesThroughTheSamplesThatHaveAQuestion() {
    var engine = engine()
    engine.type(":tour<Enter>")
    #expect(engine.state.tour == Tour(place: 0))
    #expect(body(engine).contains("tour 1 of 3") && body(engine).contains("Which column takes exemptions whole"))
    engine.type("]")
    #expect(engine.state.tour?.place == 1 && engine.state.position == 1)
    engine.type("]")
    #expect(engine.state.tour?.place == 2 && engine.state.position == 3)
    engine.type("]")
    #expect(engine.state.tour == nil && engine.state.position == 3)
    #expect(engine.state.message?.string.hasPrefix("that was the last question") == true)
    engine.type("]")
    #expect(engine.state.position == 0)
  }

  @Test func answerIsFilledFromTheSegmentations() {
    var engine = engine()
    engine.type(":tour<Enter>")
    #expect(!body(engine).contains("Scaffold, "))
    // The answer speaks of a tokenizer that is not shown.
    #expect(engine.state.page?.segmentations["bytes"] == nil)
    engine.type("A")
    let scaffold = engine.state.page?.segmentations["scaffold"]?.tokenCount ?? 0
    let bytes = Self.texts[0].count
    #expect(body(engine).contains("Scaffold, \(scaffold); BPE 25: ·ex│emptions; Bytes \(bytes)."))
    engine.type("A")
    #expect(!body(engine).contains("Scaffold, "))
    engine.type("A]")
    #expect(engine.state.tour == Tour(place: 1))
  }

  @Test func escapeAndAnotherTextLeaveIt() {
    var engine = engine()
    engine.type(":tour<Enter><Esc>")
    #expect(engine.state.tour == nil)
    engine.type("A")
    #expect(engine.state.message == nil)
    engine.type(":tour<Enter>bjj<Enter>")
    #expect(engine.state.position == 2 && engine.state.tour == nil)
    // From a text without a question it begins at the first.
    engine.type(":tour<Enter>")
    #expect(engine.state.position == 0 && engine.state.tour == Tour(place: 0))
    engine.type("bjjj<Enter>")
    #expect(engine.state.tour == Tour(place: 2))
    engine.type("[[[")
    #expect(engine.state.tour == Tour(place: 0))
    #expect(engine.state.message?.string == "this is the first question")
  }

  @Test func everyViewLeavesRoomForIt() {
    for size in [Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 200, height: 60)] {
      var engine = engine(size, hasModel: true)
      engine.type(":tour<Enter>A")
      for view in ["c", "a", "w", "r", ":damage<Enter>", "c=", "==", "i"] {
        engine.type(view)
        #expect(body(engine).contains("tour 1 of 3"), "\(size) \(view)")
      }
      for view in ["m", "V", "V<Enter>", ":terms<Enter>", ":seam<Enter>", "c<Enter>"] {
        engine.type(view)
        #expect(body(engine).contains("tour 1 of 3"), "\(size) \(view)")
        // The answer may take the place of the question, never the other way round.
        engine.type("A")
        #expect(body(engine).contains("Which column takes exemptions whole"), "\(size) \(view)")
        engine.type("A")
        #expect(body(engine).contains("Scaffold, "), "\(size) \(view)")
        engine.type("c")
      }
      engine.type("b")
      #expect(!body(engine).contains("tour 1 of 3"))
    }
  }

  /// The lines of a view end above the question.
  @Test(arguments: [
    ("metrics-80x24", Size(width: 80, height: 24), "m"), ("terms-80x24", Size(width: 80, height: 24), ":terms<Enter>A"),
    ("vocabulary-80x24", Size(width: 80, height: 24), "V<Enter>"),
    ("explain-120x40", Size(width: 120, height: 40), "j<Enter>A"),
    ("terms-60x16", Size(width: 60, height: 16), ":terms<Enter>"),
  ])
  func screensOfOtherViews(_ name: String, _ size: Size, _ keys: String) {
    var engine = engine(size, hasModel: true)
    engine.type(":tour<Enter>" + keys)
    #expect(Golden.mismatch("explorer/tour-\(name).txt", engine.frame.text) == nil)
  }

  @Test(arguments: [
    ("80x24", Size(width: 80, height: 24), "A"), ("120x40", Size(width: 120, height: 40), ""),
    ("200x60", Size(width: 200, height: 60), "A"), ("60x16", Size(width: 60, height: 16), "A"),
  ])
  func screens(_ name: String, _ size: Size, _ keys: String) {
    var engine = engine(size, hasModel: true)
    engine.type(":tour<Enter>" + keys)
    #expect(Golden.mismatch("explorer/tour-\(name).txt", engine.frame.text) == nil)
  }
}
