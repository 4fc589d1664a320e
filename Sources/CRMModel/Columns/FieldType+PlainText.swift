extension FieldType {
  /// The limits of a field whose text is kept as it is, once in normal form; nil for fields of any other kind.
  var plainTextLimits: TextLimits? {
    switch self {
    case .text(let maxLength): TextLimits(scalars: maxLength)
    case .longText: .longText
    case .picklist, .autoNumber: .text
    default: nil
    }
  }
}
