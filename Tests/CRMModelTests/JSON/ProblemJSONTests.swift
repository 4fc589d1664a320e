import CRMModel
import Testing

@Suite struct `Problem details` {
  @Test func `tell all that a client needs and no value`() {
    let id = AnyRecordID(entity: "account", rawValue: 7218)
    let violations = [
      Violation(.required, "a value is required", entity: "account", field: "name", index: 2),
      Violation(.notUnique, "the value is taken", entity: "account", field: "number", record: id),
      Violation("engine", "a page is damaged"),
    ]
    var error = StoreError(violations: violations) ?? .cancelled
    error.underlying = "secret"
    error.conflicts = [FieldConflict(field: "industry", current: "secret one", attempted: "secret two")]
    let text = error.problemJSON(types: "https://acme.example/errors/", instance: "/log/7").text()
    #expect(
      text
        == #"{"type":"https://acme.example/errors/required","title":"Unprocessable Content","status":422,"#
        + #""detail":"account.name[2]: required: a value is required (and 2 more)","instance":"/log/7","#
        + #""code":"required","violations":["#
        + #"{"code":"required","entity":"account","field":"name","index":2,"message":"a value is required"},"#
        + #"{"code":"not_unique","entity":"account","field":"number","record":"7218","message":"the value is taken"},"#
        + #"{"code":"engine","message":"a page is damaged"}],"conflicts":["industry"]}"#)
    #expect(!text.contains("secret"))
  }

  @Test func `say when the same request may succeed later`() {
    let text = StoreError(.busy, .suspended, "wait").problemJSON().text()
    #expect(
      text
        == #"{"title":"Service Unavailable","status":503,"detail":"wait","code":"suspended","retryable":true}"#)
  }

  @Test(arguments: [CRMErrorKind.internal, .damaged])
  func `tell of a fault inside only its code`(_ kind: CRMErrorKind) {
    let text = StoreError(kind, .inputOutput, "page 7 of /var/lib/acme.crm").problemJSON().text()
    #expect(text == #"{"title":"Internal Server Error","status":500,"code":"io_error"}"#)
  }

  @Test func `have the status that the host chose`() {
    let problem = StoreError(.conflict, .staleRevision, "changed").problemJSON(status: 412)
    #expect(problem["status"] == 412)
    #expect(problem["title"] == "Precondition Failed")
    #expect(StoreError(.conflict, .staleRevision, "changed").problemJSON(status: 418)["title"] == nil)
  }

  @Test(arguments: CRMErrorKind.allCases)
  func `have a title for each kind`(_ kind: CRMErrorKind) {
    #expect(StoreError(kind, "any_code", "").problemJSON()["title"]?.stringValue?.isEmpty == false)
  }
}
