import CRMModel

/// Which tenants are open and who waits for which: what ``Tenants`` knows, and what has to be done next.
///
/// It only decides. What it decides it leaves in ``actions`` for its owner, who does it outside the lock and tells it the
/// outcome.
///
/// Uses of a tenant wait in a line of their own, together with those who want its store closed; tenants without a store
/// that is open stand, by who waits longest, in the line for a place.
struct TenantTable<Key: Hashable & Sendable> {
  enum Slot {
    case opening
    case open(Workspace, users: Int)
    case closing
    /// Closed while somebody works on what the store lies in; takes no place.
    case held
  }

  enum Waiter {
    case use(CheckedContinuation<Workspace, any Error>)
    case hold(CheckedContinuation<Void, any Error>)
  }

  enum Action {
    case open(Key)
    case close(Key, Workspace)
    case lend(CheckedContinuation<Workspace, any Error>, Workspace)
    case hold(CheckedContinuation<Void, any Error>)
    case refuse(Waiter, any Error)
    case finish(CheckedContinuation<Void, Never>)
  }

  let limit: Int
  let warm: Int
  let openingLimit: Int
  /// What has to be done; its owner takes it.
  var actions: [Action] = []

  private(set) var counts = TenantCounts()
  private(set) var isOver = false
  private(set) var idle = IdleOrder<Key>()
  private var slots: [Key: Slot] = [:]
  private var waiting: [Key: TicketLine<Waiter>] = [:]
  /// Who waits longest has the ticket of the first who waits for it.
  private var line = TicketLine<Key>()
  /// The tickets of those in the line.
  private var inLine: [Key: UInt64] = [:]
  private var afterEnd: [CheckedContinuation<Void, Never>] = []

  init(_ options: TenantsOptions) {
    limit = max(1, options.limit)
    warm = min(limit, max(0, options.warm ?? limit))
    openingLimit = max(1, options.openingLimit)
  }

  private var places: Int { counts.open + counts.opening + counts.closing }

  // MARK: What users ask for

  /// A tenant's workspace for one user more, if nobody has to be waited for.
  ///
  /// - Parameter isNested: Whether it is asked for inside a use of the same tenant, which nobody can wait for.
  mutating func join(_ key: Key, isNested: Bool) -> Workspace? {
    guard case .open(let workspace, let users) = slots[key], !workspace.isClosed else { return nil }
    guard isNested && users > 0 || waiting[key] == nil && !isOver else { return nil }
    lend(key, workspace, users)
    return workspace
  }

  /// Whether a tenant's workspace was closed by somebody while it is used.
  func isClosedInUse(_ key: Key) -> Bool {
    guard case .open(let workspace, let users) = slots[key] else { return false }
    return users > 0 && workspace.isClosed
  }

  /// Whether a use that has to wait would wait until another use ends.
  func isFull(for key: Key) -> Bool {
    if slots[key] != nil || waiting[key] != nil { return false }
    return counts.open - counts.idle + counts.opening + line.count >= limit
  }

  /// Lets somebody wait, in the order of tickets.
  mutating func enqueue(_ waiter: Waiter, _ ticket: UInt64, _ key: Key) {
    if isOver {
      actions.append(.refuse(waiter, Self.ended))
      return
    }
    waiting[key, default: TicketLine()].insert(waiter, ticket: ticket)
    counts.waiting += 1
    advance(key)
    fill()
  }

  /// Lets one who waits go.
  mutating func abandon(_ ticket: UInt64, _ key: Key, _ error: any Error) {
    guard let waiter = waiting[key]?.remove(ticket: ticket) else { return }
    actions.append(.refuse(waiter, error))
    counts.waiting -= 1
    if waiting[key]?.isEmpty ?? false { waiting[key] = nil }
    // Its place in the line was the place of who waited longest.
    if inLine[key] == ticket { leaveLine(key) }
    advance(key)
    fill()
  }

  /// Takes one user of a tenant away.
  mutating func release(_ key: Key, now: Instant) {
    guard case .open(let workspace, let users) = slots[key], users > 0 else { return }
    slots[key] = .open(workspace, users: users - 1)
    if users == 1 {
      idle.add(key, since: now)
      counts.idle += 1
      if workspace.isClosed || isOver { close(key) } else { advance(key) }
    }
    fill()
  }

  /// Ends the time in which a tenant is kept closed.
  mutating func endHold(_ key: Key) {
    slots[key] = nil
    advance(key)
    fill()
  }

  // MARK: What comes of actions

