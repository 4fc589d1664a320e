import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `What a backfill has to fill` {
  @Test(arguments: StoreKind.allCases)
  func `may be what a conversion leaves empty in a required field`(_ kind: StoreKind) async throws {
    let history = ModuleHistory(
      .init(.staged("stage.thing", .required("size", .text))),
      .init(
        .staged("stage.thing", .required("size", .integer)),
        steps: [
          .retype("stage.thing", "size", to: .integer, losing: true),
          .backfill("sizes") { tx in
            for record in try tx.records(Query("stage.thing")) where record["size"].isNull {
              try tx.update(AnyRecordID(entity: "stage.thing", rawValue: record.id), ["size": 0])
            }
          },
        ]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      _ = try await session.write { tx in
        try tx.insert([
          Record("stage.thing", ["title": "A", "size": "12"]), Record("stage.thing", ["title": "B", "size": "large"]),
        ])
      }
      await (try await Workspace.open(source, modules: [history.module(2)])).close()
      let sizes = try await session.records(Query("stage.thing").order(by: "title")).map { $0["size"] }
      #expect(sizes == [12, 0])
      #expect(session.schema.field("size", of: "stage.thing")?.isRequired == true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is judged at the end when a conversion leaves a required field empty`(_ kind: StoreKind) async throws {
    let history = ModuleHistory(
      .init(.staged("stage.thing", .required("size", .text))),
      .init(
        .staged("stage.thing", .required("size", .integer)),
        steps: [.retype("stage.thing", "size", to: .integer, losing: true), .backfill("nothing") { _ in }]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await session.insert(Record("stage.thing", ["title": "B", "size": "large"]))
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [history.module(2)])
      }
      #expect(error?.violations.map(\.code) == [.required])
      #expect(try await session.records(Query("stage.thing")).map { $0["size"] } == ["large"])
    }
  }

  @Test(arguments: StoreKind.allCases, [true, false])
  func `is not a required field that goes`(_ kind: StoreKind, _ isRemoved: Bool) async throws {
    let removal: [ModuleUpgrade.Step] = isRemoved ? [.remove("stage.thing", "size")] : []
    let history = ModuleHistory(
      .init(.staged("stage.thing", .required("size", .integer))),
      .init(
        .staged(),
        steps: removal + [
          .backfill("one more") { tx in
            let sizes = try tx.records(Query("stage.thing")).map { $0["size"].plainText ?? "" }
            try tx.insert(Record("stage.thing", ["title": .text(sizes.joined())]))
          }
        ]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      try await session.insert(Record("stage.thing", ["title": "A", "size": 3]))
      await (try await Workspace.open(source, modules: [history.module(2)])).close()
      let titles = try await session.records(Query("stage.thing").order(by: "id")).map { $0["title"] }
      #expect(titles == ["A", "3"])
    }
  }
}
