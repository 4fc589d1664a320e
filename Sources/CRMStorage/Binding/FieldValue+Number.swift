import CRMModel

extension FieldValue {
  /// The value as an exact number, if it is one.
  var exactNumber: ExactDecimal? {
    switch self {
    case .integer(let value): ExactDecimal(value)
    case .decimal(let value): value
    default: nil
    }
  }
}
