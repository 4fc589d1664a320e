/// One part of a name or address: what is left of a text without blanks at its ends.
enum TextPart {
  /// The text without blanks at its ends, or nil if nothing is left.
  static func trimmed(_ text: String) -> String? {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars = scalars.dropFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars = scalars.dropLast() }
    return scalars.isEmpty ? nil : String(scalars)
  }

  /// The part as it is stored.
  static func normalized(_ text: String) throws(ValueError) -> String {
    try TextKey.normalized(trimmed(text) ?? "", within: .text)
  }
}
