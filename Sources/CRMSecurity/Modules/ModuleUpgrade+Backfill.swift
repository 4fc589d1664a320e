public import CRMModel

extension ModuleUpgrade.Step {
  /// Records are written, in the transaction of the upgrade.
  ///
  ///     .backfill("lessons without a kind") { tx in
  ///       let single = try tx.fetch(seed: DrivingSchool.single) ?? tx.insert(LessonKind { $0.name = "Single lesson" })
  ///       try tx.update(where: Lesson.query.where { $0.kind == nil }) { $0.kind = single.id }
  ///     }
  ///
  /// The entities are there as the code describes them today, except that nothing new is required yet; fields that this upgrade removes or
  /// retires can be read by name. Rules hold for what is written. Seeds come after it: those of this upgrade are not there yet, and a user may
  /// have deleted those of earlier ones. If it throws, the whole upgrade is undone.
  ///
  /// - Parameters:
  ///   - name: What it does, for plans and errors; unique among the backfills of the version.
  ///   - body: Writes the records. It is called again by each estimate and each attempt, so it keeps its hands off the world outside.
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
