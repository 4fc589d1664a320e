import CRMModel
import CRMSecurity
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

/// What is done with whole files while they fail; see ``FaultSweep``.
@Suite(
  .serialized,
  .enabled(if: FaultLayer.isAvailable, "this SQLite takes no URIs, so that no layer can be put below it"))
struct `A store's files, when they fail` {
  /// What lies at the path of a store that is opened.
  enum Beginning: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case nothing = "no file"
    case closed = "a file that was closed"
    case crashed = "a file whose log was left behind"
    var testDescription: String { rawValue }
  }

  @Test(arguments: Fault.all)
  func `leave no part of a backup behind, and a backup that was made is whole`(_ fault: Fault) async throws {
    let store = try FaultyStore()
    let workspace = try await store.filled()
    let content = try await FaultyStore.content(workspace)
    let target = store.path + ".copy"
    var sweep = FaultSweep(fault, store.layer)
    while let place = sweep.next() {
      let error = await FaultSweep.error { try await workspace.session(as: .system).backup(to: target) }
      sweep.end(error)
      if error != nil {
        for suffix in FaultyStore.suffixes {
          #expect(!FileManager.default.fileExists(atPath: target + suffix), "\(place), \(suffix)")
        }
      } else {
        let copy = try await store.open(healthy: target)
        #expect(try await FaultyStore.content(copy) == content, place)
        #expect(try await copy.session(as: .system).check() == [], place)
        await copy.close()
        FaultyStore.removeFiles(target)
      }
      #expect(try await FaultyStore.content(workspace) == content, place)
    }
    try await FaultSweep.poke(workspace)
    #expect(try await workspace.session(as: .system).check() == [])
    await workspace.close()
    #expect(store.openFiles() == [])
    sweep.report("a backup")
    store.layer.remove()
  }

  @Test(arguments: Beginning.allCases, Fault.all)
  func `can be opened later, with all that was there`(_ beginning: Beginning, _ fault: Fault) async throws {
    let store = try FaultyStore()
    let kept = try StoreFixture()
    var content: FaultyStore.Content = [:]
    if beginning != .nothing {
      let workspace = try await store.filled()
      content = try await FaultyStore.content(workspace)
      if beginning == .closed { await workspace.close() }
      try store.copyFiles(to: kept.path)
      await workspace.close()
    }
    var sweep = FaultSweep(fault, store.layer)
    while let place = sweep.next(prepare: { try? FaultyStore.putFiles(kept.path, at: store.path) }) {
      var opened: Workspace?
      let error = await FaultSweep.error { opened = try await store.open() }
      sweep.end(error)
      await opened?.close()
      let workspace = try await store.open()
      #expect(try await FaultyStore.content(workspace) == content, place)
      #expect(try await workspace.session(as: .system).check() == [], place)
      try await workspace.session(as: .owner).insert(Account { $0.name = "later" })
      await workspace.close()
    }
    #expect(store.openFiles() == [])
    sweep.report("opening \(beginning.rawValue)")
    store.layer.remove()
  }

  @Test(arguments: Fault.all)
  func `keep all that was committed when closing fails`(_ fault: Fault) async throws {
    let store = try FaultyStore()
    var workspace = try await store.filled()
    var sweep = FaultSweep(fault, store.layer)
    var content = try await FaultyStore.content(workspace)
    while let place = sweep.next() {
      await workspace.close()
      sweep.end(nil)
      workspace = try await store.open()
      #expect(try await FaultyStore.content(workspace) == content, place)
      #expect(try await workspace.session(as: .system).check() == [], place)
      try await FaultSweep.poke(workspace)
      content = try await FaultyStore.content(workspace)
    }
    await workspace.close()
    #expect(store.openFiles() == [])
    sweep.report("closing")
    store.layer.remove()
  }

  @Test func `that may only be read are refused for writing, and read otherwise`() async throws {
    let store = try FaultyStore()
    let first = try await store.filled()
    let content = try await FaultyStore.content(first)
    await first.close()
    store.layer.setReadOnly(true)
    let error = await FaultSweep.error { _ = try await store.open() }
    #expect(error?.kind == .forbidden)
    #expect(error?.code == .readOnly)
    let reading = try await store.open(readOnly: true)
    #expect(try await FaultyStore.content(reading) == content)
    let refused = await FaultSweep.error { try await FaultSweep.poke(reading) }
    #expect(refused?.code == .readOnly)
    await reading.close()
    store.layer.setReadOnly(false)
    let again = try await store.open()
    try await FaultSweep.poke(again)
    #expect(try await again.session(as: .system).check() == [])
    await again.close()
    store.layer.remove()
  }
}
