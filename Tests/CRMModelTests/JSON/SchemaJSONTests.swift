import CRMModel
import Foundation
import Testing

private func encoded(_ value: some Encodable) throws -> JSONValue {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return try JSONValue(parsing: Array(encoder.encode(value)))
}

private func decoded<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
  try JSONDecoder().decode(type, from: Data(text.utf8))
}

private func roundTrip<T: Codable>(_ value: T) throws -> T { try decoded(T.self, encoded(value).text()) }

/// The names of a value's stored properties as keys.
private func keys(of value: some Any) -> Set<String> {
  let names = Mirror(reflecting: value).children.compactMap(\.label)
  return Set(names.map { $0.reduce("") { $0 + ($1.isUppercase ? "_" + $1.lowercased() : String($1)) } })
}

/// A field in which nothing has its usual value.
private var fullField: FieldSchema {
  var field = FieldSchema(
    "custom.plate", .reference(.one("account")), label: LocalizedText("Plate", translations: ["de": "Kennzeichen"]))
  field.number = 105
  field.help = "As on the car"
  field.isRequired = true
  field.isUnique = true
  field.isIndexed = true
  field.isFolded = true
  field.defaultValue = .value(.text("none"))
  field.relationship = RelationshipSchema(inverse: "vehicles", onDelete: .restrict, isPartOf: true)
  field.personalData = .identity
  field.sensitivity = .confidential
  field.formerNames = ["custom.sign"]
  field.formerTypes = [FormerType(number: 103, type: .text(maxLength: 20))]
  field.isRetired = true
  field.hints = ["width": "12"]
  field.customized = [.label]
  return field
}

/// An entity in which nothing has its usual value.
private var fullEntity: EntitySchema {
  var entity = EntitySchema("custom.vehicle", label: "Car", title: ["custom.plate"], fields: [fullField])
  let condition = Formula.compare(.equal, .field("custom.plate"), .literal("x"))
  entity.number = 104
  entity.module = "school"
  entity.pluralLabel = "Cars"
  entity.ownerLabel = "Driver"
  entity.help = "What one drives"
  entity.indexes = [IndexSchema("pair", on: ["custom.plate"], isUnique: true, where: condition)]
  entity.indexes[0].number = 106
  entity.overlaps = [
    OverlapSchema("busy_then", interval: "slot", per: ["custom.plate"], where: condition, message: "Busy")
  ]
  entity.history = HistorySchema(
    of: "custom.plate", following: "name", value: "custom.plate", stay: "slot", copies: ["custom.plate": "industry"])
  entity.history?.begins = "created"
  entity.history?.closing = ClosingSchema(when: condition, moment: "ended_at", day: "ended_on")
  entity.facets = [
    FacetSchema(
      .forecast,
      [
        "amount": FacetPart(["custom.sum"]), "category": FacetPart(["state"], codes: ["new": "pipeline"]),
        "probability": FacetPart(["chance", "stage.chance"]),
      ])
  ]
  entity.rules = [RuleSchema("bad_plate", on: "custom.plate", message: "No", condition: condition)]
  entity.isRetired = true
  entity.hints = ["icon": "car"]
  entity.customized = [.label]
  return entity
}

