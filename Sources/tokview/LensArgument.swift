import Analysis
import ArgumentParser

/// A lens by its name.
struct LensArgument: ExpressibleByArgument {
  let lens: any Lens

  init?(argument: String) {
    guard let lens = Lenses.named(argument) else { return nil }
    self.lens = lens
  }

  static var allValueStrings: [String] { Lenses.all.map(\.name) }
}
