import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@Suite struct `A change set as JSON` {
  private static func bytes(_ set: ChangeSet) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(set)
  }

  @Test(arguments: StoreKind.allCases)
  func `comes back equal, whatever types its fields have`(_ kind: StoreKind) async throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Patches/Golden/new.json").standardized
    let json = Array(try Data(contentsOf: file))
    try await kind.withSession(modules: [SpecimenModule()]) { _, session in
      let acme = try await session.insert(Account { $0.name = "Acme" })
      let catalog = session.schema
      let schema = try #require(catalog["golden.specimen"])
      let record = try Record(jsonBytes: json, schema: schema, catalog: catalog, zones: .system)
      let trial = try await session.dryRun { tx in
        let stored = try tx.insert(record)
        let id = AnyRecordID(entity: stored.entity, rawValue: stored.id)
        try tx.delete([id])
        try tx.restore([id])
        try tx.removePermanently([id])
        try tx.update(acme.id) { $0.name = "Ação" }
      }
      #expect(trial.changes.changes.map(\.operation) == [.insert, .delete, .restore, .remove, .update])
      let whole = try #require(trial.changes.changes.first)
      let given = schema.fields.filter { !record[$0.name].isNull }.map(\.name)
      #expect(Set(whole.fields.map(\.field)).isSuperset(of: given))
      #expect(whole.fields.count >= 28)
      let bytes = try Self.bytes(trial.changes)
      let read = try JSONDecoder().decode(ChangeSet.self, from: bytes)
      #expect(read == trial.changes)
      #expect(try Self.bytes(read) == bytes)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `is as the documentation shows it`(_ kind: StoreKind) async throws {
    try await kind.withSession { _, session in
      let acme = try await session.insert(Account { ($0.name, $0.industry) = ("Acme", "Retail") })
      let trial = try await session.dryRun { tx in
        try tx.insert(Contact { ($0.name, $0.account) = (PersonName(first: "Ana", last: "López"), acme.id) })
        try tx.update(acme.id) { ($0.industry, $0.employees) = (nil, 40) }
      }
      let expected = """
        {
          "changes" : [
            {
              "entity" : "contact",
              "id" : "2",
              "new" : {
                "account" : "1",
                "do_not_call" : false,
                "email_opt_out" : false,
                "name" : {
                  "first" : "Ana",
                  "last" : "López"
                }
              },
              "operation" : "insert"
            },
            {
              "entity" : "account",
              "id" : "1",
              "new" : {
                "employees" : 40,
                "industry" : null
              },
              "old" : {
                "employees" : null,
                "industry" : "Retail"
              },
              "operation" : "update"
            }
          ],
          "types" : {
            "account" : {
              "employees" : {
                "type" : "integer"
              },
              "industry" : {
                "max_length" : 255,
                "type" : "text"
              }
            },
            "contact" : {
              "account" : {
                "targets" : [
                  "account"
                ],
                "type" : "reference"
              },
              "do_not_call" : {
                "type" : "boolean"
              },
              "email_opt_out" : {
                "type" : "boolean"
              },
              "name" : {
                "type" : "person_name"
              }
            }
          }
        }
        """
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      #expect(String(decoding: try encoder.encode(trial.changes), as: UTF8.self) == expected)
    }
  }

  @Test(arguments: [
    #"{}"#, #"{"types":{},"changes":[{}]}"#,
    #"{"types":{},"changes":[{"operation":"explode","entity":"account","id":"1"}]}"#,
    #"{"types":{},"changes":[{"operation":"delete","entity":"account","id":"-1"}]}"#,
    #"{"types":{},"changes":[{"operation":"delete","entity":"account","id":"99999999999999999999"}]}"#,
    #"{"types":{},"changes":[{"operation":"update","entity":"account","id":"1","old":{"name":"A"}}]}"#,
    #"{"types":{"account":{"name":"text"}},"changes":[{"operation":"update","entity":"account","id":"1","old":{"name":7}}]}"#,
    #"{"types":{"account":{"name":"nothing"}},"changes":[]}"#,
  ])
  func `is refused where it says nothing sensible`(_ text: String) {
    #expect(throws: (any Error).self) { try JSONDecoder().decode(ChangeSet.self, from: Data(text.utf8)) }
  }
}
