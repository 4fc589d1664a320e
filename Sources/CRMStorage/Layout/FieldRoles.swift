import CRMModel

/// The fields of an entity that a write has to look at, by why it does; without the retired ones, in the order of the schema.
///
/// Found once for a generation of the schema: most fields play no part in most checks, and to ask each of them at each write costs more
/// than the checks.
struct FieldRoles: Sendable {
  /// A field of codes.
  struct Coded: Sendable {
    let field: FieldLayout
    /// The codes that may be written.
    let active: Set<String>
    /// Whether a cell holds several codes.
    let isSet: Bool
  }

  /// Those that need a value.
  private(set) var required: [FieldLayout] = []
  private(set) var coded: [Coded] = []
  /// Those that hold conditions, and the entity that each is a condition on.
  private(set) var conditions: [(field: FieldLayout, target: EntityName)] = []
  private(set) var references: [(field: FieldLayout, targets: ReferenceTargets)] = []
  /// The references to the entity itself.
  private(set) var trees: [FieldLayout] = []
  /// The automatic numbers.
  private(set) var numbers: [(field: FieldLayout, format: AutoNumberFormat)] = []
  /// Those that new records get a value in.
  private(set) var defaults: [(field: FieldLayout, value: DefaultValue)] = []

  init(_ fields: [FieldLayout], of entity: EntityName) {
    for field in fields where !field.schema.isRetired {
      if field.schema.isRequired { required.append(field) }
      if let standard = field.schema.defaultValue { defaults.append((field, standard)) }
      switch field.type {
      case .picklist(let options): coded.append(Coded(field: field, active: Self.active(options), isSet: false))
      case .picklistSet(let options): coded.append(Coded(field: field, active: Self.active(options), isSet: true))
      case .condition(let target): conditions.append((field, target))
      case .reference(let targets):
        references.append((field, targets))
        if targets == .one(entity) { trees.append(field) }
      case .autoNumber(let format): numbers.append((field, format))
      default: break
      }
    }
  }

  private static func active(_ options: [PicklistOption]) -> Set<String> { Set(options.filter(\.isActive).map(\.code)) }
}
