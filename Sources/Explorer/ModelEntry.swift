/// The model that reads the columns, as the screen names it.
package struct ModelEntry: Hashable, Sendable {
  package let name: String

  package init(name: String) { self.name = name }
}
