/// Reads something `Codable` from a JSON value.
///
/// Foundation's decoder took a quarter of the time in which a store is opened. This one looks keys up in the value's own members and keeps
/// no path: it is for what the library has written itself, where an error tells the key and what was expected there.
package struct JSONTreeDecoder: Decoder {
  private let value: JSONValue

  package var codingPath: [any CodingKey] { [] }
  package var userInfo: [CodingUserInfoKey: Any] { [:] }

  fileprivate init(_ value: JSONValue) { self.value = value }

  /// Reads a value.
  ///
  /// - Throws: `DecodingError`, and what the type's own reading throws.
  package static func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws -> T {
    try T(from: JSONTreeDecoder(value))
  }

  package func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else { throw JSONTreeDecoder.mismatch(JSONObject.self, value) }
    return KeyedDecodingContainer(JSONMemberReader(object: object))
  }

  package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = value else { throw JSONTreeDecoder.mismatch([JSONValue].self, value) }
    return JSONElementReader(values: values)
  }

  package func singleValueContainer() -> any SingleValueDecodingContainer { JSONScalarReader(value: value) }

  fileprivate static func mismatch<T>(
    _ type: T.Type, _ value: JSONValue, at key: (any CodingKey)? = nil
  ) -> DecodingError {
    let path = key.map { [$0] } ?? []
    let context = DecodingError.Context(codingPath: path, debugDescription: "a value of type \(type) expected")
    return value.isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }
}

/// Reads an object's members by their keys.
///
/// What `Decodable` asks for in fourteen types is one generic function: each type reads itself from its ``JSONScalarReader``.
private struct JSONMemberReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.key) } }

  private func value(_ key: Key) throws -> JSONValue {
    guard let value = object[key.stringValue] else {
      throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: [], debugDescription: "it is missing"))
    }
    return value
  }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    let value = try value(key)
    guard case .string(let text) = value else { throw JSONTreeDecoder.mismatch(type, value, at: key) }
    return text
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try T(from: JSONTreeDecoder(try value(key)))
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    guard let value = object[key.stringValue], !value.isNull else { return nil }
    return try T(from: JSONTreeDecoder(value))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try JSONTreeDecoder(value(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try JSONTreeDecoder(value(key)).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { JSONTreeDecoder(object["super"] ?? .null) }

  func superDecoder(forKey key: Key) throws -> any Decoder { JSONTreeDecoder(try value(key)) }
}

/// Reads an array's values one after another.
private struct JSONElementReader: UnkeyedDecodingContainer {
  let values: [JSONValue]
  var currentIndex = 0

  init(values: [JSONValue]) { self.values = values }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  /// Reads the next value, and goes on only if that could be read.
  private mutating func next<T>(_ read: (JSONValue) throws -> T) throws -> T {
    guard !isAtEnd else { throw JSONTreeDecoder.mismatch(T.self, .null) }
    let result = try read(values[currentIndex])
    currentIndex += 1
    return result
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd else { throw JSONTreeDecoder.mismatch(JSONValue.self, .null) }
    guard values[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next { try T(from: JSONTreeDecoder($0)) } }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try next { try JSONTreeDecoder($0).container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try JSONTreeDecoder($0).unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try next { JSONTreeDecoder($0) } }
}

/// Reads one value.
private struct JSONScalarReader: SingleValueDecodingContainer {
  let value: JSONValue

  var codingPath: [any CodingKey] { [] }

  /// A number that the type has exactly, or, with floating point, nearly.
  private func number<T: LosslessStringConvertible>() throws -> T {
    guard case .number(let number) = value, let result = T(number.text) else {
      throw JSONTreeDecoder.mismatch(T.self, value)
    }
    return result
  }

  func decodeNil() -> Bool { value.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let flag) = value else { throw JSONTreeDecoder.mismatch(type, value) }
    return flag
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = value else { throw JSONTreeDecoder.mismatch(type, value) }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double { try number() }
  func decode(_ type: Float.Type) throws -> Float { try number() }
  func decode(_ type: Int.Type) throws -> Int { try number() }
  func decode(_ type: Int8.Type) throws -> Int8 { try number() }
  func decode(_ type: Int16.Type) throws -> Int16 { try number() }
  func decode(_ type: Int32.Type) throws -> Int32 { try number() }
  func decode(_ type: Int64.Type) throws -> Int64 { try number() }
  func decode(_ type: UInt.Type) throws -> UInt { try number() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try number() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try number() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try number() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try number() }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: JSONTreeDecoder(value)) }
}
