import CRMModel

extension PlanBuilder {
  /// Adds the edits of a draft, short names completed.
  mutating func add(_ draft: SchemaDraft) {
    let added = draft.edits.compactMap { if case .addEntity(let schema) = $0 { schema.name } else { nil } }
    for edit in draft.edits {
      let completion = NameCompletion(catalog, alsoThere: Set(added))
      add(completion.complete(edit), by: .customer)
    }
  }
}
