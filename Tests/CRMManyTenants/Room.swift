import CRM
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of tenants' files, all copies of one.
struct Room: Sendable {
  let folder: String

  private var model: String { "\(folder)/model.crm" }

  private func path(_ tenant: TenantName) -> String { "\(folder)/\(tenant).crm" }

  private func name(_ number: Int) throws -> TenantName { try TenantName("tenant-\(number)") }

  /// Makes the file that all are copied from.
  func prepare() async throws {
    let workspace = try await Workspace.open(.sqlite(model), modules: [.sales, .service])
    await workspace.close()
    // What is made once in a process is no tenant's.
    let warm = Tenants<TenantName> { try await open($0) }
    try copy(0)
    try await use(0, of: warm)
    try await remove(0, from: warm)
    await warm.close()
  }

  /// Makes a tenant's file, unless it is there.
  func copy(_ number: Int) throws {
    let path = path(try name(number))
    if FileManager.default.fileExists(atPath: path) { return }
    try FileManager.default.copyItem(atPath: model, toPath: path)
  }

  /// Takes a tenant's file away, once it is closed.
  func remove(_ number: Int, from tenants: Tenants<TenantName>) async throws {
    let name = try name(number)
    try await tenants.withClosed(name) { try FileManager.default.removeItem(atPath: path(name)) }
  }

  func open(_ tenant: TenantName) async throws -> Workspace {
    let options = WorkspaceOptions { $0.durability = .normal }
    return try await Workspace.open(.sqlite(path(tenant)), modules: [.sales, .service], options: options)
  }

  /// Writes to a tenant's store and reads it.
  func use(_ number: Int, of tenants: Tenants<TenantName>) async throws {
    try await tenants.withWorkspace(try name(number)) { workspace in
      let session = try await workspace.session(as: .owner)
      try await session.insert(Account { $0.name = "Account of \(number)" })
      _ = try await session.fetch(Account.query.where { $0.name == "Account of \(number)" })
    }
  }

  /// Stops the program unless a tenant has so many accounts.
  func expect(_ count: Int, _ number: Int, of tenants: Tenants<TenantName>) async throws {
    let found = try await tenants.withWorkspace(try name(number)) { workspace in
      try await workspace.session(as: .owner).count(Account.query)
    }
    guard found == count else { throw WrongUse() }
  }

  /// Sets how many descriptors this process may have.
  static func limitDescriptors(to count: UInt) -> Bool {
    #if canImport(Glibc)
      let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let kind = RLIMIT_NOFILE
    #endif
    var limits = rlimit()
    guard getrlimit(kind, &limits) == 0 else { return false }
    limits.rlim_cur = rlim_t(count)
    return setrlimit(kind, &limits) == 0
  }

  /// How many descriptors this process has; 0 where nobody can tell.
  static func descriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }

  /// How much memory this process holds; 0 where nobody can tell.
  static func residentBytes() -> Int {
    let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
  }
}
