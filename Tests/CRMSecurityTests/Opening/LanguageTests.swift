import CRMModel
import CRMSecurity
import CRMTestStores
import Testing

/// `language` is "the language of labels and messages, as a BCP 47 tag".
@Suite struct `The language of a workspace` {
  private struct Polyglot: CRMModule {
    static let name: ModuleName = "polyglot"
    static let version = 1
    var content: ModuleContent { Talk.self }
  }

  private struct Talk: Entity {
    static let name: EntityName = "polyglot.talk"
    static let schema = Schema<Talk>(label: "Talk", title: \.topic) {
      Field(\.topic, "topic")
      Field(\.seats, "seats")
      Field(\.slot, "slot")
      Rule(
        "too_small", on: \.seats,
        LocalizedText("At least five seats", translations: ["es": "Al menos cinco plazas", "pt-BR": "Cinco lugares"])
      ) { $0.seats >= 5 }
      NoOverlap(
        "taken", of: \.slot, message: LocalizedText("Another talk is then", translations: ["es": "Ya hay otra charla"]))
    }
    var record = RecordInfo()
    var topic = ""
    var seats: Int?
    var slot: InstantInterval?
  }

  @Test(
    arguments: StoreKind.allCases,
    [
      ("en", "At least five seats", "Another talk is then"), ("es", "Al menos cinco plazas", "Ya hay otra charla"),
      ("es-MX", "Al menos cinco plazas", "Ya hay otra charla"), ("pt-BR", "Cinco lugares", "Another talk is then"),
      ("pt", "At least five seats", "Another talk is then"), ("de", "At least five seats", "Another talk is then"),
    ])
  func `is that of messages, or the nearest there is`(
    _ kind: StoreKind, _ example: (String, String, String)
  ) async throws {
    let (language, seats, slot) = example
    let start = try Instant("2025-06-06T10:00:00Z")
    let hour = try InstantInterval(from: start, to: try start.adding(.hours(1)))
    try await kind.withWorkspace(modules: [Polyglot()]) {
      $0.language = language
    } _: { workspace in
      let session = try await workspace.session(as: .owner)
      let rule = try await #require(throws: StoreError.self) {
        try await session.insert(Talk { ($0.topic, $0.seats) = ("Parking", 4) })
      }
      #expect(rule.violations.map(\.message) == [seats])
      #expect(rule.code == "too_small")
      try await session.insert(Talk { ($0.topic, $0.slot) = ("Parking", hour) })
      let overlap = try await #require(throws: StoreError.self) {
        try await session.insert(Talk { ($0.topic, $0.slot) = ("Reversing", hour) })
      }
      #expect(overlap.violations.map(\.message) == [slot])
    }
  }
}
