import CRMModel

extension ChangeSet: CustomStringConvertible {
  /// One line a change, for people. It holds data.
  public var description: String { changes.map(\.description).joined(separator: "\n") }
}

extension ChangeSet.Change: CustomStringConvertible {
  /// On one line: `update opportunity/12: probability "25.00" -> "50.00", stage "2" -> "3"`. It holds data.
  public var description: String {
    let told = fields.map(\.description).joined(separator: ", ")
    return "\(operation.name) \(record)" + (told.isEmpty ? "" : ": \(told)")
  }
}

extension ChangeSet.FieldChange: CustomStringConvertible {
  /// The field and both values as JSON: `stage "2" -> "3"`. It holds data.
  public var description: String {
    "\(field) \(FieldJSON.encode(old, as: type).text()) -> \(FieldJSON.encode(new, as: type).text())"
  }
}

extension RecordChange.Operation {
  /// The operation's name in JSON: `insert`, `update`, `delete`, `restore`, `remove`.
  public var name: String {
    switch self {
    case .insert: "insert"
    case .update: "update"
    case .delete: "delete"
    case .restore: "restore"
    case .remove: "remove"
    }
  }

  /// The operation of a name; nil if there is none.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
