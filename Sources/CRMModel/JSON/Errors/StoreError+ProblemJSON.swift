extension StoreError {
  /// The error as problem details of RFC 9457, to be sent as `application/problem+json`.
  ///
  ///     {"title":"Unprocessable Content","status":422,"detail":"account.name: required: …","code":"required",
  ///      "violations":[{"code":"required","entity":"account","field":"name","index":0,"message":"…"}]}
  ///
  /// Beside the members of the RFC there are `code`, for programs; `retryable`, if the same request may succeed later;
  /// `violations`, all of them; and `conflicts`, the fields in which a stale change differs from the record. It quotes no customer data: no value
  /// of a field, and nothing of ``underlying``. Of a fault inside the store only the code is told.
  ///
  /// - Parameters:
  ///   - status: What is answered; nil for ``CRMError/httpStatus``.
  ///   - types: What a code is put behind to make the `type`, such as `https://acme.example/errors/`; nil for no `type`.
  ///   - instance: What tells this occurrence from others, such as the path of a log entry.
  public func problemJSON(status: Int? = nil, types: String? = nil, instance: String? = nil) -> JSONValue {
    let status = status ?? httpStatus
    var members: [(String, JSONValue)] = []
    if let types { members.append(("type", .string(types + code.rawValue))) }
    if let title = HTTPStatuses.title(status) { members.append(("title", .string(title))) }
    members.append(("status", .number(JSONNumber(Int64(status)))))
    if kind != .internal, kind != .damaged { members.append(("detail", .string(message))) }
    if let instance { members.append(("instance", .string(instance))) }
    members.append(("code", .string(code.rawValue)))
    if isRetryable { members.append(("retryable", true)) }
    if !violations.isEmpty { members.append(("violations", .array(violations.map(\.problemJSON)))) }
    if !conflicts.isEmpty {
      members.append(("conflicts", .array(conflicts.map { .string($0.field.rawValue) })))
    }
    return .object(JSONObject(members))
  }
}

extension Violation {
  fileprivate var problemJSON: JSONValue {
    var members: [(String, JSONValue)] = [("code", .string(code.rawValue))]
    if let entity { members.append(("entity", .string(entity.rawValue))) }
    if let field { members.append(("field", .string(field.rawValue))) }
    if let record { members.append(("record", .string(String(record.rawValue)))) }
    if let index { members.append(("index", .number(JSONNumber(Int64(index))))) }
    members.append(("message", .string(message)))
    return .object(JSONObject(members))
  }
}
