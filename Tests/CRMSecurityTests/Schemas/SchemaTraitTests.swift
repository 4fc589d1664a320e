import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

private let german = LocalizedText("Chart", key: "clinic.chart", translations: ["de": "Akte", "pt-BR": "Prontuário"])

private struct Clinic: CRMModule {
  static let name: ModuleName = "clinic"
  static let version = 1
  var content: ModuleContent {
    Patient.self
    Extend(Contact.self) { .allergies }
  }
}

extension ExtensionField where E == Contact, V == String? {
  fileprivate static var allergies: Self {
    .init("clinic.allergies") {
      $0.label = LocalizedText("Allergies", translations: ["de": "Allergien"])
      $0.help = LocalizedText("What to avoid", translations: ["de": "Was zu meiden ist"])
      $0.personalData = .special
      $0.sensitivity = .restricted
      $0.hints = ["widget": "warning"]
    }
  }
}

private struct Patient: Entity {
  static let name: EntityName = "clinic.patient"
  static let schema = Schema<Patient>(
    label: LocalizedText("Patient", translations: ["de": "Patientin"]),
    plural: LocalizedText("Patients", translations: ["de": "Patientinnen"]),
    help: LocalizedText("Who is treated", translations: ["de": "Wer behandelt wird"]), title: \.chart
  ) {
    Field(
      \.chart, "chart", label: german, personal: .identity, sensitivity: .confidential,
      help: LocalizedText("As on the folder", translations: ["de": "Wie auf der Mappe"]),
      hints: ["widget": "barcode", "": "an empty key"])
    Field(
      \.state, "state",
      type: .picklist([
        (try? PicklistOption("in", label: LocalizedText("In", translations: ["de": "Da"]))) ?? "in", "out",
      ]), personal: .special, sensitivity: .restricted)
    Field(\.seen, "seen", personal: .behaviour)
    Field(\.phone, "phone", personal: .contact)
    Rule("no_chart", on: \.chart, LocalizedText("A chart is needed", translations: ["de": "Ohne Akte geht es nicht"])) {
      $0.chart.isNotNull
    }
  }
  var record = RecordInfo()
  var chart = ""
  var state: String?
  var seen: CalendarDate?
  var phone: PhoneNumber?
}

/// What a schema says of its fields to people and to programs: it is described once and is still so after installing,
/// changing and opening again.
@Suite struct `The traits of a schema` {
  /// Runs on a store that is closed and opened again after `change`.
  private func reopening(
    _ kind: StoreKind, _ options: @escaping @Sendable (inout WorkspaceOptions) -> Void = { _ in },
    change: (Session) async throws -> Void, check: (Session) async throws -> Void
  ) async throws {
    try await kind.withSource { source in
      let kept = kind == .memory ? MemoryEngine() : nil
      let source = kept.map { engine in StorageSource { _ in UnclosedEngine(engine) } } ?? source
      let first = try await Workspace.open(source, modules: [Clinic()], options: WorkspaceOptions(options))
      try await change(try await first.session(as: .owner))
      await first.close()
      // The modules are named again, as a program does; it must not undo what was changed.
      let second = try await Workspace.open(source, modules: [Clinic()], options: WorkspaceOptions(options))
      try await check(try await second.session(as: .owner))
      await second.close()
      await kept?.close(EngineGrant())
    }
  }

  private func field(_ name: FieldName, of entity: EntityName, _ session: Session) throws -> FieldSchema {
    try #require(session.schema.field(name, of: entity))
  }

  private func expectInstalled(_ session: Session) throws {
    let patient = try #require(session.schema["clinic.patient"])
    #expect(patient.label.translations == ["de": "Patientin"])
    #expect(patient.pluralLabel?.translations == ["de": "Patientinnen"])
    #expect(patient.help == LocalizedText("Who is treated", translations: ["de": "Wer behandelt wird"]))
    #expect(patient.fields.prefix(4).map(\.personalData) == [.identity, .special, .behaviour, .contact])
    #expect(patient.fields.prefix(4).map(\.sensitivity) == [.confidential, .restricted, .normal, .normal])
    #expect(patient.fields[0].label == german)
    #expect(patient.fields[0].help == LocalizedText("As on the folder", translations: ["de": "Wie auf der Mappe"]))
    #expect(patient.fields[0].hints == ["widget": "barcode", "": "an empty key"])
    #expect(patient.rules.first?.message.translations == ["de": "Ohne Akte geht es nicht"])
    let allergies = try field("clinic.allergies", of: "contact", session)
    #expect(allergies.personalData == .special)
    #expect(allergies.sensitivity == .restricted)
    #expect(allergies.hints == ["widget": "warning"])
    #expect(allergies.help?.translations == ["de": "Was zu meiden ist"])
    #expect(try field("email", of: "contact", session).personalData == .contact)
  }

