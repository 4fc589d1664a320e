extension PeerCase {
  /// The same work in other ways: one by one and in batches, other lists, other dates, several at once.
  static let variants: [PeerCase] = [
    byIDAwaited, byIDBatches, byUniqueAwaited, byUniqueBatches, listViewAll, listViewAccount, forecastFresh,
    concurrentUpdate, observedUpdate, typedFetchCustom, forecastPriced,
  ]

  /// 1,000 deals by id, each in a read of its own. Ours: `await session.fetch(id)`.
  private static let byIDAwaited = PeerCase("by_id_awaited") { contender, _ in try await contender.byIDAwaited() }

  /// 10,000 deals by id in reads of 100. Ours: `session.read { try $0.fetch(ids) }`; by hand and GRDB: their quickest for 100.
  private static let byIDBatches = PeerCase("by_id_batches") { contender, _ in try await contender.byIDBatches() }

  /// 1,000 deals by number, each in a read of its own. Ours: `await session.first(query.where { $0.number == number })`.
  private static let byUniqueAwaited = PeerCase("by_unique_awaited") { contender, _ in
    try await contender.byUniqueAwaited()
  }

  /// 1,000 deals by number in reads of 100. Ours: `session.fetch(query.where { $0.number.isIn(numbers) })`.
  private static let byUniqueBatches = PeerCase("by_unique_batches") { contender, _ in
    try await contender.byUniqueBatches()
  }

  /// The 50 latest of all deals, without a filter.
  private static let listViewAll = PeerCase("list_view_all", repetitions: 20) { contender, _ in
    try await contender.listViewAll()
  }

  /// The latest deals of one account, which has few: the index on the filter is the one to take, not that on the order.
  private static let listViewAccount = PeerCase("list_view_account", repetitions: 20) { contender, _ in
    try await contender.listViewAccount()
  }

  /// Four forecasts of twelve months, each from another month that nobody has asked for in this run.
  private static let forecastFresh = PeerCase("forecast_fresh") { contender, round in
    try await contender.forecastFresh(round)
  }

  /// 400 single updates, each committed, by eight tasks or threads at once; by hand one after the other.
  private static let concurrentUpdate = PeerCase("concurrent_update", on: .any, changes: true) { contender, round in
    try await contender.concurrentUpdate(round)
  }

  /// 100 single updates, each committed, while 20 observers watch one deal each: until all have seen the last of them.
  /// By hand nobody watches.
  private static let observedUpdate = PeerCase(
    "observed_update", on: .any, changes: true, prepare: { contender, _ in try await contender.startObserving() }
  ) { contender, round in
    try await contender.observedUpdate(round)
  }

  /// All deals as an array of structs, with three fields that a customer added: a text, a number and a day.
  private static let typedFetchCustom = PeerCase("typed_fetch_custom", on: .custom) { contender, _ in
    try await contender.typedFetchCustom()
  }

  /// Four forecasts of twelve months of deals in two currencies, at a rate.
  private static let forecastPriced = PeerCase("forecast_priced", on: .priced) { contender, round in
    try await contender.forecastPriced(round)
  }
}
