internal import Synchronization

/// What the task at hand does with a tenant: it uses it by ``Tenants/withWorkspace(_:_:)`` or keeps it closed by
/// ``Tenants/withClosed(_:_:)``. A use in there must not wait for its own end.
///
/// A task that is begun in there inherits the scope and may outlive it, so a scope knows its end.
final class TenantScope: Sendable {
  /// What is done with the tenant.
  enum Purpose { case use, closed }

  @TaskLocal private static var current: [TenantScope] = []

  private let tenants: ObjectIdentifier
  private let key: any Sendable
  private let purpose: Purpose
  private let isOver = Atomic(false)

  private init<Key: Hashable & Sendable>(_ tenants: Tenants<Key>, _ key: Key, _ purpose: Purpose) {
    self.tenants = ObjectIdentifier(tenants)
    self.key = key
    self.purpose = purpose
  }

  /// Runs `body` in a scope of its own inside those that there are, which ends with it.
  static func run<Key: Hashable & Sendable, T>(
    _ tenants: Tenants<Key>, _ key: Key, _ purpose: Purpose, _ body: () async throws -> T
  ) async throws -> T {
    let scope = TenantScope(tenants, key, purpose)
    defer { scope.isOver.store(true, ordering: .releasing) }
    // Tasks that begin each other would carry those that are over for ever.
    return try await $current.withValue(current.filter { !$0.hasEnded } + [scope]) { try await body() }
  }

  /// Whether the task does something with a tenant that has not ended.
  static func isInside<Key: Hashable & Sendable>(_ tenants: Tenants<Key>, _ key: Key, _ purpose: Purpose) -> Bool {
    current.contains { scope in
      scope.tenants == ObjectIdentifier(tenants) && scope.purpose == purpose && scope.key as? Key == key
        && !scope.hasEnded
    }
  }

  private var hasEnded: Bool { isOver.load(ordering: .acquiring) }
}
