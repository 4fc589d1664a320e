import CRMModel
import CRMSecurity
import CRMStorage
import Testing

/// See ``FaultSweep``.
@Suite(
  .serialized,
  .enabled(if: FaultLayer.isAvailable, "this SQLite takes no URIs, so that no layer can be put below it"))
struct `A workspace on files that fail` {
  @Test(arguments: FaultyWork.cases)
  func `loses nothing, keeps nothing of what failed, and goes on when the files are well again`(
    _ item: (work: FaultyWork, fault: Fault)
  ) async throws {
    let (work, fault) = item
    let store = try FaultyStore()
    var workspace = try await store.filled()
    var sweep = FaultSweep(fault, store.layer)
    for round in 1... {
      try await work.prepare(store, workspace, round)
      let before = try await FaultyStore.content(workspace)
      let schema = try await workspace.session(as: .owner).schema
      let after = work.outcome(before, round)
      guard let place = sweep.next() else { break }
      let error = await FaultSweep.error { try await work.run(store, workspace, round) }
      sweep.end(error)

      #expect(try await FaultyStore.content(workspace) == (error == nil ? after : before), place)
      if error != nil { #expect(try await workspace.session(as: .owner).schema == schema, place) }
      // A commit whose last sync failed may be found if the process ends at once: nobody knows what is on the disk.
      let crashed = try await store.contentAfterCrash()
      #expect(crashed == after || (error != nil && crashed == before), place)

      try await FaultSweep.poke(workspace)
      let poked = try await FaultyStore.content(workspace)
      if round % 4 == 0 {
        #expect(try await workspace.session(as: .system).check() == [], place)
        await workspace.close()
        workspace = try await store.open()
        #expect(try await FaultyStore.content(workspace) == poked, place)
        #expect(try await workspace.session(as: .system).check() == [], place)
      }
    }
    #expect(try await workspace.session(as: .system).check() == [])
    await workspace.close()
    #expect(store.openFiles() == [])
    sweep.report(work.testDescription)
    store.layer.remove()
  }
}
