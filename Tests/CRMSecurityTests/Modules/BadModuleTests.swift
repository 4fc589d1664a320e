import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting
import Testing

/// The name of a module, which a type has to say.
private protocol ModuleTitle: Sendable { static var name: ModuleName { get } }
private enum Yard: ModuleTitle { static let name: ModuleName = "yard" }
private enum School: ModuleTitle { static let name: ModuleName = "school" }
private enum Base: ModuleTitle { static let name: ModuleName = "base" }
private enum Custom: ModuleTitle { static let name: ModuleName = "custom" }
private enum Empty: ModuleTitle { static let name: ModuleName = "" }
private enum Shouting: ModuleTitle { static let name: ModuleName = "Yard" }
private enum Dotted: ModuleTitle { static let name: ModuleName = "big.yard" }
private enum Blank: ModuleTitle { static let name: ModuleName = "my yard" }
private enum Umlaut: ModuleTitle { static let name: ModuleName = "höfe" }
private enum Endless: ModuleTitle {
  static let name = ModuleName(String(repeating: "a", count: 41))
}
private enum Injection: ModuleTitle { static let name: ModuleName = "x\"; drop table entity; --" }

/// A module whose content a test chooses.
private struct Described<Title: ModuleTitle>: CRMModule {
  static var name: ModuleName { Title.name }
  static var version: Int { 1 }
  let content: ModuleContent

  init(_ names: EntityName..., fields: [FieldName] = ["mark"]) {
    var content = ModuleContent()
    content.entities = names.map { name in
      EntitySchema(name, title: fields.prefix(1).map { $0 }, fields: fields.map { FieldSchema($0, .text) })
    }
    self.content = content
  }

  /// Adds fields to an entity of another.
  init(extending entity: EntityName, _ fields: [FieldName]) {
    var content = ModuleContent()
    content.extensions = [FieldExtension(entity, fields: fields.map { FieldSchema($0, .text) })]
    self.content = content
  }
}

/// An entity written as a type, under a name of ours.
private struct OtherContact: Entity {
  static let name: EntityName = "contact"
  static let schema = Schema<OtherContact>(label: "Contact", title: \.mark) { Field(\.mark, "mark") }
  var record = RecordInfo()
  var mark = ""
}

private struct OtherContacts: CRMModule {
  static let name: ModuleName = "yard"
  static let version = 1
  var content: ModuleContent { OtherContact.self }
}

@Suite struct `A module that takes a wrong name` {
  /// Opens a new store with modules that have to be refused, and shows that nothing is left of them.
  private func refused(
    _ kind: StoreKind, _ modules: [any CRMModule], _ codes: [ErrorCode], _ words: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await kind.withSource { source in
      // A store that another holds open, so that the memory engine's is the same one afterwards.
      let joined =
        kind == .memory
        ? StorageSource(identity: { "bad-\(sourceLocation.line)-\(modules)" }, open: source.open) : source
      let first = try await Workspace.prepared(on: joined, modules: [])
      let before = try await first.session(as: .owner).schema
      let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) {
        let workspace = try await Workspace.open(joined, modules: modules)
        await workspace.close()
      }
      #expect(error?.code == .schemaRefused, sourceLocation: sourceLocation)
      #expect(error?.kind == .conflict || error?.kind == .invalid, sourceLocation: sourceLocation)
      #expect(error?.violations.map(\.code) == codes, "\(error?.violations ?? [])", sourceLocation: sourceLocation)
      let told = error?.violations.map(\.message).joined(separator: "\n") ?? ""
      #expect(words.isEmpty || told.contains(words), "\(told)", sourceLocation: sourceLocation)
      #expect(try await first.session(as: .owner).schema == before, sourceLocation: sourceLocation)
      await first.close()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `for itself is refused`(_ kind: StoreKind) async throws {
    let modules: [any CRMModule] = [
      Described<Empty>(), Described<Shouting>(), Described<Dotted>(), Described<Blank>(), Described<Umlaut>(),
      Described<Endless>(), Described<Injection>(), Described<Custom>(),
    ]
    for module in modules { try await refused(kind, [module], [.badName], "one word other than `custom`") }
  }

  @Test(arguments: StoreKind.allCases)
  func `that is another module's is refused`(_ kind: StoreKind) async throws {
    try await refused(kind, [Described<Base>()], [.nameTaken])
    try await refused(kind, [Described<Yard>("yard.a"), Described<Yard>("yard.b")], [.nameTaken])
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("lesson", [.badName]), ("contact", [.badName, .nameTaken]), ("school.lesson", [.badName, .nameTaken]),
      ("custom.lesson", [.badName]),
      ("yard.Lesson", [.badName]), ("yard.", [.badName]), (".lesson", [.badName]), ("", [.badName]),
      ("yard.lesson.deep", [.badName]), ("yard.two words", [.badName]), ("yard.owner", [.reservedName]),
      ("yard.1st", [.badName]), ("yard.a__b", [.badName]),
    ] as [(EntityName, [ErrorCode])])
  func `for an entity is refused`(_ kind: StoreKind, _ example: (EntityName, [ErrorCode])) async throws {
    try await refused(kind, [Described<School>("school.lesson"), Described<Yard>(example.0)], example.1)
  }

  @Test(arguments: StoreKind.allCases)
  func `of ours for an entity that is a type is refused`(_ kind: StoreKind) async throws {
    try await refused(kind, [OtherContacts()], [.badName, .nameTaken], "module yard may only give names of its own")
  }

  @Test(arguments: StoreKind.allCases)
  func `for two entities is refused`(_ kind: StoreKind) async throws {
    try await refused(kind, [Described<Yard>("yard.lane", "yard.lane")], [.nameTaken])
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      (["Mark"], [.badName]), ([""], [.badName]), (["id"], [.reservedName]), (["revision"], [.reservedName]),
      (["self"], [.reservedName]), (["custom.mark"], [.badName]), (["school.mark"], [.badName]),
      (["größe"], [.badName]), (["a.b.c"], [.badName]), (["mark", "mark"], [.nameTaken]),
      (["mark", "school"], [.reservedName]),
    ] as [([FieldName], [ErrorCode])])
  func `for a field is refused`(_ kind: StoreKind, _ example: ([FieldName], [ErrorCode])) async throws {
    let modules: [any CRMModule] = [
      Described<School>("school.lesson"), Described<Yard>("yard.lane", fields: example.0),
    ]
    try await refused(kind, modules, example.1)
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("contact", "licence", [.badName]), ("contact", "email", [.nameTaken, .badName]),
      ("contact", "school.licence", [.badName]),
      ("contact", "custom.licence", [.badName]), ("contact", "yard.owner", [.reservedName]),
      ("school.lesson", "mark", [.nameTaken, .badName]), ("school.nowhere", "yard.mark", [.unknownEntity]),
    ] as [(EntityName, FieldName, [ErrorCode])])
  func `for a field of another's entity is refused`(
    _ kind: StoreKind, _ example: (EntityName, FieldName, [ErrorCode])
  ) async throws {
    let yard = Described<Yard>(extending: example.0, [example.1])
    try await refused(kind, [Described<School>("school.lesson"), yard], example.2)
  }

  @Test(arguments: StoreKind.allCases)
  func `is told with everything else that is wrong`(_ kind: StoreKind) async throws {
    let yard = Described<Yard>("lane", "yard.Path", "yard.road", fields: ["mark", "ID", "id"])
    let fields: [ErrorCode] = [.badName, .reservedName]
    try await refused(kind, [yard], [.badName] + fields + [.badName] + fields + fields, "in lower case")
  }
}
