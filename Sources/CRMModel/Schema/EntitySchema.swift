/// One entity, as data: what its records are made of and what must hold for them.
public struct EntitySchema: Hashable, Sendable {
  /// The name in queries, JSON and rules.
  public var name: EntityName
  /// The entity's number, unique in its store and never used again; 0 until the schema is installed.
  public var number: Int32 = 0
  /// The module that declared it; nil for entities made at run time.
  public var module: ModuleName?
  /// What people call one record.
  public var label: LocalizedText
  /// What people call many; nil lets the host make it of the label.
  public var pluralLabel: LocalizedText?
  /// What people call the owner of a record; nil for what ``SystemField/label`` says.
  public var ownerLabel: LocalizedText?
  /// A sentence about what the entity is for.
  public var help: LocalizedText?
  /// The fields whose values, joined by blanks, name a record in pickers, hits and timelines.
  public var title: [FieldName]
  /// The fields, in the order of their description.
  public var fields: [FieldSchema]
  /// Indexes over several fields, unique ones and conditional ones.
  public var indexes: [IndexSchema] = []
  /// Intervals that may not overlap.
  public var overlaps: [OverlapSchema] = []
  /// What makes the entity the history of another's field; nil for an ordinary one.
  public var history: HistorySchema?
  /// What the entity can do for processes, each facet once.
  public var facets: [FacetSchema] = []
  /// What must hold for every record.
  public var rules: [RuleSchema] = []
  /// Whether it is no longer offered; its data are kept.
  public var isRetired = false
  /// Whatever a host or module wants to remember about it; kept, never read.
  public var hints: [String: String] = [:]
  /// What a customer changed at run time although a module owns the entity, in the order of ``SchemaAspect``'s cases.
  public var customized: [SchemaAspect] = []

  /// Describes an entity; the rest is set afterwards.
  public init(_ name: EntityName, label: LocalizedText? = nil, title: [FieldName] = [], fields: [FieldSchema] = []) {
    self.name = name
    self.label = label ?? LocalizedText(stringLiteral: FieldSchema.defaultLabel(for: name))
    self.title = title
    self.fields = fields
  }

  /// What the entity can do for a process; nil if it cannot.
  public func facet(_ name: FacetName) -> FacetSchema? { facets.first { $0.name == name } }

  /// The field of a name, or of a name it had before; nil if there is none.
  ///
  /// - Complexity: O(*n*) in the number of fields; ``Catalog`` answers in O(1).
  public func field(_ name: FieldName) -> FieldSchema? {
    fields.first { $0.name == name } ?? fields.first { $0.formerNames.contains(name) }
  }
}

/// An index over fields of one entity.
public struct IndexSchema: Hashable, Sendable {
  /// The index's name, unique in its entity.
  public var name: FieldName
  /// The index's number, unique in its store; 0 until installed.
  public var number: Int32 = 0
  /// The fields, most significant first; a component is written with a dot.
  public var fields: [FieldPath]
  /// Whether no two live records may agree in all fields; a record with a null among them never collides.
  public var isUnique: Bool
  /// Which records count; nil means all live ones. Only fields of the record itself.
  public var condition: Formula?

  /// Describes an index.
  public init(_ name: FieldName, on fields: [FieldPath], isUnique: Bool = false, where condition: Formula? = nil) {
    self.name = name
    self.fields = fields
    self.isUnique = isUnique
    self.condition = condition
  }
}

/// An interval of which no two live records with the same key may overlap: two lessons of one instructor.
public struct OverlapSchema: Hashable, Sendable {
  /// The code of the violation.
  public var code: ErrorCode
  /// The field with the interval; touching ends do not overlap.
  public var interval: FieldName
  /// The fields that must be equal for two records to stand in each other's way; a record with a null among them is in nobody's.
  public var key: [FieldName]
  /// Which records count; nil means all live ones.
  public var condition: Formula?
  /// What people read.
  public var message: LocalizedText

  /// Describes what may not overlap.
  public init(
    _ code: ErrorCode, interval: FieldName, per key: [FieldName], where condition: Formula? = nil,
    message: LocalizedText
  ) {
    self.code = code
    self.interval = interval
    self.key = key
    self.condition = condition
    self.message = message
  }
}

/// What must hold for every record of an entity, told by code.
public struct RuleSchema: Hashable, Sendable {
  /// The code of the violation.
  public var code: ErrorCode
  /// The field that the violation is shown at; nil for the record as a whole.
  public var field: FieldName?
  /// What people read.
  public var message: LocalizedText
  /// What must not be false. As in an SQL `CHECK`, null passes. Only fields of the record itself.
  public var condition: Formula

  /// Describes a rule.
  public init(_ code: ErrorCode, on field: FieldName? = nil, message: LocalizedText, condition: Formula) {
    self.code = code
    self.field = field
    self.message = message
    self.condition = condition
  }
}
