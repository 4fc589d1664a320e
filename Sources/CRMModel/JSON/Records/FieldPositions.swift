/// Where the fields of an entity stand in its JSON: system fields first, then the schema's own by present and former
/// names.
struct FieldPositions {
  /// The system fields in the order in which they are written.
  static let system: [SystemField] = [.id, .revision, .owner, .createdAt, .modifiedAt, .deletedAt]

  private var positions: [String: Int] = [:]

  init(_ schema: EntitySchema) {
    let first = Self.system.count
    for (index, field) in schema.fields.enumerated() {
      for former in field.formerNames where positions[former.rawValue] == nil {
        positions[former.rawValue] = first + index
      }
    }
    for (index, field) in schema.fields.enumerated() { positions[field.name.rawValue] = first + index }
    for (index, field) in Self.system.enumerated() { positions[field.rawValue] = index }
  }

  /// The position of a name; nil if there is no such field.
  subscript(name: String) -> Int? { positions[name] }

  /// The position of a name given in words.
  subscript(words: ArraySlice<String>) -> Int? { positions[words.joined(separator: ".")] }
}
