import CRMModel
import CRMSecurity

/// The number of a version, as a type.
protocol VersionNumber: Sendable { static var value: Int { get } }
enum Version1: VersionNumber { static let value = 1 }
enum Version2: VersionNumber { static let value = 2 }
enum Version3: VersionNumber { static let value = 3 }
enum Version4: VersionNumber { static let value = 4 }

/// A module whose content and upgrades a test makes up, in one of four versions.
struct StagedModule<Version: VersionNumber>: CRMModule {
  static var name: ModuleName { "stage" }
  static var version: Int { Version.value }
  var content: ModuleContent
  var upgrades: [ModuleUpgrade]
}

/// Another module of the kind, beside the staged one.
struct ExtraModule<Version: VersionNumber>: CRMModule {
  static var name: ModuleName { "extra" }
  static var version: Int { Version.value }
  var content: ModuleContent
  var upgrades: [ModuleUpgrade]
}

/// A module's versions so far: what each describes, and the steps that lead to it.
struct ModuleHistory: Sendable {
  struct Stage: Sendable {
    var entities: [EntitySchema]
    var steps: [ModuleUpgrade.Step] = []
    var seeds: [AnySeed] = []
    var extensions: [FieldExtension] = []

    init(_ entities: EntitySchema..., steps: [ModuleUpgrade.Step] = [], seeds: [AnySeed] = []) {
      self.entities = entities
      self.steps = steps
      self.seeds = seeds
    }
  }

  var stages: [Stage]

  init(_ stages: Stage...) { self.stages = stages }

  /// The module's code of a version, from 1 to the number of stages, which is at most four.
  func module(_ version: Int) -> any CRMModule {
    var content = ModuleContent()
    content.entities = stages[version - 1].entities
    content.seeds = stages[version - 1].seeds
    content.extensions = stages[version - 1].extensions
    let upgrades = (2...4).filter { $0 <= version }.map { ModuleUpgrade(to: $0, stages[$0 - 1].steps) }
    return switch version {
    case 1: StagedModule<Version1>(content: content, upgrades: upgrades)
    case 2: StagedModule<Version2>(content: content, upgrades: upgrades)
    case 3: StagedModule<Version3>(content: content, upgrades: upgrades)
    default: StagedModule<Version4>(content: content, upgrades: upgrades)
    }
  }
}

extension EntitySchema {
  /// An entity of the staged module, with a title and other fields.
  static func staged(_ name: EntityName = "stage.thing", _ fields: FieldSchema...) -> EntitySchema {
    EntitySchema(name, title: ["title"], fields: [FieldSchema("title", .text)] + fields)
  }
}

extension FieldSchema {
  /// A whole number that had another name.
  static func renamed(_ name: FieldName, from former: FieldName) -> FieldSchema {
    var field = FieldSchema(name, .integer)
    field.formerNames = [former]
    return field
  }

  /// A field that has to be filled.
  static func required(_ name: FieldName, _ type: FieldType) -> FieldSchema {
    var field = FieldSchema(name, type)
    field.isRequired = true
    return field
  }
}
