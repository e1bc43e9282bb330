import Glibc
import Testing

@testable import Formats

@Suite struct BoundedFileTests {
  /// Runs `body` with the path of a fresh directory that is removed afterwards.
  private func inDirectory(_ body: ([UInt8]) throws -> Void) rethrows {
    var template = Array("/tmp/tokview-formats-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      Issue.record("no directory: \(errno)")
      return
    }
    let path = template.dropLast().map { UInt8(bitPattern: $0) }
    defer {
      for name in DirectoryListing.names(in: path, suffix: "") { _ = join(path, name).withCPath { remove($0) } }
      _ = path.withCPath { rmdir($0) }
    }
    try body(path)
  }

  private func join(_ directory: [UInt8], _ name: [UInt8]) -> [UInt8] { directory + [UInt8(ascii: "/")] + name }

  private func write(_ bytes: [UInt8], to path: [UInt8]) {
    let descriptor = path.withCPath { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o600) }
    #expect(descriptor >= 0)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  private func fault(_ path: [UInt8]) -> FileError.Kind? {
    do throws(FileError) {
      _ = try BoundedFile(path: path)
      return nil
    } catch { return error.kind }
  }

  @Test func readsParts() throws {
    try inDirectory { directory in
      // Paths are bytes, not text.
      let path = join(directory, [0xFF, 0x0A, 0x41])
      write(Array("0123456789".utf8), to: path)
      let file = try BoundedFile(path: path)
      #expect(file.byteCount == 10)
      #expect(try file.read(at: 3, count: 4) == Array("3456".utf8))
      #expect(try file.read(at: 8, count: 100) == Array("89".utf8))
      #expect(try file.read(at: 10, count: 1).isEmpty)
      #expect(try file.read(at: -1, count: 5).isEmpty)
      #expect(try file.read(at: 0, count: Int.max).count == 10)
      #expect(try file.read(at: 2, count: -5).isEmpty)
      // Cut short after opening: fewer bytes, no trap.
      write(Array("01".utf8), to: path)
      #expect(try file.read(at: 0, count: 10) == Array("01".utf8))
      #expect(throws: FileError(.tooLarge(limit: 1), path: path)) { try BoundedFile.contents(of: path, limit: 1) }
      #expect(try BoundedFile.contents(of: path, limit: 2) == Array("01".utf8))
    }
  }

  @Test func refusesWhatIsNoRegularFile() {
    inDirectory { directory in
      let pipe = join(directory, Array("pipe".utf8))
      #expect(pipe.withCPath { mkfifo($0, 0o600) } == 0)
      let loop = join(directory, Array("loop".utf8))
      #expect(loop.withCPath { name in name.withMemoryRebound(to: CChar.self, capacity: 1) { symlink($0, $0) } } == 0)
      #expect(fault(pipe) == .notRegular("a pipe"))
      #expect(fault(loop) == .system(ELOOP))
      #expect(fault(directory) == .notRegular("a directory"))
      #expect(fault(Array("/dev/zero".utf8)) == .notRegular("a device"))
      #expect(fault(join(directory, Array("absent".utf8))) == .system(ENOENT))
      #expect(fault(join(directory, [UInt8](repeating: 0x61, count: 300))) == .system(ENAMETOOLONG))
      #expect(fault([]) == .badPath)
      #expect(fault([0x61, 0x00]) == .badPath)
    }
  }

  @Test func messagesAreSafeToShow() {
    let error = FileError(.system(ENOENT), path: Array("a\u{1B}]0;x\u{7}\n\u{202E}".utf8))
    #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    #expect(error.description.hasSuffix(": no such file"))
  }

  @Test func listsNamesInByteOrder() {
    inDirectory { directory in
      for name in ["b.txt", "a.txt", ".hidden.txt", "c.toml", ".txt"] {
        write([], to: join(directory, Array(name.utf8)))
      }
      #expect(DirectoryListing.names(in: directory, suffix: ".txt") == [Array("a.txt".utf8), Array("b.txt".utf8)])
      #expect(DirectoryListing.names(in: directory, suffix: "", limit: 2).count == 2)
      #expect(DirectoryListing.names(in: join(directory, Array("none".utf8)), suffix: "").isEmpty)
      #expect(DirectoryListing.names(in: join(directory, Array("a.txt".utf8)), suffix: "").isEmpty)
    }
  }
}
