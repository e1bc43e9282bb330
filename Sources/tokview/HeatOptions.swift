import Analysis
import ArgumentParser
import Explorer

/// Layer, head and how weights are shown, for exports of the model's views.
struct HeatOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Layer, from 0.", valueName: "N"))
  var layer: Int?

  @Option(help: ArgumentHelp("Head, from 0, or mean.", valueName: "N|mean"))
  var head: HeadArgument?

  @Option(help: "linear, sqrt or log.")
  var scale: HeatScale?

  @Option(help: "raw, masked or renormalized.")
  var sink: SinkTreatment?

  @Option(help: "from: what the cursor token looks at; to: who looks at it.")
  var direction: HeatSettings.Direction?

  @Flag(help: "Weights of attention as digits 0 to 9 instead of shades.")
  var digits = false

  func settings() -> HeatSettings {
    var settings = HeatSettings()
    if let layer { settings.layer = layer }
    if let head { settings.head = head.number }
    if let scale { settings.scale = scale }
    if let sink { settings.sink = sink }
    if let direction { settings.direction = direction }
    settings.showsDigits = digits
    return settings
  }

  mutating func validate() throws {
    if let layer, layer < 0 { throw ValidationError("--layer counts from 0.") }
  }

  /// - Throws: for a layer or head that the trace does not have.
  func check(_ trace: PieceTrace) throws {
    let maps = trace.trace.attention
    if let layer, let layers = maps?.layers ?? trace.trace.routing?.layers, !layers.contains(layer) {
      throw ValidationError("There is no layer \(layer); there are \(layers.map(String.init).joined(separator: " ")).")
    }
    if let number = head?.number, let heads = maps?.heads, !heads.contains(number) {
      throw ValidationError("There is no head \(number); there are \(heads.map(String.init).joined(separator: " ")).")
    }
  }
}

/// A head's number, or the mean of all.
struct HeadArgument: ExpressibleByArgument {
  let number: Int?

  init?(argument: String) {
    if argument == "mean" {
      number = nil
    } else {
      guard let value = Int(argument), value >= 0 else { return nil }
      number = value
    }
  }
}

extension HeatScale: ExpressibleByArgument {}
extension SinkTreatment: ExpressibleByArgument {}
extension HeatSettings.Direction: ExpressibleByArgument {}
extension HeatSettings.Form: ExpressibleByArgument {}
extension HeatSettings.RoutingForm: ExpressibleByArgument {}
extension HeatSettings.Policy: ExpressibleByArgument {}
