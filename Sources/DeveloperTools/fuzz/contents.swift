import Glibc

/// The bytes of a file of the repository.
func contents(of path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { fatalError("run it from the repository: no \(path)") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
  return bytes
}
