internal import CRM

/// Changes of a schema, as a JSON file; `Documentation/SchemaFiles.md` describes it.
///
///     {"changes": [{"add_field": {"entity": "account", "field": {"name": "tier", "type": "text"}}}]}
struct SchemaFile: Sendable {
  private let changes: [(verb: String, members: JSONObject)]

  /// Reads a file.
  ///
  /// - Throws: What is wrong with it, and where.
  init(jsonBytes bytes: [UInt8]) throws {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw ToolFailure("the file is no JSON: \(error.description)")
    }
    guard let list = json["changes"]?.arrayValue, json.objectValue?.keys == ["changes"] else {
      throw ToolFailure("the file is an object with one key, `changes`, a list")
    }
    changes = try list.enumerated().map { index, change in
      guard let object = change.objectValue, object.members.count == 1, let member = object.members.first,
        let members = member.value.objectValue
      else { throw ToolFailure("changes[\(index)]: one verb with an object expected") }
      return (member.key, members)
    }
  }

  /// Writes the changes into a draft.
  ///
  /// - Throws: At the first change that is not described as it must be.
  func apply(to draft: inout SchemaDraft) throws {
    for (index, change) in changes.enumerated() {
      var verb = SchemaVerb(change.verb, change.members, place: "changes[\(index)].\(change.verb)")
      try verb.apply(to: &draft)
      try verb.finish()
    }
  }
}
