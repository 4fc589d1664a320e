internal import Synchronization

/// The static description of a compiled entity: which property is which field, and what must hold.
///
/// It is written once a type (`static let schema`) and turned into data (``definition``) when it is installed. Nothing in it
/// touches another entity's schema, so entities may point at each other.
public struct Schema<E: Entity>: Sendable {
  // All of it is one object: a description is handed on for each field that a condition names.
  private let content: Content

  var label: LocalizedText { content.label }
  var pluralLabel: LocalizedText? { content.pluralLabel }
  var ownerLabel: LocalizedText? { content.ownerLabel }
  var help: LocalizedText? { content.help }
  var title: [PropertyKey<E>] { content.title }
  var elements: [SchemaElement<E>] { content.elements }
  var fields: [Field<E>] { content.fields }
  /// The names of the entity's own fields.
  package var fieldNames: Set<FieldName> { content.fieldNames }
  /// The same names in the order of the field lines.
  package var orderedFieldNames: [FieldName] { content.orderedFieldNames }
  /// The positions of the fields whose property has to show a value where a row holds none.
  package var alwaysShown: [Int] { content.alwaysShown }
  /// What moves the fields' properties, in the same order.
  var movers: [PropertyMover] { content.movers }
  private var memo: Memo { content.memo }

  /// Describes an entity.
  ///
  /// - Parameters:
  ///   - label: What people call one record.
  ///   - plural: What people call many.
  ///   - owner: What people call the owner of a record; nil for "Owner".
  ///   - help: A sentence about what the entity is for.
  ///   - title: The property that names a record in pickers, hits and timelines.
  ///   - content: Fields, indexes, rules.
  public init<V>(
    label: LocalizedText, plural: LocalizedText? = nil, owner: LocalizedText? = nil, help: LocalizedText? = nil,
    title: any KeyPath<E, V> & Sendable, @SchemaBuilder<E> content: () -> [SchemaElement<E>]
  ) {
    self.init(
      label: label, plural: plural, owner: owner, help: help, titles: [PropertyKey(title)], content: content())
  }

  private init(
    label: LocalizedText, plural: LocalizedText?, owner: LocalizedText?, help: LocalizedText?, titles: [PropertyKey<E>],
    content: [SchemaElement<E>]
  ) {
    self.content = Content(
      label: label, pluralLabel: plural, ownerLabel: owner, help: help, title: titles, elements: content)
  }

  /// The field of a property, those that every entity has included (`id`, `owner`, `createdAt`…); nil if the property has no field line.
  ///
  /// - Complexity: O(*n*) in the number of fields.
  public func fieldName(of property: PartialKeyPath<E>) -> FieldName? {
    fields.first { $0.key.matches(property) }?.schema.name ?? SystemField(property)?.name
  }

  /// The path of a property's field; of a name that no schema knows, and so refuses, for a property without a field line.
  ///
  /// A stored property is found by where it lies, which takes less than to compare key paths.
  package func path(of property: PartialKeyPath<E>) -> FieldPath {
    if let offset = MemoryLayout<E>.offset(of: property) {
      let type = Swift.type(of: property).valueType
      for place in content.places where place.offset == offset && place.type == type { return place.path }
    }
    return FieldPath(name(of: property))
  }

  /// The field of a stored property, found like its path.
  package func storedName(of property: PartialKeyPath<E>) -> FieldName {
    if let offset = MemoryLayout<E>.offset(of: property) {
      let type = Swift.type(of: property).valueType
      for place in content.places where place.offset == offset && place.type == type { return place.name }
    }
    return name(of: property)
  }

  /// The field of a property; a name that no schema knows, and so refuses, for a property without a field line.
  func name(of property: PartialKeyPath<E>) -> FieldName { fieldName(of: property) ?? "no_field_line" }

  /// The field of a property.
  func name(of key: PropertyKey<E>) -> FieldName { name(of: key.path) }

  /// The entity as data, made once. Rules and conditions are written out here, so this must not be called while `E.schema` is being made.
  public var definition: EntitySchema { memo.definition { madeDefinition } }

  private var madeDefinition: EntitySchema {
    var result = EntitySchema(E.name, label: label)
    result.pluralLabel = pluralLabel
    result.ownerLabel = ownerLabel
    result.help = help
    result.title = title.compactMap { key in fields.first { $0.key == key }?.schema.name }
    let blank = E()
    for element in elements {
      switch element {
      case .field(let field): result.fields.append(field.schema(of: blank))
      case .rule(let make): result.rules.append(make(self))
      case .index(let make): result.indexes.append(make(self))
      case .overlap(let make): result.overlaps.append(make(self))
      case .history(let make): result.history = make(self)
      case .facet(let make): result.facets.append(make())
      }
    }
    return result
  }

  /// What is wrong with the description itself; empty if nothing is.
  ///
  /// Every stored property needs a field line and every field line a stored property of its own. Found by comparing the properties that
  /// reflection shows, once.
  public var problems: [Violation] { memo.problems { foundProblems } }