@Suite struct `A schema file` {
  @Test func `may say no more than names and types`() throws {
    let entity = try decoded(
      EntitySchema.self, #"{"name":"custom.vehicle","fields":[{"name":"custom.plate","type":{"type":"text"}}]}"#)
    #expect(entity == EntitySchema("custom.vehicle", fields: [FieldSchema("custom.plate", .text)]))
    #expect(entity.label == "Vehicle")
    #expect(entity.fields[0].label == "Plate")
  }

  @Test(arguments: [
    (#""text""#, FieldType.text), (#""long_text""#, .longText), (#""money""#, .money(.workspace)),
    (#""percent""#, .percent),
    (#""reference""#, .reference(.any)), (#""zoned_interval""#, .zonedInterval), (#"{"type":"text"}"#, .text),
    (
      #"{"type":"picklist","options":["new",{"code":"old","is_active":false}]}"#,
      .picklist(["new", try PicklistOption("old", isActive: false)])
    ),
    (
      #"{"type":"picklist_set","options":[{"code":"gold","label":"Gold!"}]}"#,
      .picklistSet([try PicklistOption("gold", label: "Gold!")])
    ),
  ])
  func `may name a type alone or with its parameters`(_ text: String, _ type: FieldType) throws {
    #expect(try decoded(FieldSchema.self, #"{"name":"a","type":\#(text)}"#).type == type)
  }

  @Test(arguments: [
    #""decimal""#, #""picklist""#, #""condition""#, #""auto_number""#, #""txt""#, "5", "{}",
    #"{"type":"picklist","options":["a;b"]}"#,
  ])
  func `must name a type that there is, with what it needs`(_ text: String) {
    #expect(throws: (any Error).self) { try decoded(FieldSchema.self, #"{"name":"a","type":\#(text)}"#) }
  }

  @Test(arguments: [
    (#"{"inverse":"lessons"}"#, false, DeletePolicy.clear), (#"{}"#, true, .restrict),
    (#"{"is_part_of":true}"#, true, .cascade),
    (#"{"on_delete":"clear"}"#, true, .clear),
  ])
  func `that does not say what a deletion does gets what a field line would get`(
    _ text: String, _ isRequired: Bool, _ policy: DeletePolicy
  ) throws {
    let json = #"{"name":"a","type":"reference","is_required":\#(isRequired),"relationship":\#(text)}"#
    #expect(try decoded(FieldSchema.self, json).relationship?.onDelete == policy)
  }

  @Test func `has a key for every stored property of a field, an entity and what belongs to them`() throws {
    func check<T: Encodable>(_ value: T) throws {
      #expect(Set(try encoded(value).objectValue?.keys ?? []) == keys(of: value))
    }
    try check(fullField)
    try check(fullEntity)
    try check(fullEntity.indexes[0])
    try check(fullEntity.overlaps[0])
    try check(fullEntity.rules[0])
    let history = try #require(fullEntity.history)
    try check(history)
    try check(try #require(history.closing))
    try check(RelationshipSchema(inverse: "a", onDelete: .cascade, isPartOf: true))
  }

  @Test func `reads back as what was written, full or not`() throws {
    #expect(try roundTrip(fullEntity) == fullEntity)
    #expect(try roundTrip(EveryType.schema) == EveryType.schema)
    #expect(try roundTrip(EntitySchema("a")) == EntitySchema("a"))
  }

  @Test func `of a whole catalog reads back equal`() throws {
    var catalog = EveryType.catalog
    catalog.generation = 7
    catalog.nextNumber = 140
    catalog.modules = ["base": InstalledModule(version: 1)]
    #expect(try roundTrip(catalog) == catalog)
    let keys = try #require(try encoded(catalog).objectValue?.keys)
    #expect(keys == ["currency", "entities", "generation", "modules", "next_number"])
  }

  @Test func `keeps of a module that it is off, what that retired, and that it requires its code`() throws {
    var catalog = EveryType.catalog
    var vault = InstalledModule(version: 3, requiresCode: true)
    vault.switchedOff = InstalledModule.SwitchedOff(entities: [100], fields: [104, 109])
    catalog.modules = ["vault": vault, "bare": InstalledModule(version: 2, requiresCode: true)]
    #expect(try roundTrip(catalog) == catalog)
  }

  @Test(arguments: [
    (#""custom.sum""#, FacetPart(["custom.sum"])), (#"["a","b.c"]"#, FacetPart(["a", "b.c"])),
    (#"{"paths":["a"]}"#, FacetPart(["a"])),
    (#"{"paths":["a"],"codes":{"x":"y"}}"#, FacetPart(["a"], codes: ["x": "y"])),
  ])
  func `may say what plays a part of a facet in short`(_ text: String, _ part: FacetPart) throws {
    #expect(try decoded(FacetPart.self, text) == part)
  }

  @Test func `of a catalog may say no more than its currency`() throws {
    #expect(try decoded(Catalog.self, #"{"currency":"EUR"}"#) == Catalog(currency: .eur))
  }

  @Test func `of a catalog describes every entity once`() {
    #expect(throws: (any Error).self) {
      try decoded(Catalog.self, #"{"currency":"EUR","entities":[{"name":"a"},{"name":"a"}]}"#)
    }
  }

  @Test func `is as short as a person would write it`() throws {
    var field = FieldSchema("custom.tier", .picklist(["gold", try PicklistOption("tin", isActive: false)]))
    field.isRequired = true
    let json = try encoded(EntitySchema("custom.vehicle", fields: [field]))
    let expected =
      #"{"fields":[{"is_required":true,"label":"Tier","name":"custom.tier","type":{"options":["gold",{"code":"tin","is_active":false,"#
      + #""label":"tin"}],"type":"picklist"}}],"label":"Vehicle","name":"custom.vehicle"}"#
    #expect(json.text() == expected)
  }
}
