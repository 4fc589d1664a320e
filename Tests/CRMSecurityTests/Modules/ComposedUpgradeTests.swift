import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

@Suite struct `An upgrade over several versions` {
  /// What a store of one version has after it was opened with others, one after another: each offered field and its values.
  static func content(
    of history: ModuleHistory, from start: Int, through versions: [Int], _ records: [Record], _ kind: StoreKind
  ) async throws -> [String] {
    try await kind.withJoinedStore(modules: [history.module(start)]) { source, first, session in
      try await session.write { tx in for record in records { try tx.insert(record) } }
      for version in versions {
        await (try await Workspace.open(source, modules: [history.module(version)])).close()
      }
      var lines: [String] = []
      for schema in session.schema.entities where schema.module == "stage" && !schema.isRetired {
        let fields = schema.fields.filter { !$0.isRetired }.sorted { $0.name < $1.name }
        lines.append("\(schema.name): \(fields.map { "\($0.name) \($0.type.name)" }.joined(separator: ", "))")
        for record in try await session.records(Query(schema.name).order(by: "id")) {
          lines.append(
            "  " + fields.map { "\($0.name) \(record[$0.name].plainText ?? "null")" }.joined(separator: ", "))
        }
      }
      #expect(try await session.check().isEmpty)
      return lines
    }
  }

