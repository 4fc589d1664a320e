public import CRMModel

/// Where the value of one field comes from: a column, a constant, or another record of the same row.
public struct ImportRule: Hashable, Sendable {
  /// Where a value comes from.
  public enum Source: Hashable, Sendable {
    /// A column, by its name in the header; `#3` is the third one.
    case column(String)
    /// The same text for every row: numbers with a point, dates year first.
    case constant(String)
    /// The record that an earlier target made of the same row.
    case target(String)
  }

  /// The field, or with a dot one part of a name, address, place or amount: `name.first`, `billing_address.city`.
  public var field: String
  /// Where its value comes from.
  public var source: Source
  /// What to read instead of some cells, exactly as they are written; the empty text stands for no value.
  public var translate: [String: String] = [:]
  /// What numbers are multiplied by: 1000000 for revenue in millions.
  public var scale: ExactDecimal?
  /// The currency of amounts in a field that may hold any.
  public var currency: Currency?
  /// How the record is found that a reference means; nil takes cells as ids.
  public var find: ImportFind?

  /// A field from a column.
  public init(
    _ field: String, column: String, translate: [String: String] = [:], scale: ExactDecimal? = nil,
    currency: Currency? = nil, find: ImportFind? = nil
  ) {
    self.init(field, .column(column))
    self.translate = translate
    self.scale = scale
    self.currency = currency
    self.find = find
  }

  /// A field that is the same for every row.
  public init(_ field: String, constant: String) { self.init(field, .constant(constant)) }

  /// A reference to the record that an earlier target made of the same row.
  public init(_ field: String, target: String) { self.init(field, .target(target)) }

  private init(_ field: String, _ source: Source) {
    self.field = field
    self.source = source
  }
}

extension ImportRule: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case field, column, constant, target, translate, scale, currency, find
  }

  /// Reads a rule with exactly one of `column`, `constant` and `target`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    let field = try container.decode(String.self, forKey: .field)
    let sources: [Source] = [
      try container.decodeIfPresent(String.self, forKey: .column).map(Source.column),
      try container.decodeIfPresent(String.self, forKey: .constant).map(Source.constant),
      try container.decodeIfPresent(String.self, forKey: .target).map(Source.target),
    ].compactMap { $0 }
    guard let source = sources.first, sources.count == 1 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: container.codingPath,
          debugDescription: "exactly one of `column`, `constant` and `target` expected"))
    }
    self.init(field, source)
    translate = try container.decodeIfPresent([String: String].self, forKey: .translate) ?? [:]
    scale = try container.decodeIfPresent(ExactDecimal.self, forKey: .scale)
    currency = try container.decodeIfPresent(Currency.self, forKey: .currency)
    find = try container.decodeIfPresent(ImportFind.self, forKey: .find)
  }

  /// Writes the rule.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(field, forKey: .field)
    switch source {
    case .column(let name): try container.encode(name, forKey: .column)
    case .constant(let text): try container.encode(text, forKey: .constant)
    case .target(let name): try container.encode(name, forKey: .target)
    }
    if !translate.isEmpty { try container.encode(translate, forKey: .translate) }
    try container.encodeIfPresent(scale, forKey: .scale)
    try container.encodeIfPresent(currency, forKey: .currency)
    try container.encodeIfPresent(find, forKey: .find)
  }
}
