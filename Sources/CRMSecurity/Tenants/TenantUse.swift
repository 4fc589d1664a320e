/// Which tenants the task at hand uses by ``Tenants/withWorkspace(_:_:)``: a use inside a use must not wait for its own end.
struct TenantUse: Sendable {
  @TaskLocal static var current: [TenantUse] = []

  private let tenants: ObjectIdentifier
  private let key: any Sendable

  init<Key: Hashable & Sendable>(_ tenants: Tenants<Key>, _ key: Key) {
    self.tenants = ObjectIdentifier(tenants)
    self.key = key
  }

  /// Whether the task uses a tenant.
  static func isInside<Key: Hashable & Sendable>(_ tenants: Tenants<Key>, _ key: Key) -> Bool {
    current.contains { $0.tenants == ObjectIdentifier(tenants) && $0.key as? Key == key }
  }
}
