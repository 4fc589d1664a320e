/// What leads from one version of a module to the next, as far as it cannot be seen from the two descriptions.
///
///     public var upgrades: [ModuleUpgrade] {
///       [
///         ModuleUpgrade(to: 2),  // additions only
///         ModuleUpgrade(
///           to: 3,
///           .rename("school.lesson", "length", to: "minutes"),
///           .retype("school.lesson", "minutes", to: .integer, losing: true),
///           .backfill("lessons without a kind") { tx in
///             let single = try tx.fetch(seed: DrivingSchool.single) ?? tx.insert(LessonKind { $0.name = "Single lesson" })
///             try tx.update(where: Lesson.query.where { $0.kind == nil }) { $0.kind = single.id }
///           }),
///       ]
///     }
///
/// A store that is several versions behind takes all steps in one transaction, in this order: the renames and conversions, the oldest version's
/// first; then the schema follows the code, except that nothing new is required yet where there are backfills to fill it, and nothing that goes
/// any more; then the backfills, the oldest version's first; then what is removed goes and what is gone from the code is retired; then the
/// seeds; at last what is required has to be there, indexes are built, and unique values have to be unique.
///
/// Each step names things as its own version found them. What a version between brought, and the store never had, is passed over. A name that is
/// removed is free for later versions; if one takes it, what had it goes at once, and backfills cannot read it.
///
/// Backfills therefore see the entities as the code describes them today, whatever version they were written for, and fields that are to go by
/// name. Seeds of the same upgrade are not there yet; what a backfill inserts is taken for a seed if it has the same unique value.
public struct ModuleUpgrade: Sendable {
  /// The version that it leads to, 2 or more.
  public let version: Int
  /// What is done, in order.
  public let steps: [Step]

  /// Describes the way to a version; without steps, that additions and former names are all there is.
  public init(to version: Int, _ steps: Step...) { self.init(to: version, steps) }

  /// Describes the way to a version by steps that are made elsewhere.
  public init(to version: Int, _ steps: [Step]) {
    self.version = version
    self.steps = steps
  }

  /// One thing that is done.
  public enum Step: Sendable {
    /// An entity of the module gets another name; references to it follow.
    case renameEntity(EntityName, to: EntityName)
    /// A field gets another name; the old one goes on meaning it.
    ///
    /// A field that says `formerly:` needs no step, unless another step of the list names it: steps come before the schema follows the code.
    case rename(EntityName, FieldName, to: FieldName)
    /// A field's values are converted to another type; what cannot be said in it becomes empty.
    ///
    /// Where that may lose something (decimals, text too long), `losing` says that it is meant; the upgrade is refused otherwise
    /// (`undeclared_loss`). A conversion that loses nothing needs no step: the field's new type in the code is enough.
    case retype(EntityName, FieldName, to: FieldType, losing: Bool = false)
    /// A field and all its values are taken away for good, instead of being kept unseen.
    case remove(EntityName, FieldName)
    /// An entity and all its records are taken away for good, instead of being kept unseen.
    case removeEntity(EntityName)
    /// Records are written.
    case backfill(ModuleWork)
  }

  /// The backfills, in order.
  public var backfills: [ModuleWork] { steps.compactMap { if case .backfill(let work) = $0 { work } else { nil } } }
}

/// A piece of a module's code that writes records while a store is upgraded.
public struct ModuleWork: Sendable {
  /// What it does, for plans and errors.
  public let name: String
  /// Does it.
  public let run: @Sendable (any ModuleTransaction) throws -> Void

  /// Names a piece of code. Modules say `.backfill("…") { tx in … }` instead, where `tx` is a write transaction.
  public init(_ name: String, _ run: @escaping @Sendable (any ModuleTransaction) throws -> Void) {
    self.name = name
    self.run = run
  }
}

/// The transaction in which a module's code runs: the session layer's write transaction.
public protocol ModuleTransaction: AnyObject {}