  @Test(arguments: StoreKind.allCases)
  func `are there after installing and opening again`(_ kind: StoreKind) async throws {
    try await reopening(kind) {
      try expectInstalled($0)
    } check: {
      try expectInstalled($0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of other fields stay when one is added, renamed, retyped and removed`(_ kind: StoreKind) async throws {
    try await reopening(kind) { session in
      try await session.alter { schema in
        schema["contact"].add(.text("nick"), label: "Nick")
        schema["clinic.patient"].add(.integer("beds"), label: "Beds")
      }
      try await session.alter { $0["contact"].rename("nick", to: "alias") }
      try await session.alter { $0["clinic.patient"].retype("beds", to: .text) }
      try await session.alter(losing: true) { $0["contact"].remove("alias") }
      try expectInstalled(session)
    } check: {
      try expectInstalled($0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `of a field made at run time stay through rename, retype, retirement and restoring`(_ kind: StoreKind)
    async throws
  {
    let name = LocalizedText("Tier", key: "tier", translations: ["de": "Stufe"])
    let help = LocalizedText("Who comes first", translations: ["de": "Wer zuerst drankommt"])
    func expect(_ session: Session, _ field: FieldName) throws {
      let found = try self.field(field, of: "account", session)
      #expect(found.label == name)
      #expect(found.help == help)
      #expect(found.personalData == .behaviour)
      #expect(found.sensitivity == .confidential)
      #expect(found.hints == ["widget": "stars"])
    }
    try await reopening(kind) { session in
      try await session.insert(Account { $0.name = "Acme" })
      try await session.alter { schema in
        schema["account"].add(.integer("tier"), label: name)
        schema["account"].setHelp("tier", to: help)
        schema["account"].set("tier", .personalData(.behaviour))
        schema["account"].set("tier", .sensitivity(.confidential))
        schema["account"].set("tier", .hints(["widget": "stars"]))
      }
      try expect(session, "custom.tier")
      try await session.update(where: Account.query) { $0.custom["tier"] = 3 }
      try await session.alter { $0["account"].rename("tier", to: "level") }
      try expect(session, "custom.level")
      try await session.alter { $0["account"].retype("level", to: .text) }
      try expect(session, "custom.level")
      try await session.alter { $0["account"].retire("level") }
      try await session.alter { $0["account"].restore("level") }
      try expect(session, "custom.level")
    } check: { session in
      try expect(session, "custom.level")
      #expect(try await session.records(Query("account")).map { $0["custom.level"] } == ["3"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `that a customer changed are not undone by the module`(_ kind: StoreKind) async throws {
    let branch = LocalizedText("Branch", translations: ["de": "Branche"])
    try await reopening(kind) { session in
      try await session.alter { schema in
        schema["account"].relabel("industry", to: branch)
        schema["account"].setHelp("industry", to: "What they do")
        schema["account"].set("industry", .hints(["widget": "tree"]))
      }
    } check: { session in
      let found = try field("industry", of: "account", session)
      #expect(found.label == branch)
      #expect(found.help == "What they do")
      #expect(found.hints == ["widget": "tree"])
    }
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      (
        "de", ["Patientin", "Patientinnen", "Wer behandelt wird", "Akte", "Da", "Ohne Akte geht es nicht", "Allergien"]
      ),
      (
        "de-AT",
        ["Patientin", "Patientinnen", "Wer behandelt wird", "Akte", "Da", "Ohne Akte geht es nicht", "Allergien"]
      ),
      ("pt-BR", ["Patient", "Patients", "Who is treated", "Prontuário", "In", "A chart is needed", "Allergies"]),
      ("en", ["Patient", "Patients", "Who is treated", "Chart", "In", "A chart is needed", "Allergies"]),
    ] as [(String, [String])])
  func `are shown in the workspace's language, or the nearest there is`(
    _ kind: StoreKind, _ example: (String, [String])
  ) async throws {
    let (language, expected) = example
    func texts(_ catalog: Catalog) throws -> [String?] {
      let patient = try #require(catalog["clinic.patient"])
      guard case .picklist(let options) = patient.fields[1].type else { return [] }
      return [
        patient.label.text, patient.pluralLabel?.text, patient.help?.text, patient.fields[0].label.text,
        options[0].label.text, patient.rules[0].message.text,
        catalog.field("clinic.allergies", of: "contact")?.label.text,
      ]
    }
    try await reopening(kind) {
      $0.language = language
    } change: { _ in
    } check: { session in
      let (shown, plain) = (try texts(session.localizedSchema), try texts(session.schema))
      #expect(shown == expected)
      // The schema itself has the default and all translations, whatever the language.
      #expect(plain.prefix(2) == ["Patient", "Patients"])
      #expect(session.localizedSchema["clinic.patient"]?.label.translations == ["de": "Patientin"])
      #expect(session.localizedSchema["clinic.patient"]?.fields[0].label.key == "clinic.chart")
    }
  }
}
