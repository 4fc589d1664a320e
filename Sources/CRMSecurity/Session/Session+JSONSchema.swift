public import CRMModel
import CRMStorage

extension Session {
  /// What the records of an entity look like, as JSON Schema, as far as the principal may see it, with what the principal may do.
  ///
  /// - Parameters:
  ///   - entity: The entity.
  ///   - purpose: Whether a new record or a change is sent.
  ///   - language: The language of labels, help texts and options, as a BCP 47 tag; nil for the workspace's.
  /// - Throws: ``ErrorCode/unknownEntity`` for one that is not there, is retired, or may not be seen.
  public func jsonSchema(
    of entity: EntityName, for purpose: EntityJSONSchema.Purpose, language: String? = nil
  ) throws(StoreError) -> JSONValue {
    let catalog = schema
    guard let shown = catalog[entity], !shown.isRetired else {
      throw StoreError(
        .invalid, .unknownEntity, "no entity \(entity)",
        violations: [Violation(.unknownEntity, "no entity of this name", entity: entity)])
    }
    let access = EntityJSONSchema.Access(
      insert: may(.insert, entity), update: may(.update, entity), delete: may(.delete, entity))
    return EntityJSONSchema.of(
      shown, in: catalog, for: purpose, access: access, language: language ?? workspace.options.language)
  }

  private func may(_ verb: AccessRequest.RecordVerb, _ entity: EntityName) -> Bool {
    do {
      try gate.permit(.change(verb, entity))
      return true
    } catch {
      return false
    }
  }
}
