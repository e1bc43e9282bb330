/// An error that ends a command with code 1: one line that says what, where and what next.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
