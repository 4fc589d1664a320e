import CRM
import CRMCommandLine
import Testing

@Suite struct `Answers of the tool` {
  private func bench() async throws -> ToolBench {
    let bench = try ToolBench()
    await bench.run("init", "@a.crm", "--modules", "sales")
    try bench.file(
      "a.csv", "name,employees,annual_revenue,description\nAcme,1200,48000.5,=1+1\nBøvar,7,,\"two\nlines\"\n")
    #expect(await bench.run("import", "@a.crm", "account", "@a.csv").code == 0)
    return bench
  }

  @Test func `line up in tables`() async throws {
    let run = try await bench().run(
      "query", "@a.crm", "select name, employees, annual_revenue, description from account order by name")
    #expect(
      run.output == """
        name   employees  annual_revenue  description
        -----  ---------  --------------  -----------
        Acme       1,200   48,000.50 USD  =1+1
        Bøvar          7                  two lines
        2 rows

        """)
  }

  @Test func `are safe to open in a spreadsheet`() async throws {
    let run = try await bench().run(
      "query", "@a.crm", "select name, employees, description from account order by name", "--format", "csv")
    #expect(run.output == "name,employees,description\r\nAcme,1200,'=1+1\r\nBøvar,7,\"two\nlines\"\r\n")
  }

  @Test func `are records as JSON`() async throws {
    let bench = try await bench()
    let records = await bench.run(
      "query", "@a.crm", "select name, annual_revenue, parent.name from account order by name", "--format", "json")
    let lines = records.lines
    #expect(lines.first == "[" && lines.last == "]" && lines.count == 4)
    #expect(
      lines[1].hasSuffix(
        #","name":"Acme","parent":{"name":null},"annual_revenue":{"amount":"48000.50","currency":"USD"}},"#))
    #expect(lines[2].hasPrefix(#"  {"id":""#))
    #expect(lines[2].hasSuffix(#","name":"Bøvar","parent":{"name":null},"annual_revenue":null}"#))
    let groups = await bench.run(
      "query", "@a.crm", "select name, count() as many from account group by name", "--format", "json")
    #expect(groups.lines[1] == #"  {"name":"Acme","many":1},"#)
    #expect(await bench.run("query", "@a.crm", "select name from contact", "--format", "json").output == "[]\n")
  }

  @Test func `of the schema can be read back`() async throws {
    let bench = try await bench()
    let text = await bench.run("schema", "@a.crm", "account")
    #expect(text.lines.first == "Account (account)")
    #expect(text.lines.contains { $0.hasPrefix("parent ") && $0.contains("reference to account") })
    let json = try JSONValue(parsing: await bench.run("schema", "@a.crm", "account", "--json").output)
    #expect(json["name"] == "account")
    let all = try JSONValue(parsing: await bench.run("schema", "@a.crm", "--json").output)
    #expect(all["entities"]?.arrayValue?.count == 12)
  }

  @Test func `change the schema as a file says`() async throws {
    let bench = try await bench()
    try bench.file(
      "change.json",
      """
      {"changes": [
        {"add_field": {"entity": "account", "field": {"name": "tier", "label": "Tier",
          "type": {"type": "picklist", "options": ["gold", "silver"]}}}},
        {"add_entity": {"entity": {"name": "vehicle", "title": ["custom.plate"], "fields": [
          {"name": "plate", "type": "text", "is_required": true, "is_unique": true},
          {"name": "keeper", "type": {"type": "reference", "targets": ["contact"]},
            "relationship": {"inverse": "custom.vehicles"}}]}}},
        {"relabel_field": {"entity": "account", "field": "industry", "label": "Sector"}}
      ]}
      """)
    let trial = await bench.run("schema", "apply", "@a.crm", "@change.json", "--dry-run")
    #expect(trial.code == 0, "\(trial.errors)")
    #expect(trial.lines.first == "safe: add field account.custom.tier of type picklist")
    #expect(await bench.run("query", "@a.crm", "select custom.tier from account").code == 1)
    #expect(await bench.run("schema", "apply", "@a.crm", "@change.json").code == 0)
    #expect(await bench.run("query", "@a.crm", "select custom.tier from account").lines.last == "2 rows")
    #expect(await bench.run("schema", "@a.crm", "custom.vehicle").lines.contains { $0.hasPrefix("custom.plate") })
    let again = await bench.run("schema", "apply", "@a.crm", "@change.json")
    #expect(again.code == 1)
    #expect(again.errors.contains("name_taken"))
  }

  @Test(arguments: [
    (#"{"change": []}"#, "one key, `changes`"), (#"{"changes": [{"fly": {}}]}"#, "changes[0].fly: no such change"),
    (#"{"changes": [{"add_field": {"entity": "account"}}]}"#, "changes[0].add_field: no `field`"),
    (#"{"changes": [{"retire_field": {"entity": "account", "field": "name", "why": "x"}}]}"#, "unknown key `why`"),
    (
      #"{"changes": [{"add_field": {"entity": "account", "field": {"name": "x", "type": "elephant"}}}]}"#,
      "changes[0].add_field.field"
    ),
  ])
  func `say where a file of changes is wrong`(_ text: String, _ part: String) async throws {
    let bench = try await bench()
    try bench.file("change.json", text)
    let run = await bench.run("schema", "apply", "@a.crm", "@change.json")
    #expect(run.code == 1)
    #expect(run.errors.contains(part), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
