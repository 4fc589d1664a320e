/// A piece of work that all contenders do.
struct PeerCase: Sendable {
  /// What the store has to be like.
  enum Store: Sendable {
    /// Users, accounts and stages, no deals; made anew each time.
    case empty
    /// All deals of the world and no others.
    case pristine
    /// All deals, but for what an earlier case changed in the same way for all.
    case any
    /// All deals, with three fields of a customer's.
    case custom
    /// All deals as ones whose amounts are in two currencies.
    case priced
    /// None.
    case none
  }

  /// What it is called in the output.
  let name: String
  /// What the store has to be like.
  let store: Store
  /// Whether it leaves the store other than it was.
  let changes: Bool
  /// The engines of the library that do it.
  let engines: [ContenderName]
  /// How often it is done to be timed once, so that a clock's ticks do not count.
  let repetitions: Int
  /// Whether it is done again until enough time has passed to be measured: for what takes less than a thousandth of a second where there are few
  /// deals. It has to do the same each time.
  let isBrief: Bool
  /// What is done before the clock starts; the number is that of the round.
  let prepare: @Sendable (any Contender, Int) async throws -> Void
  /// Does the work; the number is that of the round.
  let run: @Sendable (any Contender, Int) async throws -> Reduction

  init(
    _ name: String, on store: Store = .pristine, changes: Bool = false, engines: [ContenderName] = [.sqlite, .memory],
    repetitions: Int = 1, isBrief: Bool = false,
    prepare: @escaping @Sendable (any Contender, Int) async throws -> Void = { _, _ in },
    _ run: @escaping @Sendable (any Contender, Int) async throws -> Reduction
  ) {
    self.name = name
    self.store = store
    self.changes = changes
    self.engines = engines
    self.repetitions = repetitions
    self.isBrief = isBrief
    self.prepare = prepare
    self.run = run
  }

  /// All cases in their order.
  static var all: [PeerCase] { bulk + single + lists + figures + stores + variants }
}
