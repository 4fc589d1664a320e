/// The name of a record that a module brings, the same in every store and version.
///
///     public static let trial = SeedKey<LessonKind>("school.trial")
///
/// It is the module's name and a word. The record has another id in every store; `snapshot.fetch(seed:)` finds it.
public struct SeedKey<E: Entity>: Hashable, Sendable {
  /// The name: `school.trial`.
  public let name: SeedName

  /// Wraps a name; whether it may be used is told when the module is installed.
  public init(_ name: SeedName) { self.name = name }
}

/// The name of a seed record, without its type: `school.trial`.
public struct SeedName: SchemaName {
  /// The name's text.
  public let rawValue: String
  /// Wraps a text without checking it.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A record that a module begins with: a pipeline, a price list, the kinds of a lesson.
///
///     Seed(Self.trial) { _ in LessonKind { $0.name = "Trial lesson" } }
///     Seed(Self.trialPrice) { seeds in Price { $0.kind = seeds[Self.trial]; $0.amount = .eur(25) } }
///
/// It is added when the module is installed, or with the version that brings it. A live record that has the same value in a unique field or
/// index is taken for it instead. From then on it is a record like any other: a newer version of the module changes those of its fields that
/// still have what an earlier one gave them, a user's change to a field stays, and a record that was deleted does not come back, nor does one
/// begin that needs a reference to it. A seed that is no longer in the module's code stays as it is, one of an entity that is not offered is left out
/// until a version finds the entity, and one whose entity was removed for good begins anew with it.
///
/// What a field was given is remembered by the field, so a rename changes nothing; whether a user changed a field that was converted
/// to another type since cannot be told, so it stays as the conversion made it. Seeds are written when a module is installed and with each new version, not between.
public struct Seed<E: Entity>: Sendable {
  let key: SeedKey<E>
  let make: @Sendable (SeedIDs) -> E

  /// Describes a record.
  ///
  /// - Parameters:
  ///   - key: Its name in every store.
  ///   - make: Makes the record as it is to begin with; seeds above it in the module's content are there already.
  public init(_ key: SeedKey<E>, _ make: @escaping @Sendable (SeedIDs) -> E) {
    self.key = key
    self.make = make
  }
}

/// The ids of the seed records there are already.
public struct SeedIDs: Sendable {
  private let ids: [SeedName: AnyRecordID]

  /// Knows some seeds.
  public init(_ ids: [SeedName: AnyRecordID]) { self.ids = ids }

  /// The id of a seed; unset for one that is not there, or was deleted.
  public subscript<E: Entity>(key: SeedKey<E>) -> RecordID<E> {
    guard let id = ids[key.name], id.entity == E.name else { return .unset }
    return RecordID(rawValue: id.rawValue)
  }

  /// The id of a seed by its name, for entities that are described as data; nil for one that is not there, or was deleted.
  public subscript(name: SeedName) -> AnyRecordID? { ids[name] }
}

/// A seed record of any entity, as modules hand them on.
public struct AnySeed: Sendable {
  /// Its name in every store.
  public let name: SeedName
  /// Its entity.
  public let entity: EntityName
  /// Makes the record as it is to begin with.
  public let make: @Sendable (SeedIDs) -> Record

  /// Describes a record given by field names, for entities that are described as data.
  public init(_ name: SeedName, of entity: EntityName, _ make: @escaping @Sendable (SeedIDs) -> Record) {
    self.name = name
    self.entity = entity
    self.make = make
  }

  /// Wraps a typed seed.
  public init<E: Entity>(_ seed: Seed<E>) {
    name = seed.key.name
    entity = E.name
    let make = seed.make
    self.make = { ids in Record(make(ids)) }
  }
}
