/// One field of an entity, as data.
///
/// Standard fields, extension fields of a module and custom fields made at run time are all this.
public struct FieldSchema: Hashable, Sendable {
  /// The name in queries, JSON and rules.
  public var name: FieldName
  /// The field's number, unique in its store and never used again; 0 until the schema is installed. Stored data hold on to it, so a rename
  /// touches no row. A field that is retyped gets another, unless its stored values mean the same in the new type.
  public var number: Int32 = 0
  /// What kind of value it holds.
  public var type: FieldType
  /// What people read.
  public var label: LocalizedText
  /// A sentence for who fills it in.
  public var help: LocalizedText?
  /// Whether a record may not be saved without it.
  public var isRequired = false
  /// Whether no two live records may have the same value; nulls never collide.
  public var isUnique = false
  /// Whether looking up and sorting by it is quick.
  public var isIndexed = false
  /// Whether `=`, `in` and uniqueness of text ignore case and accents.
  public var isFolded = false
  /// What a new record gets when nothing is given.
  public var defaultValue: DefaultValue?
  /// For references: the way back, and what happens when the target is deleted.
  public var relationship: RelationshipSchema?
  /// Which kind of personal data it holds; nil for none.
  public var personalData: PersonalDataClass?
  /// How far it should be kept to oneself.
  public var sensitivity: Sensitivity = .normal
  /// Names it had before; stored queries and rules may still use them.
  public var formerNames: [FieldName] = []
  /// What it was before it was retyped, oldest first; the change log holds values of that time.
  public var formerTypes: [FormerType] = []
  /// Whether it is no longer offered nor written; its data are kept.
  public var isRetired = false
  /// Whatever a host or module wants to remember about it; kept, never read.
  public var hints: [String: String] = [:]
  /// What a customer changed at run time although a module owns the field, in the order of ``SchemaAspect``'s cases.
  public var customized: [SchemaAspect] = []

  /// Describes a field; the rest is set afterwards.
  public init(_ name: FieldName, _ type: FieldType, label: LocalizedText? = nil) {
    self.name = name
    self.type = type
    self.label = label ?? LocalizedText(stringLiteral: FieldSchema.defaultLabel(for: name))
  }

  /// A label made of a name: `close_date` reads `Close date`.
  public static func defaultLabel(for name: some SchemaName) -> String {
    let word = name.rawValue.split(separator: ".").last.map(String.init) ?? name.rawValue
    let text = String(word.map { $0 == "_" ? " " : $0 })
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}

/// The type that a field had before it was retyped, and where its values lay.
public struct FormerType: Hashable, Sendable, Codable {
  /// The number that the field had.
  public var number: Int32
  /// The type that it had.
  public var type: FieldType

  /// Notes a number and a type.
  public init(number: Int32, type: FieldType) {
    self.number = number
    self.type = type
  }
}

/// What a new record's field gets when nothing is given.
public enum DefaultValue: Hashable, Sendable {
  /// Always the same value.
  case value(FieldValue)
  /// The moment or date of the insert, by the workspace's clock and zone.
  case now
}

/// What a reference means beyond pointing.
public struct RelationshipSchema: Hashable, Sendable {
  /// The name under which the target sees the records that point to it; nil for none.
  public var inverse: FieldName?
  /// What happens to this record when its target is deleted or removed.
  public var onDelete: DeletePolicy
  /// Whether this record is part of its target: it lives, is shared and is copied with it.
  public var isPartOf: Bool

  /// Describes a relationship.
  public init(inverse: FieldName? = nil, onDelete: DeletePolicy = .clear, isPartOf: Bool = false) {
    self.inverse = inverse
    self.onDelete = onDelete
    self.isPartOf = isPartOf
  }
}

/// What happens to a record when the record it refers to is deleted.
public enum DeletePolicy: String, Hashable, Sendable, Codable, CaseIterable {
  /// The deletion is refused as long as this record is there.
  case restrict
  /// This record is deleted too.
  case cascade
  /// The reference becomes null.
  case clear
}

/// Which kind of personal data a field holds.
public enum PersonalDataClass: String, Hashable, Sendable, Codable, CaseIterable {
  /// Says who a person is: names, numbers.
  case identity
  /// How to reach a person.
  case contact
  /// What a person did or said.
  case behaviour
  /// Data that the law protects specially: health, belief, origin.
  case special
}

/// How far a field should be kept to oneself.
public enum Sensitivity: String, Hashable, Sendable, Codable, CaseIterable {
  /// Like any other.
  case normal
  /// For those who need it.
  case confidential
  /// For very few.
  case restricted
}
