package import CRMModel
package import CRMSecurity
import CRMStorage

/// The first version of a vertical: repairs have a topic and their minutes as text.
package struct WorkshopBefore: CRMModule {
  package static let name: ModuleName = "workshop"
  package static let version = 1
  package init() {}
  package var content: ModuleContent { RepairBefore.self }
}

/// A repair as the first version describes it.
package struct RepairBefore: Entity {
  package static let name: EntityName = "workshop.repair"
  package static let schema = Schema<RepairBefore>(label: "Repair", title: \.topic) {
    Field(\.topic, "topic")
    Field(\.minutes, "minutes")
    Field(\.bay, "bay")
    Field(\.legacy, "legacy")
  }
  package var record = RecordInfo()
  package var topic = ""
  package var minutes: String?
  package var bay: String?
  package var legacy: String?
  package init() {}
}

/// The second version: kinds of repairs come along, as records.
package struct WorkshopBetween: CRMModule {
  package static let name: ModuleName = "workshop"
  package static let version = 2
  package init() {}
  package var content: ModuleContent {
    RepairBefore.self
    RepairKind.self
    Seed(Workshop.minor) { _ in
      RepairKind {
        $0.name = "Minor"; $0.hourlyRate = 60
      }
    }
  }
  package var upgrades: [ModuleUpgrade] { [ModuleUpgrade(to: 2)] }
}

/// The third version: topics are titles, minutes are numbers, each repair has a kind and a code, the legacy is gone. Codes are given by
/// the module, so its code is required from now on.
package struct Workshop: CRMModule {
  package static let name: ModuleName = "workshop"
  package static let version = 3
  package static let requiresCode = true
  package static let minor = SeedKey<RepairKind>("workshop.minor")
  package static let major = SeedKey<RepairKind>("workshop.major")

  /// What the backfill does beside its work.
  private let duringBackfill: @Sendable () throws -> Void

  package init(duringBackfill: @escaping @Sendable () throws -> Void = {}) { self.duringBackfill = duringBackfill }

  package var content: ModuleContent {
    RepairKind.self
    Repair.self
    Seed(Self.minor) { _ in
      RepairKind {
        $0.name = "Minor"; $0.hourlyRate = 70; $0.symbol = "m"
      }
    }
    Seed(Self.major) { seeds in
      RepairKind {
        $0.name = "Major"; $0.hourlyRate = 90; $0.less = seeds[Self.minor]
      }
    }
  }

  package var upgrades: [ModuleUpgrade] {
    let duringBackfill = duringBackfill
    return [
      ModuleUpgrade(to: 2),
      ModuleUpgrade(
        to: 3,
        .rename("workshop.repair", "topic", to: "title"),
        .retype("workshop.repair", "minutes", to: .integer, losing: true),
        .backfill("codes of repairs") { tx in
          try tx.update(where: Repair.query) { repair in repair.code = "R-\(repair.id)" }
          try duringBackfill()
        },
        .backfill("kinds of repairs") { tx in
          let general = try tx.insert(
            RepairKind {
              $0.name = "General"; $0.hourlyRate = 50
            })
          try tx.update(where: Repair.query.where { $0.kind == nil }) { $0.kind = general.id }
        },
        .remove("workshop.repair", "legacy")),
    ]
  }
}

/// A repair as the third version describes it.
package struct Repair: Entity {
  package static let name: EntityName = "workshop.repair"
  package static let schema = Schema<Repair>(label: "Repair", title: \.title) {
    Field(\.title, "title")
    Field(\.minutes, "minutes")
    Field(\.code, "code", unique: true)
    Field(\.kind, "kind", required: true, inverse: "repairs", onDelete: .restrict)
    Rule("too_long", on: \.minutes, "A repair takes at most a day") { $0.minutes <= 1_440 }
  }
  package var record = RecordInfo()
  package var title = ""
  package var minutes: Int?
  package var code = ""
  package var kind: RepairKind.ID?
  package init() {}
}

/// What sort of repair it is.
package struct RepairKind: Entity {
  package static let name: EntityName = "workshop.kind"
  package static let schema = Schema<RepairKind>(label: "Kind", title: \.name) {
    Field(\.name, "name", unique: true)
    Field(\.hourlyRate, "hourly_rate")
    Field(\.symbol, "symbol")
    Field(\.less, "less")
  }
  package var record = RecordInfo()
  package var name = ""
  package var hourlyRate = 0
  package var symbol: String?
  package var less: RepairKind.ID?
  package init() {}
}

extension Workspace {
  /// Fills a store of the first version: three repairs, one of which a customer's own field grades.
  package func fillWorkshop() async throws {
    let session = try await session(as: .owner)
    try await session.alter { schema in
      schema["workshop.repair"].add(.picklist("grade", ["a", "b"]), label: "Grade")
      schema["workshop.repair"].relabel("bay", to: "Box")
    }
    try await session.insert([
      RepairBefore {
        $0.topic = "Brakes"; $0.minutes = "90"; $0.bay = "North"; $0.custom["grade"] = "a"
      },
      RepairBefore {
        $0.topic = "Lamp"; $0.minutes = "about ten"; $0.legacy = "x"
      },
      RepairBefore { $0.topic = "Oil" },
    ])
  }

  /// Everything that can be seen of a store: its schema and all records of a workshop, as JSON.
  package func workshopContent() async throws -> [String] {
    let session = try await session(as: .system)
    let catalog = session.schema
    var lines = ["generation \(catalog.generation)", catalog.modules.map { "\($0)" }.sorted().joined(separator: " ")]
    for schema in catalog.entities where schema.module == "workshop" {
      lines.append(schema.fields.map { "\($0.name) \($0.type) \($0.isRetired)" }.joined(separator: ", "))
      for record in try await session.records(Query(schema.name)) {
        lines.append(try session.json(record).text())
      }
    }
    return lines
  }
}
