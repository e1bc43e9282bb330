/// Why a model cannot be made.
package enum ModelError: Error, Hashable, CustomStringConvertible {
  /// A size of the configuration that no model has, by its name in `config.json`.
  case size(field: String, found: Int, expected: String)
  /// A number of the configuration that is not finite or has the wrong sign.
  case number(field: String, found: Float)
  /// A tensor that the configuration calls for is not there.
  case missingTensor(String)
  /// A tensor does not have the shape that the configuration calls for.
  case tensorShape(tensor: String, found: [Int], expected: [Int])
  /// A tensor holds more or fewer numbers than its shape says.
  case tensorCount(tensor: String, found: Int, shape: [Int])

  package var description: String {
    switch self {
    case .size(let field, let found, let expected): "the configuration says \(field) \(found), expected \(expected)"
    case .number(let field, let found): "the configuration says \(field) \(found), expected a positive number"
    case .missingTensor(let name): "the weights lack \(name), which the configuration calls for"
    case .tensorShape(let name, let found, let expected):
      "\(name) has the shape \(found), the configuration calls for \(expected)"
    case .tensorCount(let name, let found, let shape): "\(name) has \(found) numbers, its shape is \(shape)"
    }
  }
}

/// Why a model did not read a text.
package enum RunError: Error, Hashable, CustomStringConvertible {
  /// There is nothing to read.
  case noTokens
  /// More tokens than the model has positions for; read the text in windows.
  case tooLong(count: Int, maximum: Int)
  /// An id that the model's vocabulary does not have.
  case unknownID(id: UInt32, position: Int, vocabularyCount: Int)
  /// The caller asked to stop.
  case cancelled

  package var description: String {
    switch self {
    case .noTokens: "no tokens to read"
    case .tooLong(let count, let maximum): "\(count) tokens, the model reads at most \(maximum) at a time"
    case .unknownID(let id, let position, let count):
      "token \(position) has the id \(id), the model's vocabulary ends at \(count - 1)"
    case .cancelled: "cancelled"
    }
  }
}