  private var foundProblems: [Violation] {
    var found: [Violation] = []
    let properties = Mirror(reflecting: E()).children.compactMap(\.label).filter { $0 != "record" }
    if properties.count != fields.count {
      found.append(
        Violation(
          "property_without_field",
          "\(properties.count) stored properties (\(properties.joined(separator: ", "))) but \(fields.count) field lines",
          entity: E.name))
    }
    for (index, field) in fields.enumerated() {
      if fields[..<index].contains(where: { $0.key == field.key }) {
        found.append(
          Violation(
            "property_used_twice", "two field lines name the same property", entity: E.name, field: field.schema.name))
      }
    }
    if elements.count(where: { if case .history = $0 { true } else { false } }) > 1 {
      found.append(Violation("two_histories", "an entity keeps the stays of one field", entity: E.name))
    }
    if title.contains(where: { key in !fields.contains { $0.key == key } }) {
      found.append(Violation("title_without_field", "the title property has no field line", entity: E.name))
    }
    return found
  }
}

extension Schema {
  private final class Content: Sendable {
    let label: LocalizedText
    let pluralLabel: LocalizedText?
    let ownerLabel: LocalizedText?
    let help: LocalizedText?
    let title: [PropertyKey<E>]
    let elements: [SchemaElement<E>]
    let fields: [Field<E>]
    let fieldNames: Set<FieldName>
    let orderedFieldNames: [FieldName]
    let alwaysShown: [Int]
    let movers: [PropertyMover]
    /// Where stored properties lie, and what they are called.
    let places: [Place]
    let memo = Memo()

    init(
      label: LocalizedText, pluralLabel: LocalizedText?, ownerLabel: LocalizedText?, help: LocalizedText?,
      title: [PropertyKey<E>], elements: [SchemaElement<E>]
    ) {
      self.label = label
      self.pluralLabel = pluralLabel
      self.ownerLabel = ownerLabel
      self.help = help
      self.title = title
      self.elements = elements
      fields = elements.compactMap { if case .field(let field) = $0 { field } else { nil } }
      orderedFieldNames = fields.map(\.schema.name)
      fieldNames = Set(orderedFieldNames)
      alwaysShown = fields.enumerated().filter { !$0.element.showsNull }.map(\.offset)
      movers = fields.map(\.mover)
      places = movers.compactMap { mover in
        mover.offset.map { Place(offset: $0, type: mover.property, name: mover.name, path: FieldPath(mover.name)) }
      }
    }
  }

  private struct Place: Sendable {
    let offset: Int
    let type: Any.Type
    let name: FieldName
    let path: FieldPath
  }

  /// What follows from the description, kept once it was asked for: each opening of a workspace asks.
  private final class Memo: Sendable {
    private let kept = Mutex<(definition: EntitySchema?, problems: [Violation]?)>((nil, nil))

    func definition(_ make: () -> EntitySchema) -> EntitySchema {
      if let known = kept.withLock({ $0.definition }) { return known }
      // Not under the lock: a rule may ask for other entities' descriptions, and those for this one.
      let made = make()
      kept.withLock { $0.definition = made }
      return made
    }

    func problems(_ find: () -> [Violation]) -> [Violation] {
      if let known = kept.withLock({ $0.problems }) { return known }
      let found = find()
      kept.withLock { $0.problems = found }
      return found
    }
  }
}

/// A property, as something that can be compared and crosses threads.
struct PropertyKey<E: Entity>: Sendable {
  let path: any PartialKeyPath<E> & Sendable

  init<V>(_ path: any KeyPath<E, V> & Sendable) { self.path = path }

  func matches(_ other: PartialKeyPath<E>) -> Bool { (path as AnyKeyPath) == (other as AnyKeyPath) }

  static func == (lhs: Self, rhs: Self) -> Bool { lhs.matches(rhs.path) }
}

extension SystemField {
  /// The field of a property that every entity has; nil for any other property.
  init?<E: Entity>(_ property: PartialKeyPath<E>) {
    switch property {
    case \E.id: self = .id
    case \E.owner: self = .owner
    case \E.revision: self = .revision
    case \E.createdAt: self = .createdAt
    case \E.modifiedAt: self = .modifiedAt
    case \E.deletedAt: self = .deletedAt
    default: return nil
    }
  }
}

/// One line of an entity's description.
public enum SchemaElement<E: Entity>: Sendable {
  case field(Field<E>)
  case rule(@Sendable (Schema<E>) -> RuleSchema)
  case index(@Sendable (Schema<E>) -> IndexSchema)
  case overlap(@Sendable (Schema<E>) -> OverlapSchema)
  case history(@Sendable (Schema<E>) -> HistorySchema)
  case facet(@Sendable () -> FacetSchema)
}

/// Collects the lines of an entity's description.
@resultBuilder public enum SchemaBuilder<E: Entity> {
  /// A field line.
  public static func buildExpression(_ field: Field<E>) -> [SchemaElement<E>] { [.field(field)] }
  /// A rule line.
  public static func buildExpression(_ rule: Rule<E>) -> [SchemaElement<E>] { [.rule(rule.make)] }
  /// An index line.
  public static func buildExpression(_ index: Index<E>) -> [SchemaElement<E>] { [.index(index.make)] }
  /// A no-overlap line.
  public static func buildExpression(_ overlap: NoOverlap<E>) -> [SchemaElement<E>] { [.overlap(overlap.make)] }
  /// A facet line.
  public static func buildExpression(_ facet: Facet<E>) -> [SchemaElement<E>] { [.facet(facet.make)] }
  /// The line of a history.
  public static func buildExpression<R, V>(_ history: History<E, R, V>) -> [SchemaElement<E>] {
    [.history { schema in history.make(schema) }]
  }
  /// All lines together.
  public static func buildBlock(_ lines: [SchemaElement<E>]...) -> [SchemaElement<E>] { lines.flatMap { $0 } }
}
