import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import Foundation
import Synchronization
import Testing

/// Random uses against a model written for clarity, and in many tasks against what must never be.
@Suite struct `Random uses of tenants` {
  /// What is open, least recently used first.
  private struct Model {
    struct Tenant {
      var key: String
      var users = 0
      var since: Instant
    }

    let limit: Int
    let warm: Int
    var open: [Tenant] = []
    var events: [String] = []

    func index(_ key: String) -> Int? { open.firstIndex { $0.key == key } }
    var inUse: Int { open.count { $0.users > 0 } }

    mutating func closeFirst(where isSo: (Tenant) -> Bool) {
      guard let index = open.firstIndex(where: { $0.users == 0 && isSo($0) }) else { return }
      events.append("closed \(open.remove(at: index).key)")
    }

    /// False if it is refused or cannot be opened.
    mutating func lease(_ key: String, fails: Bool, now: Instant) -> Bool {
      if let index = index(key) {
        open[index].users += 1
        return true
      }
      if inUse == limit { return false }
      if open.count == limit { closeFirst { _ in true } }
      events.append("\(fails ? "failed" : "open") \(key)")
      if !fails { open.append(Tenant(key: key, users: 1, since: now)) }
      return !fails
    }

    mutating func end(_ key: String, now: Instant) {
      guard let index = index(key) else { return }
      open[index].users -= 1
      if open[index].users > 0 { return }
      var tenant = open.remove(at: index)
      tenant.since = now
      open.append(tenant)
      while open.count - inUse > warm { closeFirst { _ in true } }
    }

    mutating func closeIdle(since moment: Instant) {
      while open.contains(where: { $0.users == 0 && $0.since <= moment }) { closeFirst { $0.since <= moment } }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are what a simple model says`(_ kind: StoreKind) async throws {
    let seed = ProcessInfo.processInfo.environment["CRM_SEED"].flatMap { UInt64($0) } ?? 20_250_602
    print("tenants on \(kind): seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var tally: [String: Int] = [:]
    for round in 0..<12 {
      let (limit, warm) = (1 + random.number(below: 4), random.number(below: 5))
      let bench = try TenantBench(kind)
      let tenants = bench.tenants {
        ($0.limit, $0.warm, $0.whenFull, $0.idleSpan) = (limit, warm, .refuse, .minutes(5))
      }
      var model = Model(limit: limit, warm: min(limit, warm))
      var leases: [(key: String, lease: TenantLease)] = []
      for step in 0..<80 {
        let key = ["a", "b", "c", "d", "e", "f"][random.number(below: 6)]
        let place: Comment = "seed \(seed), round \(round), step \(step)"
        switch random.number(below: 10) {
        case 0..<5:
          let fails = random.happens(10)
          bench.fail(fails ? [key] : [])
          let isLent = model.lease(key, fails: fails, now: bench.clock.now)
          let lease = try? await tenants.lease(key)
          #expect((lease != nil) == isLent, place)
          if let lease { leases.append((key, lease)) }
          tally[isLent ? "lent" : "refused", default: 0] += 1
        case 5..<8:
          guard !leases.isEmpty else { continue }
          let (key, lease) = leases.remove(at: random.number(below: leases.count))
          model.end(key, now: bench.clock.now)
          lease.end()
          tally["ended", default: 0] += 1
        case 8:
          try bench.clock.advance(by: .minutes(Int32(random.number(below: 12))))
          model.closeIdle(since: try bench.clock.now.adding(TimeSpan.minutes(5).negated))
          tally["closed idle", default: 0] += await tenants.closeIdle()
        default:
          guard model.index(key).map({ model.open[$0].users == 0 }) ?? true else { continue }
          model.closeFirst { $0.key == key }
          try await tenants.close(key)
          tally["closed by name", default: 0] += 1
        }
        await tenants.settle()
        #expect(bench.events.sorted() == model.events.sorted(), place)
        #expect(tenants.counts.open == model.open.count, place)
        #expect(tenants.counts.idle == model.open.count - model.inUse, place)
        if bench.events.sorted() != model.events.sorted() { return }
      }
      // Tasks that close are started in order; what one step closes may be done in any.
      leases = []
      await tenants.close()
      #expect(bench.live == 0)
    }
    print(
      "tenants on \(kind): \(tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
    #expect(["lent", "refused", "ended", "closed idle", "closed by name"].allSatisfy { tally[$0, default: 0] > 5 })
  }

  @Test(arguments: [TenantsOptions.WhenFull.wait, .refuse], StoreKind.allCases)
  func `in many tasks never meet a closed workspace, nor exceed the limits`(
    _ whenFull: TenantsOptions.WhenFull, _ kind: StoreKind
  ) async throws {
    let seed = ProcessInfo.processInfo.environment["CRM_SEED"].flatMap { UInt64($0) } ?? 20_250_603
    print("tenants in many tasks on \(kind): seed \(seed)")
    let bench = try TenantBench(kind)
    let tenants = bench.tenants { ($0.limit, $0.warm, $0.openingLimit, $0.whenFull) = (3, 2, 2, whenFull) }
    let outcomes = Outcomes()
    bench.fail(["f"])
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        var random = SeededGenerator(seed: seed &+ UInt64(number))
        let key = ["a", "b", "c", "d", "e", "f"][random.number(below: 6)]
        let (isCancelled, closes, pause) = (random.happens(20), random.happens(10), random.number(below: 50))
        let task = Task {
          do {
            if closes {
              try await tenants.withClosed(key) { outcomes.note("closed") }
            } else {
              try await tenants.withWorkspace(key) { workspace in
                let session = try await workspace.session(as: .owner)
                for _ in 0..<pause { await Task.yield() }
                #expect(!workspace.isClosed)
                if !Task.isCancelled { _ = try await session.insert(Account { $0.name = key }) }
                outcomes.note("used")
              }
            }
          } catch {
            outcomes.note(StoreError(wrapping: error).code.rawValue)
          }
        }
        if isCancelled { group.addTask { task.cancel() } }
        group.addTask { await task.value }
      }
    }
    await tenants.settle()
    #expect(tenants.counts.waiting == 0)
    #expect(tenants.counts.open == tenants.counts.idle)
    #expect(tenants.counts.idle <= 2)
    #expect(bench.mostLive <= 3)
    #expect(bench.mostOpening <= 2)
    await tenants.close()
    #expect(bench.live == 0)
    let all = outcomes.all
    print("tenants in many tasks on \(kind): \(all.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
    #expect(Set(all.keys).isSubset(of: ["used", "closed", "cancelled", "io_error", "tenants_in_use"]))
    #expect(all["used", default: 0] > 50)
  }
}

/// How often what came of it.
private final class Outcomes: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  var all: [String: Int] { counts.withLock { $0 } }

  func note(_ outcome: String) { counts.withLock { $0[outcome, default: 0] += 1 } }
}
