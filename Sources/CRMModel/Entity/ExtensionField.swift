/// A typed field that a module adds to an entity it does not own.
///
///     extension ExtensionField where E == Contact, V == String? {
///       public static var licence: Self { .init("school.licence") }
///     }
///     contact[.licence] = "B"
///
/// It becomes a real column like any other when the module is installed with `Extend(Contact.self) { .licence }`. Such fields are never
/// required, so their value is always optional, whether `V` says so or not.
public struct ExtensionField<E: Entity, V: FieldRepresentable>: Sendable {
  /// The full name, which begins with the module's.
  public let name: FieldName
  /// Everything else about the field.
  public let schema: FieldSchema

  /// Names a field; `configure` may set its label, index and the rest.
  public init(_ name: FieldName, type: FieldType? = nil, _ configure: (inout FieldSchema) -> Void = { _ in }) {
    self.name = name
    var schema = FieldSchema(name, type ?? V.fieldType)
    configure(&schema)
    schema.isRequired = false
    self.schema = schema
  }
}
