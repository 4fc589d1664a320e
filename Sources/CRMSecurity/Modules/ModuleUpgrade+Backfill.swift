public import CRMModel

extension ModuleUpgrade.Step {
  /// Records are written, in the transaction of the upgrade.
  ///
  ///     .backfill("lessons without a kind") { tx in
  ///       let single = try tx.find(seed: DrivingSchool.single).id
  ///       try tx.update(where: Lesson.query.where { $0.kind == nil }) { $0.kind = single }
  ///     }
  ///
  /// The entities are there as the code describes them today, except that nothing new is required yet; fields that this upgrade removes or
  /// retires can be read by name. Rules hold for what is written. If it throws, the whole upgrade is undone.
  ///
  /// - Parameters:
  ///   - name: What it does, for plans and errors; unique among the backfills of the version.
  ///   - body: Writes the records; called once for each store.
  public static func backfill(_ name: String, _ body: @escaping @Sendable (WriteTransaction) throws -> Void) -> Self {
    .backfill(
      ModuleWork(name) { transaction in
        guard let tx = transaction as? WriteTransaction else {
          throw StoreError(.internal, .unexpected, "the code of a module runs in a write transaction")
        }
        try body(tx)
      })
  }
}
