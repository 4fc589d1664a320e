extension FieldValue {
  /// The value as an exact number, if it is one without currency: a whole number or a decimal.
  package var plainNumber: ExactDecimal? {
    switch self {
    case .integer(let value): ExactDecimal(value)
    case .decimal(let value): value
    default: nil
    }
  }
}
