/// What the program says about itself.
package enum Program {
  package static let name = "tokview"
  package static let version = "0.1.0"
}
