public import CRMModel

/// How the columns of a file become fields of records: everything there is to decide about somebody's file, as data.
///
/// A map is a value that a program makes or a JSON file holds; `Documentation/Import.md` describes the file.
///
///     var map = ImportMap("account")                      // columns by name
///     map.targets[0].upsert = "name"
///     map.targets[0].fields = [
///       ImportRule("industry", column: "sector", translate: ["technolgy": "technology"]),
///       ImportRule("parent", column: "subsidiary_of", find: ImportFind(by: "name")),
///     ]
///
/// Columns that no rule and no condition names are matched by name to the last target's fields: name or label, case
/// aside, blanks and hyphens as underscores. A column that fits nothing is an error unless it is listed in
/// ``ignoredColumns``, so that nothing is dropped unseen. The columns that an errors file adds are none of the file's.
public struct ImportMap: Hashable, Sendable {
  /// What is known about how the file is written; the rest is detected.
  public var dialect = ImportDialect()
  /// Whether the first record names the columns; without it they are named `1`, `2` and so on.
  public var hasHeader = true
  /// Whether white space around every cell is cut off; cells of types other than text are always read without it.
  public var trimsText = false
  /// The records that each row makes, in order; later ones may refer to earlier ones of the same row.
  public var targets: [ImportTarget]
  /// Columns that are left out on purpose; `*` stands for every column that nothing names.
  public var ignoredColumns: [String] = []

  /// One record of an entity a row, its fields by the names of the columns.
  public init(_ entity: EntityName) { targets = [ImportTarget(entity)] }

  /// Several records a row.
  public init(targets: [ImportTarget]) { self.targets = targets }
}

extension ImportMap: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case dialect
    case hasHeader = "has_header"
    case trimsText = "trim"
    case targets
    case ignoredColumns = "ignore"
  }

  /// Reads a map; a key that it does not know is refused, everything but `targets` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    self.init(targets: try container.decode([ImportTarget].self, forKey: .targets))
    dialect = try container.decodeIfPresent(ImportDialect.self, forKey: .dialect) ?? dialect
    hasHeader = try container.decodeIfPresent(Bool.self, forKey: .hasHeader) ?? hasHeader
    trimsText = try container.decodeIfPresent(Bool.self, forKey: .trimsText) ?? trimsText
    ignoredColumns = try container.decodeIfPresent([String].self, forKey: .ignoredColumns) ?? ignoredColumns
  }

  /// Writes the map; what has its usual value is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if dialect != ImportDialect() { try container.encode(dialect, forKey: .dialect) }
    if !hasHeader { try container.encode(hasHeader, forKey: .hasHeader) }
    if trimsText { try container.encode(trimsText, forKey: .trimsText) }
    try container.encode(targets, forKey: .targets)
    if !ignoredColumns.isEmpty { try container.encode(ignoredColumns, forKey: .ignoredColumns) }
  }
}
