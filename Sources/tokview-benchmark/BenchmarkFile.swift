import Glibc

/// Whole files, for programs that trust their operator.
enum BenchmarkFile {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      throw Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    guard size >= 0 else { throw Failure(description: "\(path) is not a regular file") }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws {
    guard let file = fopen(path, "wb") else {
      throw Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    guard fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
      throw Failure(description: "\(path): could not be written")
    }
  }
}
