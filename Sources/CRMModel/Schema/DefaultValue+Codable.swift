extension DefaultValue: Codable {
  /// Reads `now`, or a constant in the text form of formulas.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    switch try Formula(text: text) {
    case .now: self = .now
    case .literal(let value): self = .value(value)
    default: throw ValueError("bad_default", "a constant or now expected", input: text)
    }
  }

  /// Writes `now`, or a constant in the text form of formulas.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .now: try container.encode(Formula.now.text)
    case .value(let value): try container.encode(Formula.literal(value).text)
    }
  }
}
