import Engine
import Glibc
import Synchronization
import Testing

@Suite struct SpoolTests {
  /// What a pipe brought can be read by position, below and above the cap of the memory.
  @Test(arguments: [0, 1, 999, 1_000, 1_001, 300_000])
  func keepsEveryByte(count: Int) throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let spool = Spool(descriptor: ends[0], memoryCap: 1_000)
    let source = ByteSource(name: "pipe", spool: spool)
    var sent = 0
    while sent < count {
      let wrote = bytes[sent...].withUnsafeBytes { write(ends[1], $0.baseAddress, min($0.count, 30_000)) }
      #expect(wrote > 0)
      sent += wrote
      #expect(try source.wait(forBytes: sent) >= sent)
      #expect(try source.read(sent / 2..<sent) == Array(bytes[sent / 2..<sent]))
    }
    close(ends[1])
    #expect(try source.wait(forBytes: .max) == count)
    #expect(try source.read(0..<count) == bytes)
    #expect(spool.isComplete)
  }

  @Test func tellsTheEndOnce() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let spool = Spool(descriptor: ends[0])
    let calls = Mutex(0)
    spool.whenComplete { calls.withLock { $0 += 1 } }
    #expect(calls.withLock { $0 } == 0)
    close(ends[1])
    let source = ByteSource(name: "pipe", spool: spool)
    #expect(try source.wait(forBytes: .max) == 0)
    spool.whenComplete { calls.withLock { $0 += 10 } }
    while calls.withLock({ $0 }) < 11 { sched_yield() }
    #expect(calls.withLock { $0 } == 11)
  }
}