  /// A tenant's store is open, or could not be opened.
  mutating func opened(_ key: Key, _ result: Result<Workspace, any Error>, now: Instant) {
    counts.opening -= 1
    switch result {
    case .success(let workspace):
      counts.opened += 1
      counts.open += 1
      counts.idle += 1
      slots[key] = .open(workspace, users: 0)
      idle.add(key, since: now)
      if isOver { close(key) } else { advance(key) }
    case .failure(let error):
      counts.failed += 1
      slots[key] = nil
      // Whoever wants the store closed, and who came after, did not wait for this.
      while let first = waiting[key]?.first, case .use = first.element {
        takeFirst(key)
        actions.append(.refuse(first.element, error))
      }
      advance(key)
    }
    fill()
    finishIfOver()
  }

  /// A tenant's store is closed.
  mutating func closed(_ key: Key) {
    counts.closing -= 1
    slots[key] = nil
    advance(key)
    fill()
    finishIfOver()
  }

  // MARK: Closing

  /// Closes what has been idle since a moment or longer.
  mutating func closeIdle(since moment: Instant) { for key in idle.keys(since: moment) { close(key) } }

  /// The stores that have been idle since a moment or longer.
  func idle(since moment: Instant) -> [Workspace] {
    idle.keys(since: moment).compactMap { key in
      if case .open(let workspace, _) = slots[key] { workspace } else { nil }
    }
  }

  /// Refuses newcomers and all who wait, and closes everything as soon as nobody uses it.
  mutating func end(_ continuation: CheckedContinuation<Void, Never>) {
    isOver = true
    let refused = waiting.values.flatMap(\.all).sorted { $0.ticket < $1.ticket }
    actions += refused.map { .refuse($0.element, Self.ended) }
    (waiting, line, inLine) = ([:], TicketLine(), [:])
    counts.waiting = 0
    for key in idle.keys { close(key) }
    afterEnd.append(continuation)
    finishIfOver()
  }

  private static var ended: StoreError { StoreError(.closed, .closed, "the tenants are closed") }

  private mutating func finishIfOver() {
    guard isOver, places == 0 else { return }
    actions += afterEnd.map { .finish($0) }
    afterEnd = []
  }

  // MARK: Deciding

  private mutating func lend(_ key: Key, _ workspace: Workspace, _ users: Int) {
    if users == 0 {
      idle.remove(key)
      counts.idle -= 1
    }
    slots[key] = .open(workspace, users: users + 1)
  }

  /// Gives those who wait for a tenant what they can have now.
  private mutating func advance(_ key: Key) {
    while let first = waiting[key]?.first {
      switch (slots[key], first.element) {
      case (.opening, _), (.closing, _), (.held, _): return
      case (nil, .use):
        getInLine(key, first.ticket)
        return
      case (nil, .hold(let continuation)):
        takeFirst(key)
        // Somebody with a higher ticket may stand there for it.
        leaveLine(key)
        slots[key] = .held
        actions.append(.hold(continuation))
        return
      case (.open(let workspace, let users), .use(let continuation)) where !workspace.isClosed:
        takeFirst(key)
        lend(key, workspace, users)
        actions.append(.lend(continuation, workspace))
      case (.open(_, let users), _):
        if users == 0 { close(key) }
        return
      }
    }
  }

  private mutating func takeFirst(_ key: Key) {
    waiting[key]?.removeFirst()
    counts.waiting -= 1
    if waiting[key]?.isEmpty ?? false { waiting[key] = nil }
  }

  private mutating func getInLine(_ key: Key, _ ticket: UInt64) {
    if inLine[key] == ticket { return }
    // Tickets are taken before the lock, so one may come behind another that is higher.
    leaveLine(key)
    inLine[key] = ticket
    line.insert(key, ticket: ticket)
  }

  private mutating func leaveLine(_ key: Key) {
    if let ticket = inLine.removeValue(forKey: key) { line.remove(ticket: ticket) }
  }

  /// Opens for those in line as long as there are places, and makes places for them; then closes what is too many to keep.
  private mutating func fill() {
    while let key = line.first?.element, places < limit, counts.opening < openingLimit {
      leaveLine(key)
      slots[key] = .opening
      counts.opening += 1
      actions.append(.open(key))
    }
    var missing = line.count - (limit - places) - counts.closing
    while missing > 0 || idle.count > warm, let key = idle.first {
      close(key)
      missing -= 1
    }
  }

  /// Begins to close a store that nobody uses.
  private mutating func close(_ key: Key) {
    guard case .open(let workspace, users: 0) = slots[key] else { return }
    idle.remove(key)
    slots[key] = .closing
    counts.idle -= 1
    counts.open -= 1
    counts.closing += 1
    actions.append(.close(key, workspace))
  }
}
