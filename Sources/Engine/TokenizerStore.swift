import Synchronization
import Tokenization

/// Tokenizers by id, each made once and by one thread, on first use.
final class TokenizerStore: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private final class Slot: Sendable {
    let result = Mutex<Result<any Tokenizer, Failure>?>(nil)
  }

  private let make: @Sendable (String) throws -> any Tokenizer
  private let slots = Mutex<[String: Slot]>([:])

  init(_ make: @escaping @Sendable (String) throws -> any Tokenizer) { self.make = make }

  subscript(id: String) -> Result<any Tokenizer, Failure> {
    let slot = slots.withLock { slots in
      if let slot = slots[id] { return slot }
      let slot = Slot()
      slots[id] = slot
      return slot
    }
    return slot.result.withLock { result in
      if let result { return result }
      let made: Result<any Tokenizer, Failure>
      do { made = .success(try make(id)) } catch { made = .failure(Failure(description: "\(error)")) }
      result = made
      return made
    }
  }
}
