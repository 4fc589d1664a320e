extension PeerCase {
  /// Work on all deals at once.
  static let bulk: [PeerCase] = [bulkInsert, csvImport, typedFetch, dynamicFetch, projection]

  /// All deals into a store that has their parents, in one transaction and committed; the records are at hand before, as arrays of
  /// structs. Ours: `session.insert(deals)`, with rules, references, stage history, change log, and the stored records given back.
  private static let bulkInsert = PeerCase(
    "bulk_insert", on: .empty, changes: true, prepare: { contender, _ in try await contender.gather() }
  ) { contender, _ in
    try await contender.bulkInsert()
  }

  /// A CSV file of all deals, in memory, parents found by number, email and name, in one transaction. Ours: `session.importCSV`; by
  /// hand: a reader of this one file; GRDB has none.
  private static let csvImport = PeerCase("csv_import", on: .empty, changes: true) { contender, _ in
    try await contender.importCSV()
  }

  /// All deals as an array of structs. Ours: `session.fetch(Opportunity.query)`.
  private static let typedFetch = PeerCase("typed_fetch") { contender, _ in try await contender.typedFetch() }

  /// All deals as rows whose fields are not known when the program is built. Ours: `session.records(query)`; by hand: cells with
  /// their types; GRDB: `Row.fetchAll`.
  private static let dynamicFetch = PeerCase("dynamic_fetch") { contender, _ in try await contender.dynamicFetch() }

  /// Name, amount and close date of all deals. Ours: `session.fetch(query.select { … })`.
  private static let projection = PeerCase("projection") { contender, _ in try await contender.projection() }
}
