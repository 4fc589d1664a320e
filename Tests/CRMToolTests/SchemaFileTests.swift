import CRM
import CRMTesting
import Foundation
import Testing

/// `Documentation/SchemaFiles.md` lists every change, and gives an example of each.
@Suite struct `A file of schema changes` {
  /// What each example of the document leads to, in its order: where to look, and what is there.
  private static let outcomes: [Outcome] = [
    Outcome("add_entity", "custom.vehicle", ["title"], ["custom.plate"]),
    Outcome("relabel_entity", "custom.vehicle", ["label", "translations", "es"], "Vehículo"),
    Outcome("set_entity", "custom.vehicle", ["hints", "icon"], "car"),
    Outcome("add_field", "custom.vehicle", ["fields", "custom.keeper", "type", "targets"], ["contact"]),
    Outcome("rename_field", "custom.vehicle", ["fields", "custom.registration", "former_names"], ["custom.plate"]),
    Outcome("retype_field", "custom.vehicle", ["fields", "custom.note", "type", "type"], "long_text"),
    Outcome("relabel_field", "account", ["fields", "industry", "label"], "Sector"),
    Outcome("set_field", "custom.vehicle", ["fields", "custom.state", "default_value"], #""new""#),
    Outcome("set_field", "custom.vehicle", ["fields", "custom.registration", "sensitivity"], "confidential"),
    Outcome(
      "set_field", "custom.vehicle", ["fields", "custom.keeper", "relationship"],
      ["inverse": "custom.vehicles", "on_delete": "restrict"]),
    Outcome("add_option", "custom.vehicle", options, ["new", "used", ["code": "sold", "label": "Sold"]]),
    Outcome("relabel_option", "custom.vehicle", options, ["new", "used", ["code": "sold", "label": "Sold on"]]),
    Outcome("order_options", "custom.vehicle", options, [["code": "sold", "label": "Sold on"], "used", "new"]),
    Outcome("retire_option", "custom.vehicle", options + ["used", "is_active"], false),
    Outcome("restore_option", "custom.vehicle", options, [["code": "sold", "label": "Sold on"], "used", "new"]),
    Outcome(
      "add_index", "custom.vehicle", ["indexes", "custom.by_keeper", "fields"],
      ["custom.keeper", "custom.registration"]),
    Outcome("remove_index", "custom.vehicle", ["indexes"], nil),
    Outcome("add_rule", "custom.vehicle", ["rules", "custom.sold_lent", "field"], "custom.lent"),
    Outcome("remove_rule", "custom.vehicle", ["rules"], nil),
    Outcome("add_overlap", "custom.vehicle", ["overlaps", "custom.lent_twice", "key"], ["custom.keeper"]),
    Outcome("remove_overlap", "custom.vehicle", ["overlaps"], nil),
    Outcome("retire_field", "custom.vehicle", ["fields", "custom.note", "is_retired"], true),
    Outcome("restore_field", "custom.vehicle", ["fields", "custom.note", "is_retired"], nil),
    Outcome("remove_field", "custom.vehicle", ["fields", "custom.note"], nil),
    Outcome("add_entity", "custom.stay", ["fields", "custom.vehicle", "relationship", "on_delete"], "cascade"),
    Outcome("set_entity", "custom.stay", ["history", "follows"], "custom.state"),
    Outcome("rename_entity", "custom.vehicle_stay", ["title"], ["custom.state"]),
    Outcome("retire_entity", "custom.vehicle_stay", ["is_retired"], true),
    Outcome("restore_entity", "custom.vehicle_stay", ["is_retired"], nil),
    Outcome("remove_entity", "custom.vehicle_stay", [], nil),
    Outcome("switch_off_module", "case", ["is_retired"], true),
    Outcome("switch_on_module", "case", ["is_retired"], nil),
    Outcome("remove_module", "case", [], nil),
  ]

  private static let options = ["fields", "custom.state", "type", "options"]

  @Test func `does what the examples of the document say, and nothing in a dry run`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    let lines = try ProjectDocument("SchemaFiles.md").block(after: "An example of each").split(separator: "\n")
    #expect(lines.count == Self.outcomes.count)
    for (line, outcome) in zip(lines, Self.outcomes) {
      #expect(line.hasPrefix("{ \"\(outcome.verb)\": "))
      try bench.file("change.json", "{\"changes\": [\(line)]}")
      let before = await bench.run("schema", "@a.crm", "--json").output
      let trial = await bench.run("schema", "apply", "@a.crm", "@change.json", "--dry-run")
      #expect(trial.code == 0, "\(trial.errors)")
      #expect(await bench.run("schema", "@a.crm", "--json").output == before)
      let made = await bench.run("schema", "apply", "@a.crm", "@change.json", "--losing")
      #expect(made.code == 0, "\(made.errors)")
      let after = try JSONValue(parsing: await bench.run("schema", "@a.crm", "--json").output)
      #expect(look(after, ["entities", outcome.entity] + outcome.path) == outcome.value, "\(outcome.verb)")
    }
  }

