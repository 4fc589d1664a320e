internal import CRM

/// Which keys a part of a schema may have in a file, so that a misspelled one is refused instead of ignored.
///
/// `Documentation/JSON.md` describes the parts. What only a store knows (`number`, `module`, `customized`) may be there, because
/// `crm schema --json` writes it; it is not read.
struct SchemaShape: Sendable {
  private let keys: Set<String>
  private let parts: [String: SchemaShape]
  private let isOpen: Bool

  private init(_ keys: [String], parts: [String: SchemaShape] = [:], isOpen: Bool = false) {
    self.keys = Set(keys)
    self.parts = parts
    self.isOpen = isOpen
  }

  /// Anything: texts, numbers, lists of them, objects with keys of a customer's own.
  static let any = SchemaShape([], isOpen: true)
  static let label = SchemaShape(["text", "key", "translations"])
  static let relationship = SchemaShape(["inverse", "on_delete", "is_part_of"])
  static let option = SchemaShape(["code", "label", "is_active"], parts: ["label": label])
  static let type = SchemaShape(
    ["type", "max_length", "scale", "currency", "options", "targets", "format", "entity"],
    parts: ["options": option])
  static let index = SchemaShape(["name", "number", "fields", "is_unique", "condition"])
  static let rule = SchemaShape(["code", "field", "message", "condition"], parts: ["message": label])
  static let overlap = SchemaShape(["code", "interval", "key", "condition", "message"], parts: ["message": label])
  static let closing = SchemaShape(["condition", "moment", "day"])
  static let history = SchemaShape(
    ["record", "follows", "value", "stay", "copies", "begins", "closing"], parts: ["closing": closing])
  static let facet = SchemaShape(["name", "parts"], parts: ["parts": any])
  static let field = SchemaShape(
    [
      "name", "number", "type", "label", "help", "is_required", "is_unique", "is_indexed", "is_folded",
      "default_value", "relationship", "personal_data", "sensitivity", "former_names", "is_retired", "hints",
      "customized",
    ], parts: ["type": type, "label": label, "help": label, "relationship": relationship])
  static let entity = SchemaShape(
    [
      "name", "number", "module", "label", "plural_label", "owner_label", "help", "title", "fields", "indexes",
      "overlaps", "history",
      "facets", "rules", "is_retired", "hints", "customized",
    ],
    parts: [
      "label": label, "plural_label": label, "owner_label": label, "help": label, "fields": field, "indexes": index,
      "overlaps": overlap,
      "history": history, "facets": facet, "rules": rule,
    ])

  /// Refuses the first key that a part of this shape does not have, in a list at its place from 0.
  func check(_ value: JSONValue, at place: String) throws {
    if isOpen { return }
    if let list = value.arrayValue {
      for (index, item) in list.enumerated() { try check(item, at: "\(place)[\(index)]") }
      return
    }
    for member in value.objectValue?.members ?? [] {
      guard keys.contains(member.key) else { throw ToolFailure("\(place): unknown key `\(member.key)`") }
      try parts[member.key]?.check(member.value, at: "\(place).\(member.key)")
    }
  }
}
