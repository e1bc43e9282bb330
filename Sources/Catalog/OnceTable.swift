import Synchronization

/// Values by key, each made once, on first use, by one thread; others wait for it, those that want another key do not.
final class OnceTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private final class Slot: Sendable {
    let result = Mutex<Result<Value, CatalogError>?>(nil)
  }

  private let slots = Mutex<[Key: Slot]>([:])

  func value(_ key: Key, make: () throws(CatalogError) -> Value) throws(CatalogError) -> Value {
    let slot = slots.withLock { slots in
      if let slot = slots[key] { return slot }
      let slot = Slot()
      slots[key] = slot
      return slot
    }
    return try slot.result.withLock { result in
      if let result { return result }
      let made: Result<Value, CatalogError>
      do throws(CatalogError) { made = .success(try make()) } catch { made = .failure(error) }
      result = made
      return made
    }.get()
  }
}