  @Test func `may use every change that the document lists`() throws {
    let rows = try ProjectDocument("SchemaFiles.md").text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let listed = rows.flatMap { row -> [String] in
      let cell = row.split(separator: "|").first ?? ""
      return cell.split(separator: "`").map(String.init).filter { $0.contains("_") }
    }
    #expect(Set(listed) == Set(Self.outcomes.map(\.verb)))
  }

  @Test func `takes away what is null in it`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file(
      "change.json",
      """
      {"changes": [
        {"add_field": {"entity": "account", "field": {"name": "tier", "type": "text", "help": "How dear", "default_value": "'low'",
          "personal_data": "behaviour", "sensitivity": "restricted", "hints": {"column": "1"}}}},
        {"set_field": {"entity": "account", "field": "tier", "help": null, "default_value": null, "personal_data": null,
          "sensitivity": null, "hints": null}},
        {"set_entity": {"entity": "account", "help": "Who may buy", "hints": {"icon": "firm"}}},
        {"set_entity": {"entity": "account", "help": null, "hints": null}}
      ]}
      """)
    let made = await bench.run("schema", "apply", "@a.crm", "@change.json")
    #expect(made.code == 0, "\(made.errors)")
    let account = try JSONValue(parsing: await bench.run("schema", "@a.crm", "account", "--json").output)
    #expect(account["help"] == nil && account["hints"] == nil)
    let field = try #require(look(account, ["fields", "custom.tier"])?.objectValue)
    #expect(Set(field.keys) == ["name", "number", "type", "label"])
  }

  @Test func `loses values only if that is said`() async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file(
      "add.json", #"{"changes": [{"add_field": {"entity": "account", "field": {"name": "tier", "type": "text"}}}]}"#)
    try bench.file("remove.json", #"{"changes": [{"remove_field": {"entity": "account", "field": "tier"}}]}"#)
    #expect(await bench.run("schema", "apply", "@a.crm", "@add.json").code == 0)
    let refused = await bench.run("schema", "apply", "@a.crm", "@remove.json")
    #expect(refused.code == 1)
    #expect(
      refused.errors
        == "crm: the changes may lose values, `--losing` lets them go: "
        + "lossy: remove field account.custom.tier (all its values are lost)\n")
    #expect(await bench.run("schema", "@a.crm", "account").output.contains("custom.tier"))
    #expect(await bench.run("schema", "apply", "@a.crm", "@remove.json", "--losing").code == 0)
    #expect(!(await bench.run("schema", "@a.crm", "account").output.contains("custom.tier")))
  }

  @Test(arguments: [
    (
      #"{"add_field": {"entity": "account", "field": {"name": "x", "type": "text", "is_requierd": true}}}"#,
      "field: unknown key `is_requierd`"
    ),
    (
      #"{"add_field": {"entity": "account", "field": {"name": "x", "type": {"type": "text", "length": 3}}}}"#,
      "field.type: unknown key `length`"
    ),
    (
      #"{"add_entity": {"entity": {"name": "x", "fields": [{"name": "y", "type": "text", "helf": "z"}]}}}"#,
      "entity.fields[0]: unknown key `helf`"
    ),
    (#"{"set_field": {"entity": "account", "field": "name", "sensitivity": "secret"}}"#, "set_field.sensitivity: "),
    (
      #"{"set_field": {"entity": "account", "field": "name", "default_value": "silver"}}"#,
      "set_field.default_value: bad_default"
    ),
    (#"{"set_entity": {"entity": "account", "label": "Firm"}}"#, "set_entity: unknown key `label`"),
    (#"{"order_options": {"entity": "account", "field": "type", "options": "other"}}"#, "order_options.options"),
    (#"{"add_option": {"entity": "account", "field": "type", "option": {"cod": "x"}}}"#, "unknown key `cod`"),
    (#"{"add_overlap": {"entity": "account"}}"#, "add_overlap: no `overlap`"),
  ])
  func `is refused where a part of it is misspelled`(_ change: String, _ part: String) async throws {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm")
    try bench.file("change.json", "{\"changes\": [\(change)]}")
    let run = await bench.run("schema", "apply", "@a.crm", "@change.json")
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("crm: \(bench.path("change.json")): changes[0]."))
    #expect(run.errors.contains(part), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  /// Follows keys; in a list, the name or code of one of its members, which may be a code alone.
  private func look(_ value: JSONValue?, _ path: [String]) -> JSONValue? {
    guard let first = path.first else { return value }
    let next: JSONValue?
    if let list = value?.arrayValue {
      next = list.first { [$0["name"], $0["code"], $0].contains(.string(first)) }
    } else {
      next = value?[first]
    }
    return next.flatMap { look($0, Array(path.dropFirst())) }
  }
}

private struct Outcome: Sendable {
  let verb: String
  let entity: String
  let path: [String]
  let value: JSONValue?

  init(_ verb: String, _ entity: String, _ path: [String], _ value: JSONValue?) {
    (self.verb, self.entity, self.path, self.value) = (verb, entity, path, value)
  }
}
