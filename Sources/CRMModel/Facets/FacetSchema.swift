/// What an entity can do for a process, as data: which of its fields play which part.
///
/// Processes attach to facets, not to entities, so the forecast of deals is the forecast of anything that says what its amount, date, owner and
/// category are.
public struct FacetSchema: Hashable, Sendable, Codable {
  /// The facet.
  public var name: FacetName
  /// What plays each part, by the part's name.
  public var parts: [String: FacetPart]

  /// Describes a facet.
  public init(_ name: FacetName, _ parts: [String: FacetPart]) {
    self.name = name
    self.parts = parts
  }
}

/// The name of a facet: one word for those of this library, `module.word` for a module's own, `custom.word` for those made at run time.
public struct FacetName: SchemaName {
  /// The name's text.
  public let rawValue: String
  /// Wraps a text without checking it.
  public init(_ rawValue: String) { self.rawValue = rawValue }

  /// What can be forecast; see ``FacetDefinition/forecast``.
  public static let forecast = FacetName("forecast")
}

/// Which fields play one part.
public struct FacetPart: Hashable, Sendable {
  /// The fields, of the record or its parents; the first that has a value counts.
  public var paths: [FieldPath]
  /// What codes of a picklist mean where they are not the codes that the part knows; the same for all the fields.
  public var codes: [String: String]

  /// Names the fields.
  public init(_ paths: [FieldPath], codes: [String: String] = [:]) {
    self.paths = paths
    self.codes = codes
  }
}

extension FacetPart: Codable {
  private enum CodingKeys: String, CodingKey { case paths, codes }

  /// Reads a part: one path, a list of paths, or an object with `paths` and `codes`, which may be missing.
  public init(from decoder: any Decoder) throws {
    if let path = try? decoder.singleValueContainer().decode(FieldPath.self) {
      self.init([path])
    } else if let paths = try? decoder.singleValueContainer().decode([FieldPath].self) {
      self.init(paths)
    } else {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        try container.decode([FieldPath].self, forKey: .paths), codes: try container.value(at: .codes, or: [:]))
    }
  }

  /// Writes the part, as short as it may be read.
  public func encode(to encoder: any Encoder) throws {
    if codes.isEmpty {
      var container = encoder.singleValueContainer()
      if paths.count == 1, let path = paths.first { return try container.encode(path) }
      return try container.encode(paths)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(paths, forKey: .paths)
    try container.encode(codes, forKey: .codes)
  }
}

/// What a facet of this library consists of.
public struct FacetDefinition: Hashable, Sendable {
  /// The facet.
  public let name: FacetName
  /// Its parts.
  public let parts: [Part]

  /// One part.
  public struct Part: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Whether an entity has to say what plays it.
    public let isRequired: Bool
    /// Whether several fields may, of which the first that has a value counts.
    public let takesSeveral: Bool
    /// What may play it.
    public let values: Values
  }

  /// What may play a part.
  public enum Values: Hashable, Sendable {
    /// Money, of one currency or any.
    case money
    /// A date or moment.
    case moment
    /// A reference to users.
    case user
    /// Per cent points.
    case percent
    /// True or false.
    case truth
    /// A picklist whose codes are these, or are told to mean them.
    case codes([String])
  }

  /// What can be forecast: `amount`, on a `date`, by an `owner` (the record's, unless said otherwise), counted on as far as the `category`
  /// says, and weighted by a `probability`, if there is one. If a field says that it is `won`, it counts as closed, and if one says that it is
  /// `decided` but not won, it does not count, whatever the category says.
  public static let forecast = FacetDefinition(
    name: .forecast,
    parts: [
      Part(name: "amount", isRequired: true, takesSeveral: false, values: .money),
      Part(name: "date", isRequired: true, takesSeveral: false, values: .moment),
      Part(name: "owner", isRequired: true, takesSeveral: false, values: .user),
      Part(
        name: "category", isRequired: true, takesSeveral: true,
        values: .codes(ForecastCategory.options.map(\.code))),
      Part(name: "probability", isRequired: false, takesSeveral: true, values: .percent),
      Part(name: "decided", isRequired: false, takesSeveral: false, values: .truth),
      Part(name: "won", isRequired: false, takesSeveral: false, values: .truth),
    ])

  /// The facets of this library.
  public static let all = [forecast]
}
