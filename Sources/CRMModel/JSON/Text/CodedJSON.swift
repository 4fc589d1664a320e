/// A JSON value inside something that is `Codable`.
///
/// Numbers pass as whole numbers where they are, else as the nearest floating point number; the order of keys is the coder's.
package struct CodedJSON: Hashable, Sendable {
  /// The value.
  package let value: JSONValue

  /// Wraps a value.
  package init(_ value: JSONValue) { self.value = value }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension CodedJSON: Encodable {
  package func encode(to encoder: any Encoder) throws {
    switch value {
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let flag):
      var container = encoder.singleValueContainer()
      try container.encode(flag)
    case .number(let number):
      var container = encoder.singleValueContainer()
      if let whole = Int64(number.text) {
        try container.encode(whole)
      } else {
        guard let real = number.double else { throw ValueError.outOfRange("a number that can be written expected") }
        try container.encode(real)
      }
    case .string(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .array(let values):
      var container = encoder.unkeyedContainer()
      for value in values { try container.encode(CodedJSON(value)) }
    case .object(let object):
      var container = encoder.container(keyedBy: Key.self)
      for member in object.members {
        try container.encode(CodedJSON(member.value), forKey: Key(stringValue: member.key))
      }
    }
  }
}

extension CodedJSON: Decodable {
  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      var object = JSONObject()
      for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
        object.append(key.stringValue, try container.decode(CodedJSON.self, forKey: key).value)
      }
      value = .object(object)
    } else if var container = try? decoder.unkeyedContainer() {
      var values: [JSONValue] = []
      while !container.isAtEnd { values.append(try container.decode(CodedJSON.self).value) }
      value = .array(values)
    } else {
      value = try CodedJSON.single(decoder.singleValueContainer())
    }
  }

  private static func single(_ container: any SingleValueDecodingContainer) throws -> JSONValue {
    if container.decodeNil() { return .null }
    if let flag = try? container.decode(Bool.self) { return .bool(flag) }
    if let whole = try? container.decode(Int64.self) { return .number(JSONNumber(whole)) }
    if let real = try? container.decode(Double.self), let number = JSONNumber(real) { return .number(number) }
    return .string(try container.decode(String.self))
  }
}
