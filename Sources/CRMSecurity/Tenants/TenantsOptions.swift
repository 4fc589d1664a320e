public import CRMModel

/// How many tenants' stores are kept open, and for how long.
public struct TenantsOptions: Sendable {
  /// What happens to a use that begins when all tenants that may be open are in use.
  public enum WhenFull: Hashable, Sendable, CaseIterable {
    /// It waits for its turn, first come first served, until its task is cancelled.
    case wait
    /// It throws ``ErrorCode/tenantsInUse``, which is retryable.
    case refuse
  }

  /// How many stores may be open at once, in use or not, those that are being opened or closed included; at least 1.
  ///
  /// A SQLite store needs 6 file descriptors when it was opened, up to 12 once several read it at once, beside those of other work,
  /// and about 560 KiB; none and about 210 KiB once it rests (``restSpan``).
  public var limit = 64
  /// How many stores that nobody uses are kept open for the next use; nil for as many as may be open.
  public var warm: Int?
  /// How long a store that nobody uses keeps its files open before ``Tenants/closeIdle()`` lets go of them.
  ///
  /// The store stays ready, its schema in memory, without a descriptor: the next use opens the files again, which takes less than opening
  /// the store.
  public var restSpan: TimeSpan = .seconds(30)
  /// How long a store that nobody uses is kept before ``Tenants/closeIdle()`` closes it.
  public var idleSpan: TimeSpan = .minutes(5)
  /// How many stores may be opened at the same time; at least 1.
  public var openingLimit = 4
  /// What happens when all tenants that may be open are in use.
  public var whenFull = WhenFull.wait
  /// Tells how long a store has been idle.
  public var clock: any WorkspaceClock = SystemClock()

  /// The defaults: 64 stores, kept warm for five minutes, four opened at a time, uses wait.
  public init() {}

  /// The defaults, changed by a closure.
  public init(_ configure: (inout TenantsOptions) -> Void) {
    self.init()
    configure(&self)
  }
}

/// How many stores are open and how many uses wait, at one moment; for a host's metrics.
public struct TenantCounts: Hashable, Sendable {
  /// How many stores are open, in use or idle.
  public var open = 0
  /// How many of them nobody uses.
  public var idle = 0
  /// How many are being opened.
  public var opening = 0
  /// How many are being closed.
  public var closing = 0
  /// How many uses and closings wait.
  public var waiting = 0
  /// How often a store was opened, since the beginning.
  public var opened = 0
  /// How often opening one failed, since the beginning.
  public var failed = 0

  /// Nothing is open and nothing was.
  public init() {}
}
