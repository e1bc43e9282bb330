import Glibc
import Inference
import ModelTestSupport
import TestSupport
import Testing
import Tokenization

@testable import Analysis

/// A tiny random model over bytes, `ab` (256) and `<s>` (257), four ids a run.
@Suite struct LanguageModelTests {
  private func segmentation(_ lengths: Int...) throws -> Segmentation {
    var tokens: [Token] = []
    var end = 0
    for length in lengths {
      tokens.append(Token(id: 0, start: end, end: end + length, kind: .merge))
      end += length
    }
    return try Segmentation(tokens: tokens, byteCount: end)
  }

  /// −log₂ p of each id by the definition: the whole distribution after each prefix.
  private func slowSurprisals(_ ids: [UInt32], _ model: Model) throws -> [Double] {
    try ids.indices.dropFirst().map { place in
      let run = try model.run(ids: Array(ids[..<place]))
      var all: [Prediction] = []
      try model.predictions(for: run, topCount: 258) { all += $0.predictions }
      let last = try #require(all.last)
      let logit = try #require(last.top.first { $0.id == ids[place] }).logit
      let sum = last.top.reduce(0.0) { $0 + exp(Double($1.logit - logit)) }
      return log2(sum)
    }
  }

  @Test func surprisalsAreThoseOfTheDefinition() throws {
    let model = try TinyModel.make(length: 16)
    let text = Array("abcabxab".utf8)
    let reading = model.vocabulary.reading(of: try segmentation(2, 1, 2, 1, 2), text: text)
    #expect(reading.ids == [256, 99, 256, 120, 256])
    let found = try model.surprisals(of: reading)
    let wanted = try slowSurprisals([257] + reading.ids, model.model)
    #expect(found.count == wanted.count)
    for (found, wanted) in zip(found, wanted) { #expect(abs((found ?? .nan) - wanted) < 1e-3) }
  }

  /// Three ids behind the start token fit into a run of four: the fourth begins a new run.
  @Test func eachWindowBeginsAnew() throws {
    let model = try TinyModel.make()
    #expect(model.windowLength == 3)
    let cut = try segmentation(1, 1, 1, 1, 1, 1)
    let bits = try model.bitsOfTokens(of: cut, text: Array("xyzxyz".utf8))
    #expect(bits.count == 6 && bits.allSatisfy { $0 != nil })
    for place in 0..<3 { #expect(bits[place] == bits[place + 3]) }
  }

  @Test func withoutAStartTokenTheFirstIDIsUnknown() throws {
    let model = try TinyModel.make(start: nil)
    #expect(model.windowLength == 4)
    let bits = try model.bitsOfTokens(of: try segmentation(1, 1, 1, 1, 1), text: Array("xyzxy".utf8))
    #expect(bits.map { $0 == nil } == [true, false, false, false, true])
  }

  /// A piece that the model reads as two ids costs what both cost; bits per byte do not depend on how it is counted.
  @Test func aSplitPieceCostsItsParts() throws {
    let model = try TinyModel.make(length: 16)
    let text = Array("xaby".utf8)
    let split = try segmentation(3, 1)
    let whole = try segmentation(1, 2, 1)
    let bits = try model.bitsOfTokens(of: split, text: text)
    let parts = try model.bitsOfTokens(of: whole, text: text)
    #expect(abs((bits[0] ?? .nan) - ((parts[0] ?? .nan) + (parts[1] ?? .nan))) < 1e-9)
    let a = BitsPerByte(bits, of: split)
    let b = BitsPerByte(parts, of: whole)
    #expect(a.bytes == 4 && b.bytes == 4 && abs(a.bits - b.bits) < 1e-9)
  }

  @Test func aTraceHasRangesAndSurprisals() throws {
    let model = try TinyModel.make(length: 16)
    let text = Array("abx".utf8)
    let reading = model.vocabulary.reading(of: try segmentation(2, 1), text: text)
    let trace = try model.trace(of: reading, window: 0..<2)
    #expect(trace.tokens.map(\.id) == [257, 256, 120])
    #expect(trace.tokens.map(\.bytes) == [nil, 0..<2, 2..<3])
    let surprisals = try #require(trace.surprisals)
    #expect(surprisals[0] == nil)
    let bits = try model.surprisals(of: reading)
    for place in 0..<2 { #expect(abs(Double(surprisals[place + 1] ?? .nan) - (bits[place] ?? .nan)) < 1e-5) }
    #expect(throws: RunError.cancelled) { try model.trace(of: reading, window: 0..<2) { true } }
  }

  @Test func bitsPerByteAddUp() throws {
    let cut = try segmentation(2, 1)
    var sum = BitsPerByte([3, nil], of: cut)
    #expect(sum.value == 1.5)
    sum.merge(BitsPerByte([1, 5], of: cut))
    #expect(sum.bits == 9 && sum.bytes == 5)
    #expect(BitsPerByte().value == nil)
  }
}
