extension HistorySchema: Codable {
  private enum CodingKeys: String, CodingKey { case record, follows, value, stay, copies, begins, closing }

  /// Reads a history; `copies`, `begins` and `closing` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      of: try container.decode(FieldName.self, forKey: .record),
      following: try container.decode(FieldName.self, forKey: .follows),
      value: try container.decode(FieldName.self, forKey: .value),
      stay: try container.decode(FieldName.self, forKey: .stay), copies: try container.value(at: .copies, or: [:]))
    begins = try container.decodeIfPresent(FieldName.self, forKey: .begins)
    closing = try container.decodeIfPresent(ClosingSchema.self, forKey: .closing)
  }

  /// Writes the history without what has its usual value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(record, forKey: .record)
    try container.encode(follows, forKey: .follows)
    try container.encode(value, forKey: .value)
    try container.encode(stay, forKey: .stay)
    try container.encode(copies, at: .copies, unless: [:])
    try container.encodeIfPresent(begins, forKey: .begins)
    try container.encodeIfPresent(closing, forKey: .closing)
  }
}

extension ClosingSchema: Codable {
  private enum CodingKeys: String, CodingKey { case condition, moment, day }

  /// Reads what closes a record; `day` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      when: try container.decode(Formula.self, forKey: .condition),
      moment: try container.decode(FieldName.self, forKey: .moment),
      day: try container.decodeIfPresent(FieldName.self, forKey: .day))
  }

  /// Writes what closes a record.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(condition, forKey: .condition)
    try container.encode(moment, forKey: .moment)
    try container.encodeIfPresent(day, forKey: .day)
  }
}
