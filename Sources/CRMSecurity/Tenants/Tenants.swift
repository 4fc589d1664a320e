public import CRMModel
internal import Synchronization

/// The workspaces of many tenants in one process: opened when they are needed, kept for a while, closed when others need
/// the room, never one that is in use.
///
///     let tenants = Tenants<TenantName> { tenant in
///       try await Workspace.open(.sqlite("stores/\(tenant).crm"), modules: [.sales])
///     }
///     let count = try await tenants.withWorkspace(try TenantName("acme")) { workspace in
///       try await workspace.session(as: .owner).count(Account.query)
///     }
///
/// - **Opening.** All who ask for a tenant that is not open wait for one opening. If it fails all of them are told, and the next
///   who asks tries again. It goes on when those who asked are cancelled.
/// - **Keeping.** At most ``TenantsOptions/limit`` stores are open at once. Idle ones are closed, the least recently used first, when
///   another tenant needs the place, when there are more than ``TenantsOptions/warm``, and when the host calls ``closeIdle()``, which
///   also takes files and memory from those that are kept: there is no timer of its own.
/// - **Waiting.** Who finds all places in use waits, first come first served, or is refused (``TenantsOptions/whenFull``). No thread is
///   blocked, and a cancelled task leaves the line. A tenant that is in use is joined without waiting, so one that is always in use
///   keeps its place.
/// - **Inside a use** the same tenant may be used again, also by a task that was begun there, as long as the use lasts. Using *another* one there may wait for a place that nobody gives back: let the
///   limit be greater than what one task uses at a time, or let it refuse.
/// - **Closing.** A tenant that is asked for while it is being closed is opened anew once it is closed. A use that outlives the scope, and
///   an observation that is iterated outside of it, end with the store.
///
/// Two keys that lead to one file are two tenants with one store, as the file opened twice in a process is: it is closed with the
/// later of them. A workspace of the file that was opened elsewhere keeps it open, too.
public final class Tenants<Key: Hashable & Sendable>: Sendable {
  /// How many stores are kept open, and for how long.
  public let options: TenantsOptions
  private let open: @Sendable (Key) async throws -> Workspace
  private let table: Mutex<TenantTable<Key>>
  private let tickets = Atomic<UInt64>(0)

  /// Nothing is open yet.
  ///
  /// - Parameters:
  ///   - options: How many stores are kept open, and for how long.
  ///   - open: Opens a tenant's store, and throws for a tenant that there is not. The key may come from outside: what it leads to is for
  ///     this closure to judge, and ``TenantName`` is a kind of key that is safe in a path. The workspace is from then on closed by
  ///     ``Tenants`` alone; one that is closed elsewhere is opened anew for the next use.
  public init(_ options: TenantsOptions = TenantsOptions(), open: @escaping @Sendable (Key) async throws -> Workspace) {
    self.options = options
    self.open = open
    table = Mutex(TenantTable(options))
  }

  /// How many stores are open and how many uses wait, now.
  public var counts: TenantCounts { table.withLock { $0.counts } }

  /// Runs `body` with a tenant's workspace, which is not closed before `body` returns.
  ///
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, and what ``lease(_:)`` throws.
  public func withWorkspace<T>(_ key: Key, _ body: (Workspace) async throws -> T) async throws -> T {
    let lease = try await lease(key)
    defer { lease.end() }
    return try await TenantScope.run(self, key, .use) { try await body(lease.workspace) }
  }

  /// Borrows a tenant's workspace, for a use that is no scope: a connection that stays, a stream.
  ///
  /// - Returns: The lease; the workspace is not closed until ``TenantLease/end()``, or until nobody holds the lease any more.
  /// - Throws: What opening throws, as it is; ``ErrorCode/tenantsInUse`` if all places are in use and nobody is to wait;
  ///   ``ErrorCode/inUse`` inside ``withClosed(_:_:)`` of the same tenant; ``ErrorCode/cancelled``; ``ErrorCode/closed`` after
  ///   ``close()``, and inside a use of the same tenant whose workspace was closed meanwhile.
  public func lease(_ key: Key) async throws -> TenantLease {
    if Task.isCancelled { throw StoreError.cancelled }
    if TenantScope.isInside(self, key, .closed) {
      throw StoreError(.conflict, .inUse, "a tenant cannot be used where it is kept closed")
    }
    let isNested = TenantScope.isInside(self, key, .use)
    if isNested, table.withLock({ $0.isClosedInUse(key) }) {
      throw StoreError(
        .closed, .closed, "the tenant's workspace was closed while it is used; it is opened anew after this use")
    }
    if let workspace = table.withLock({ $0.join(key, isNested: isNested) }) { return lease(key, workspace) }
    let whenFull = options.whenFull
    let workspace = try await wait(key) { table, continuation, ticket in
      if whenFull == .refuse, !table.isOver, table.isFull(for: key) {
        let error = StoreError(.busy, .tenantsInUse, "all tenants that may be open at once are in use")
        table.actions.append(.refuse(.use(continuation), error))
      } else if let workspace = table.join(key, isNested: isNested) {
        table.actions.append(.lend(continuation, workspace))
      } else {
        table.enqueue(.use(continuation), ticket, key)
      }
    }
    return lease(key, workspace)
  }

