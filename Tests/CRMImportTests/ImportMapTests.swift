import CRMModel
import CRMSecurity
import Foundation
import Testing

@Suite struct `An import map` {
  static let text = """
    {
      "dialect": {
        "encoding": "windows-1252", "delimiter": ";", "decimal_sign": ",", "grouping_sign": ".", "date_order": "dmy"
      },
      "has_header": false, "trim": true, "ignore": ["Notes"],
      "targets": [
        {"entity": "account", "as": "company", "upsert": "name", "unless_empty": ["Company"],
         "keep_existing": true, "fields": [
          {"field": "name", "column": "Company"}
        ]},
        {"entity": "contact", "external_id": {"system": "crm", "column": "ID"}, "skip_empty": true, "fields": [
          {"field": "name.last", "column": "Name", "translate": {"N/A": ""}},
          {"field": "account", "target": "company"},
          {"field": "lead_source", "constant": "fair"},
          {"field": "owner", "column": "Agent",
           "find": {"by": "display_name", "create": true, "set": {"region": "North"}}}
        ]}
      ]
    }
    """

  @Test func `reads and writes the same file`() throws {
    let map = try ImportMap(jsonBytes: Array(Self.text.utf8))
    #expect(map.dialect.encoding == .windows1252)
    #expect(map.targets[0].name == "company")
    #expect(map.targets[1].fields[3].find == ImportFind(by: "display_name", create: true, set: ["region": "North"]))
    #expect(try ImportMap(jsonBytes: Array(JSONEncoder().encode(map))) == map)
  }

  @Test(arguments: [
    (#"{"targets": [{"entity": "a", "colour": 1}]}"#, "targets[0]: unknown key `colour`"),
    (#"{"targets": [{"entity": "a", "fields": [{"field": "b"}]}]}"#, "targets[0].fields[0]: exactly one of"),
    (
      #"{"targets": [{"entity": "a", "fields": [{"field": "b", "column": "c", "find": {}}]}]}"#,
      "exactly one of `by` and `system`"
    ),
    (#"{"dialect": {"delimiter": "x"}, "targets": []}"#, "dialect.delimiter"), (#"{}"#, "no key `targets`"),
    (#"{"targets": [{"entity": "a"}, ]}"#, "json_syntax"),
  ])
  func `says where it is wrong`(_ text: String, _ part: String) throws {
    let error = #expect(throws: StoreError.self) { try ImportMap(jsonBytes: Array(text.utf8)) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}
