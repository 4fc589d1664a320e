import CRMModel
import CRMSQLite
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Synchronization

/// Tenants whose openings and closings are noted, counted, and can be held or made to fail.
final class TenantBench: Sendable {
  struct State {
    var events: [String] = []
    var live = 0
    var mostLive = 0
    var opening = 0
    var mostOpening = 0
    var failing: Set<String> = []
  }

  let clock = FixedClock()
  let opening = Gate()
  let closing = Gate()
  private let kind: StoreKind
  private let folder: URL
  private let state = Mutex(State())

  init(_ kind: StoreKind = .memory) throws {
    self.kind = kind
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-tenants-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What was done: `open acme`, `failed acme`, `closed acme`.
  var events: [String] { state.withLock { $0.events } }
  /// How many stores were open at once at most, those being opened included.
  var mostLive: Int { state.withLock { $0.mostLive } }
  /// How many were being opened at once at most.
  var mostOpening: Int { state.withLock { $0.mostOpening } }
  /// How many are open.
  var live: Int { state.withLock { $0.live } }

  /// From now on, opening these fails.
  func fail(_ keys: Set<String>) { state.withLock { $0.failing = keys } }

  func path(of key: String) -> String { folder.appendingPathComponent("\(key).crm").path }

  /// How many descriptors of a tenant's files this process has.
  func descriptors(of key: String) -> Int {
    let path = path(of: key)
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return all.count { descriptor in
      let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
      return file?.hasPrefix(path) ?? false
    }
  }

  func tenants(_ configure: (inout TenantsOptions) -> Void = { _ in }) -> Tenants<String> {
    let options = TenantsOptions {
      $0.clock = clock
      configure(&$0)
    }
    return Tenants(options) { [self] key in try await open(key) }
  }

  private func open(_ key: String) async throws -> Workspace {
    state.withLock { state in
      state.live += 1
      state.opening += 1
      state.mostLive = max(state.mostLive, state.live)
      state.mostOpening = max(state.mostOpening, state.opening)
    }
    await opening.pass()
    let fails = state.withLock { state in
      state.opening -= 1
      let fails = state.failing.contains(key)
      if fails { state.live -= 1 }
      state.events.append("\(fails ? "failed" : "open") \(key)")
      return fails
    }
    if fails { throw EngineError(.internal, .inputOutput, "the disk is gone") }
    return try await Workspace.prepared(on: source(key), clock: clock)
  }

  private func source(_ key: String) -> StorageSource {
    let base: StorageSource = kind == .memory ? .memory : .sqlite(path(of: key))
    let open = base.open
    return StorageSource(identity: base.identity) { [self] options in
      GatedEngine(
        base: try await open(options), reads: Gate(), closing: closing,
        onClose: {
          self.state.withLock { state in
            state.live -= 1
            state.events.append("closed \(key)")
          }
        })
    }
  }
}

extension Tenants {
  /// Uses a tenant for nothing.
  func touch(_ key: Key) async throws { try await withWorkspace(key) { _ in } }

  /// Returns once the counts are as told; a test that never comes to that hangs.
  func settle(_ isSo: (TenantCounts) -> Bool) async { while !isSo(counts) { await Task.yield() } }

  /// Returns once nothing is being opened or closed.
  func settle() async { await settle { $0.opening == 0 && $0.closing == 0 } }
}