  private func lease(_ key: Key, _ workspace: Workspace) -> TenantLease {
    TenantLease(workspace) { [self] in
      let now = options.clock.now
      change { $0.release(key, now: now) }
    }
  }

  /// Closes the stores that have been idle for ``TenantsOptions/idleSpan`` or longer, lets go of the files of those that have been for
  /// ``TenantsOptions/restSpan``, and returns when that is done.
  ///
  /// A host calls it now and then, from a timer of its own.
  ///
  /// - Returns: How many were closed.
  @discardableResult public func closeIdle() async -> Int {
    let now = options.clock.now
    var closing: [Task<Void, Never>] = []
    if let moment = try? now.adding(options.idleSpan.negated) { closing = change { $0.closeIdle(since: moment) } }
    for task in closing { await task.value }
    if let moment = try? now.adding(options.restSpan.negated) {
      for workspace in table.withLock({ $0.idle(since: moment) }) { await workspace.rest() }
    }
    return closing.count
  }

  /// Closes a tenant's store once nobody uses it, and returns when it is closed. Who asks for the tenant meanwhile waits, and has it
  /// opened anew.
  ///
  /// - Throws: As ``withClosed(_:_:)``.
  public func close(_ key: Key) async throws(StoreError) {
    do {
      try await withClosed(key) {}
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Closes a tenant's store once nobody uses it, and keeps it closed while `body` moves, replaces or removes what it lies in.
  ///
  /// Who asks for the tenant from now on waits until `body` has returned. It closes nothing that was opened by other means.
  ///
  /// Whoever has a ``lease(_:)`` and closes the tenant in the same task waits for himself: nobody can tell who gives a lease back.
  ///
  /// - Throws: What `body` throws; ``ErrorCode/inUse`` inside a use of the same tenant, or where it is kept closed already, for which it
  ///   would wait, in tasks begun there included as long as that lasts; ``ErrorCode/cancelled`` while it waits; ``ErrorCode/closed`` after
  ///   ``close()``.
  public func withClosed<T>(_ key: Key, _ body: () async throws -> T) async throws -> T {
    if Task.isCancelled { throw StoreError.cancelled }
    if TenantScope.isInside(self, key, .use) {
      throw StoreError(.conflict, .inUse, "a tenant cannot be closed inside a use of it")
    }
    if TenantScope.isInside(self, key, .closed) {
      throw StoreError(.conflict, .inUse, "a tenant cannot be closed where it is kept closed already")
    }
    try await wait(key) { table, continuation, ticket in table.enqueue(.hold(continuation), ticket, key) }
    defer { change { $0.endHold(key) } }
    return try await TenantScope.run(self, key, .closed, body)
  }

  /// Closes all stores, and returns when they are closed; closing twice is harmless.
  ///
  /// Who waits for a tenant or asks for one from now on is told ``ErrorCode/closed``. Those that are in use are waited for, so calling it
  /// inside a use would wait for itself.
  public func close() async {
    await withCheckedContinuation { continuation in change { $0.end(continuation) } }
  }

  /// Waits for a turn, which `ask` gives or asks for.
  private func wait<T>(
    _ key: Key, _ ask: (inout TenantTable<Key>, CheckedContinuation<T, any Error>, _ ticket: UInt64) -> Void
  ) async throws -> T {
    let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        change { ask(&$0, continuation, ticket) }
        // A cancellation before that found nobody in line.
        if Task.isCancelled { abandon(ticket, key) }
      }
    } onCancel: {
      abandon(ticket, key)
    }
  }

  private func abandon(_ ticket: UInt64, _ key: Key) { change { $0.abandon(ticket, key, StoreError.cancelled) } }

  /// Changes the table and does what follows from it.
  ///
  /// - Returns: The closings that were begun.
  @discardableResult private func change(_ body: (inout TenantTable<Key>) -> Void) -> [Task<Void, Never>] {
    let actions = table.withLock { table in
      body(&table)
      defer { table.actions = [] }
      return table.actions
    }
    return actions.compactMap(perform)
  }

  private func perform(_ action: TenantTable<Key>.Action) -> Task<Void, Never>? {
    switch action {
    case .open(let key):
      Task {
        let result: Result<Workspace, any Error>
        do { result = .success(try await self.open(key)) } catch { result = .failure(error) }
        let now = self.options.clock.now
        self.change { $0.opened(key, result, now: now) }
      }
    case .close(let key, let workspace):
      return Task {
        await workspace.close()
        self.change { $0.closed(key) }
      }
    case .lend(let continuation, let workspace): continuation.resume(returning: workspace)
    case .hold(let continuation): continuation.resume()
    case .refuse(.use(let continuation), let error): continuation.resume(throwing: error)
    case .refuse(.hold(let continuation), let error): continuation.resume(throwing: error)
    case .finish(let continuation): continuation.resume()
    }
    return nil
  }
}
