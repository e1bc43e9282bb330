import Analysis
import Explorer
import Inference
import ModelTestSupport
import Synchronization
import TestSupport
import Testing
import Tokenization

@testable import Engine

@Suite struct ModelReaderTests {
  private struct Broken: Error, CustomStringConvertible { let description = "the weights are gone" }

  /// Collects answers of worker threads.
  private final class Answers: Sendable {
    private let all = Mutex<[Result<PieceTrace, ModelReader.Failure>]>([])
    private let signal = Signal()

    func add(_ answer: Result<PieceTrace, ModelReader.Failure>) {
      all.withLock { $0.append(answer) }
      signal.notify()
    }

    /// The answers once there are `count`, or those that came in time.
    func wait(for count: Int) -> [Result<PieceTrace, ModelReader.Failure>] {
      _ = signal.wait(milliseconds: 20_000) { self.all.withLock { $0.count >= count } }
      return all.withLock { $0 }
    }
  }

  private static let text = Array("abcdab".utf8)

  private func cut() throws -> Segmentation {
    try Segmentation(
      tokens: [
        Token(id: 0, start: 0, end: 2, kind: .merge), Token(id: 0, start: 2, end: 4, kind: .merge),
        Token(id: 0, start: 4, end: 6, kind: .merge),
      ], byteCount: 6)
  }

  private var window: TextWindow { TextWindow(bytes: Self.text, start: 0, isExact: true) }

  @Test func answersTwice() throws {
    let model = try TinyModel.make()
    let reader = ModelReader { model }
    let answers = Answers()
    reader.read(try cut(), window, around: 0, recording: nil, wantsDepths: true) { answers.add($0) }
    let found = answers.wait(for: 2)
    #expect(found.count == 2)
    let first = try found[0].get()
    let second = try found[1].get()
    #expect(!first.isComplete && first.trace.surprisals == nil && first.trace.attention != nil)
    #expect(second.isComplete && second.trace.surprisals?.count == second.trace.tokens.count && !second.lacksDepths)
    #expect(second.trace.predictions.count == 3)
    #expect(second.trace.attention == first.trace.attention)
    // The start token, `ab`, and `cd` as one piece; four ids are a run, so the rest is another window.
    #expect(second.trace.tokens.map(\.bytes) == [nil, 0..<2, 2..<4])
    #expect(second.summary == "own cuts, 1 of 3 pieces split")
    #expect(second.idCount == 4 && second.window == 0..<3)
  }

  @Test func readsTheWindowThatHoldsTheByte() throws {
    let model = try TinyModel.make()
    let reader = ModelReader { model }
    let answers = Answers()
    reader.read(try cut(), window, around: 5, recording: nil, wantsDepths: false) { answers.add($0) }
    let last = try #require(answers.wait(for: 2).last).get()
    #expect(last.trace.tokens.map(\.bytes) == [nil, 4..<6])
    #expect(last.token(at: 5) == 1 && last.lacksDepths)
  }

  @Test func saysWhyThereIsNone() throws {
    let answers = Answers()
    let reader = ModelReader { throw Broken() }
    reader.read(try cut(), window, around: 0, recording: nil, wantsDepths: false) { answers.add($0) }
    guard case .failure(let failure)? = answers.wait(for: 1).first else {
      Issue.record("a model that cannot be read gave an answer")
      return
    }
    #expect(failure.text == "the weights are gone")
  }

  /// What was asked before the newest request is not answered, even if it has begun.
  @Test func aNewerRequestEndsOlderOnes() throws {
    let model = try TinyModel.make()
    let begun = Signal()
    let state = Mutex((loads: 0, mayGo: false))
    let go = Signal()
    let reader = ModelReader {
      state.withLock { $0.loads += 1 }
      begun.notify()
      _ = go.wait(milliseconds: 20_000) { state.withLock { $0.mayGo } }
      return model
    }
    let old = Answers()
    let new = Answers()
    reader.read(try cut(), window, around: 0, recording: nil, wantsDepths: false) { old.add($0) }
    #expect(begun.wait(milliseconds: 20_000) { state.withLock { $0.loads == 1 } })
    reader.read(try cut(), window, around: 5, recording: nil, wantsDepths: false) { new.add($0) }
    state.withLock { $0.mayGo = true }
    go.notify()
    #expect(new.wait(for: 2).count == 2)
    #expect(old.wait(for: 0).isEmpty)
  }

  @Test func recordedTracesNeedNoModel() throws {
    let recording = Engine.Recording(
      text: Self.text, segmentation: try cut(),
      trace: PieceTrace(try Trace(tokens: [Trace.Token(id: 1, bytes: 0..<6)]), model: "m"))
    let reader = ModelReader { throw Broken() }
    let answers = Answers()
    reader.read(try cut(), window, around: 0, recording: recording, wantsDepths: false) { answers.add($0) }
    #expect(try #require(answers.wait(for: 1).first).get().trace.tokens.count == 1)
    let part = TextWindow(bytes: Array(Self.text[2...]), start: 2, isExact: true)
    reader.read(try cut(), part, around: 0, recording: recording, wantsDepths: false) { answers.add($0) }
    let all = answers.wait(for: 2)
    #expect(all.count == 2)
    guard case .failure? = all.last else {
      Issue.record("a part of the text was answered with the whole trace")
      return
    }
  }
}
