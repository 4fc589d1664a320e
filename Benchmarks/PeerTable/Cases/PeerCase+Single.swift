extension PeerCase {
  /// Work on one deal at a time. The figures are of all of a batch.
  static let single: [PeerCase] = [byID, byUnique, singleInsert, singleUpdate, singleDelete]

  /// 10,000 deals one by one by id, inside one read, spread over the table. Ours: `snapshot.fetch(id)` in `session.read`.
  private static let byID = PeerCase("by_id") { contender, _ in try await contender.byID() }

  /// 1,000 deals one by one by their unique number, inside one read. Ours: `snapshot.fetch(\Opportunity.number, number)`.
  private static let byUnique = PeerCase("by_unique") { contender, _ in try await contender.byUnique() }

  /// 100 × one new deal, each committed. Ours: `await session.insert(deal)`.
  private static let singleInsert = PeerCase("single_insert", on: .any, changes: true) { contender, round in
    try await contender.singleInsert(round)
  }

  /// 100 × the old deal read, its next step changed, committed. Ours: `await session.update(id) { … }`. By hand: two prepared
  /// statements in a transaction, without a log of the old value.
  private static let singleUpdate = PeerCase("single_update", on: .any, changes: true) { contender, round in
    try await contender.singleUpdate(round)
  }

  /// 100 × one deal deleted, each committed. Ours: `await session.delete(id)`, which marks it, so that it can be restored; the
  /// others remove the row.
  private static let singleDelete = PeerCase("single_delete", on: .any, changes: true) { contender, round in
    try await contender.singleDelete(round)
  }
}
