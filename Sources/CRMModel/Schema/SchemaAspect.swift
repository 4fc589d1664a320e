/// What a customer may change at run time of an entity or field that belongs to a module.
///
/// What was changed is remembered with the entity or field, so that a later version of the module leaves it as the customer wants it.
public enum SchemaAspect: String, Hashable, Sendable, Codable, CaseIterable {
  /// What people call one.
  case label
  /// What people call many.
  case pluralLabel = "plural_label"
  /// What people call the owner of one.
  case ownerLabel = "owner_label"
  /// The sentence of help.
  case help
  /// Whether a value is required.
  case required
  /// What hosts remember about it, such as where it is shown.
  case hints
}