  private static let thing = Record("stage.thing", ["title": "A", "size": 7, "place": "North"])

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let history: ModuleHistory
    let expected: [String]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "a rename of what the version before brought",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged(
            "stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text), FieldSchema("hue", .text))),
        .init(
          .staged(
            "stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text), FieldSchema("colour", .text)),
          steps: [.rename("stage.thing", "hue", to: "colour")])),
      expected: [
        "stage.thing: colour text, place text, size integer, title text",
        "  colour null, place North, size 7, title A",
      ]),
    Case(
      testDescription: "a removal behind a new name of the entity",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("place", .text)), steps: [.remove("stage.thing", "size")]),
        .init(
          .staged("stage.object", FieldSchema("place", .text)),
          steps: [.renameEntity("stage.thing", to: "stage.object")])),
      expected: ["stage.object: place text, title text", "  place North, title A"]),
    Case(
      testDescription: "a name that was removed and is given to another field",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("place", .text)), steps: [.remove("stage.thing", "size")]),
        .init(
          .staged("stage.thing", FieldSchema("size", .text)),
          steps: [.rename("stage.thing", "place", to: "size")])),
      expected: ["stage.thing: size text, title text", "  size North, title A"]),
    Case(
      testDescription: "a name that was removed and is declared anew",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("place", .text)), steps: [.remove("stage.thing", "size")]),
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text)))),
      expected: ["stage.thing: place text, size integer, title text", "  place North, size null, title A"]),
    Case(
      testDescription: "a field that is declared anew and then gets another name",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("place", .text)), steps: [.remove("stage.thing", "size")]),
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("weight", .integer), FieldSchema("place", .text)),
          steps: [.rename("stage.thing", "size", to: "weight")])),
      expected: ["stage.thing: place text, title text, weight integer", "  place North, title A, weight null"]),
    Case(
      testDescription: "a former name of a field that was removed",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("weight", .integer), FieldSchema("place", .text)),
          steps: [.rename("stage.thing", "size", to: "weight")]),
        .init(
          .staged("stage.thing", FieldSchema("place", .text)), steps: [.remove("stage.thing", "weight")]),
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text)))),
      expected: ["stage.thing: place text, size integer, title text", "  place North, size null, title A"]),
    Case(
      testDescription: "a former name that another field takes and gives up again",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("weight", .integer), FieldSchema("place", .text)),
          steps: [.rename("stage.thing", "size", to: "weight")]),
        .init(
          .staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text)),
          steps: [.remove("stage.thing", "weight")]),
        .init(
          .staged("stage.thing", FieldSchema("mass", .integer), FieldSchema("place", .text)),
          steps: [.rename("stage.thing", "size", to: "mass")])),
      expected: ["stage.thing: mass integer, place text, title text", "  mass null, place North, title A"]),
    Case(
      testDescription: "a removed name that a later field says it had",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(
          .staged("stage.thing", FieldSchema("place", .text)), steps: [.remove("stage.thing", "size")]),
        .init(.staged("stage.thing", .renamed("weight", from: "size"), FieldSchema("place", .text)))),
      expected: ["stage.thing: place text, title text, weight integer", "  place North, title A, weight null"]),
    Case(
      testDescription: "an entity that was removed and is declared anew",
      history: ModuleHistory(
        .init(.staged("stage.thing", FieldSchema("size", .integer), FieldSchema("place", .text))),
        .init(.staged("stage.other"), steps: [.removeEntity("stage.thing")]),
        .init(.staged("stage.other"), .staged("stage.thing", FieldSchema("hue", .text)))),
      expected: ["stage.other: title text", "stage.thing: hue text, title text"]),
  ]

  @Test(arguments: StoreKind.allCases, cases)
  func `leads where its versions would have led one by one`(_ kind: StoreKind, _ example: Case) async throws {
    let last = example.history.stages.count
    let jump = try await Self.content(of: example.history, from: 1, through: [last], [Self.thing], kind)
    let walk = try await Self.content(of: example.history, from: 1, through: Array(2...last), [Self.thing], kind)
    #expect(walk == example.expected)
    #expect(jump == example.expected)
    for start in 2..<last {
      let rest = try await Self.content(of: example.history, from: start, through: [last], [], kind)
      #expect(rest == example.expected.filter { !$0.hasPrefix(" ") })
    }
  }

  @Test(arguments: StoreKind.allCases, 0..<12)
  func `leads there for versions made up by chance too`(_ kind: StoreKind, _ number: Int) async throws {
    let seed = UInt64(4_100 + number)
    var random = SeededGenerator(seed: seed)
    let history = ModuleHistory.random(&random)
    let records = history.records(3, &random)
    let walk = try await Self.content(of: history, from: 1, through: [2, 3, 4], records, kind)
    for path in [[4], [2, 4], [3, 4]] {
      let jump = try await Self.content(of: history, from: 1, through: path, records, kind)
      #expect(jump == walk, "seed \(seed) through \(path): \(history.stages.dropFirst().map(\.steps))")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a name that no version ever had, where its own version is the next`(_ kind: StoreKind) async throws {
    let history = ModuleHistory(
      .init(.staged("stage.thing", FieldSchema("size", .integer))),
      .init(.staged(), steps: [.remove("stage.thing", "size"), .rename("stage.thing", "size", to: "weight")]))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      let error = await #expect(throws: StoreError.self) {
        try await Workspace.open(source, modules: [history.module(2)])
      }
      #expect(error?.violations.map(\.code) == [.unknownField])
      #expect(error?.violations.map(\.field) == ["size"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `tells a step that uses a name which an earlier version changed`(_ kind: StoreKind) async throws {
    let history = ModuleHistory(
      .init(.staged("stage.thing", FieldSchema("size", .decimal(scale: 2)))),
      .init(
        .staged("stage.thing", FieldSchema("weight", .decimal(scale: 2))),
        steps: [.rename("stage.thing", "size", to: "weight")]),
      .init(
        .staged("stage.thing", FieldSchema("weight", .integer)),
        steps: [.retype("stage.thing", "size", to: .integer, losing: true)]))
    for start in 1...2 {
      try await kind.withJoinedStore(modules: [history.module(start)]) { source, first, session in
        let error = await #expect(throws: StoreError.self) {
          try await Workspace.open(source, modules: [history.module(3)])
        }
        #expect(error?.violations.first?.code == .unknownField)
        let hasHint = error?.violations.first?.message.contains("it is called weight now")
        #expect(hasHint == (start == 1))
      }
    }
  }

  @Test(arguments: StoreKind.allCases, [true, false])
  func `follows a new name that another module gives its entity`(_ kind: StoreKind, _ isFirst: Bool) async throws {
    let plain = FieldSchema("extra.kept", .text)
    var before = ModuleContent()
    before.extensions = [FieldExtension("stage.thing", fields: [plain, FieldSchema("extra.gone", .text)])]
    var after = ModuleContent()
    after.extensions = [FieldExtension("stage.object", fields: [FieldSchema("extra.held", .text)])]
    let history = ModuleHistory(
      .init(.staged("stage.thing")),
      .init(.staged("stage.object"), steps: [.renameEntity("stage.thing", to: "stage.object")]))
    let upgrade = ModuleUpgrade(
      to: 2, .remove("stage.thing", "extra.gone"), .rename("stage.thing", "extra.kept", to: "extra.held"))
    let extra: any CRMModule = ExtraModule<Version2>(content: after, upgrades: [upgrade])
    let old: [any CRMModule] = [history.module(1), ExtraModule<Version1>(content: before, upgrades: [])]
    try await kind.withJoinedStore(modules: old) { source, first, session in
      try await session.insert(Record("stage.thing", ["title": "A", "extra.kept": "K", "extra.gone": "G"]))
      let new = isFirst ? [extra, history.module(2)] : [history.module(2), extra]
      await (try await Workspace.open(source, modules: new)).close()
      #expect(session.schema["stage.object"]?.fields.map(\.name) == ["title", "extra.held"])
      #expect(try await session.records(Query("stage.object")).map { $0["extra.held"] } == ["K"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `asks no deleted record for a reference that goes`(_ kind: StoreKind) async throws {
    let reference = FieldSchema.required("of", .reference(.any))
    let history = ModuleHistory(
      .init(.staged("stage.thing"), .staged("stage.part", reference)),
      .init(.staged("stage.part", reference), steps: [.removeEntity("stage.thing")]))
    for isDeleted in [true, false] {
      try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
        let thing = try await session.insert(Record("stage.thing", ["title": "A"]))
        let of = FieldValue.reference(AnyRecordID(entity: "stage.thing", rawValue: thing.id))
        let part = try await session.insert(Record("stage.part", ["title": "P", "of": of]))
        if isDeleted {
          try await session.write { try $0.delete([AnyRecordID(entity: "stage.part", rawValue: part.id)]) }
        }
        if isDeleted {
          await (try await Workspace.open(source, modules: [history.module(2)])).close()
        } else {
          let error = await #expect(throws: StoreError.self) {
            try await Workspace.open(source, modules: [history.module(2)])
          }
          #expect(error?.violations.map(\.code) == [.required])
          #expect(error?.violations.map(\.field) == ["of"])
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `empties references to records that go although their entity comes back`(_ kind: StoreKind) async throws {
    let reference = FieldSchema("of", .reference(.one("stage.thing")))
    let history = ModuleHistory(
      .init(.staged("stage.thing"), .staged("stage.part", reference)),
      .init(
        .staged("stage.part"), steps: [.remove("stage.part", "of"), .removeEntity("stage.thing")]),
      .init(.staged("stage.thing"), .staged("stage.part", reference)))
    try await kind.withJoinedStore(modules: [history.module(1)]) { source, first, session in
      let thing = try await session.insert(Record("stage.thing", ["title": "A"]))
      try await session.insert(
        Record("stage.part", ["title": "P", "of": .reference(AnyRecordID(entity: "stage.thing", rawValue: thing.id))]))
      await (try await Workspace.open(source, modules: [history.module(3)])).close()
      #expect(try await session.records(Query("stage.thing")).isEmpty)
      #expect(try await session.records(Query("stage.part")).map { $0["of"] } == [.null])
      #expect(try await session.check().isEmpty)
    }
  }
}
