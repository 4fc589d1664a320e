import CRMModel
import Foundation
import Testing

@Suite struct `The HTTP status of an error` {
  /// The lines of the guide's tables whose second cell is a status: what is told of, and the status.
  static func documented() throws -> [String: Int] {
    var place = URL(fileURLWithPath: #filePath)
    var text: String?
    while text == nil, place.path != "/" {
      place.deleteLastPathComponent()
      let guide = place.appendingPathComponent("Documentation/Guides/ServeJSON.md")
      text = try? String(contentsOf: guide, encoding: .utf8)
    }
    let rows = try #require(text).matches(of: #/(?m)^\| `(\w+)` \| (\d{3}) \|/#)
    return Dictionary(rows.map { (String($0.1), Int($0.2) ?? 0) }, uniquingKeysWith: { _, last in last })
  }

  @Test(arguments: CRMErrorKind.allCases)
  func `is for each kind what the guide says`(_ kind: CRMErrorKind) throws {
    #expect(try Self.documented()[kind.rawValue] == kind.httpStatus)
    #expect(StoreError(kind, "any_code", "").httpStatus == kind.httpStatus)
  }

  @Test func `differs from the kind's for the codes that the guide lists, and no others`() throws {
    let kinds = Set(CRMErrorKind.allCases.map(\.rawValue))
    let codes = try Self.documented().filter { !kinds.contains($0.key) }
    #expect(codes.count == 10)
    for kind in CRMErrorKind.allCases {
      for (code, status) in codes { #expect(StoreError(kind, ErrorCode(code), "").httpStatus == status) }
    }
    let others: [ErrorCode] = [
      .required, .staleRevision, .recordNotFound, .suspended, .tenantsInUse, .readOnly, .tooDeep, .unknownField,
    ]
    for code in others { #expect(StoreError(.conflict, code, "").httpStatus == 409) }
  }

  @Test func `is that of what cannot be read for JSON and for queries`() throws {
    #expect(try #require(throws: JSONError.self) { try JSONValue(parsing: "{") }.httpStatus == 400)
    let tooLarge = try #require(throws: JSONError.self) {
      try JSONValue(parsing: "[1, 2, 3]", limits: JSONLimits(bytes: 4))
    }
    #expect(tooLarge.httpStatus == 413)
    let unread = try #require(throws: (any Error).self) { try Query(text: "select from where") }
    #expect(StoreError(wrapping: unread).httpStatus == 400)
    #expect(ValueError("not_a_number", "digits expected", input: "x").httpStatus == 422)
  }
}
