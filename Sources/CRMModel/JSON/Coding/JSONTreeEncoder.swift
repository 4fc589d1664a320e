/// Writes something `Codable` as a JSON value, keys in the order of their bytes.
///
/// As ``JSONTreeDecoder`` it is for what the library keeps for itself, and because Foundation's encoder took more than a quarter of the time
/// in which a new store is opened.
package struct JSONTreeEncoder: Encoder {
  private let place: JSONPlace

  package var codingPath: [any CodingKey] { [] }
  package var userInfo: [CodingUserInfoKey: Any] { [:] }

  fileprivate init(_ place: JSONPlace) { self.place = place }

  /// Writes a value.
  ///
  /// - Throws: `EncodingError` for a floating point number that is not finite, and what the type's own writing throws.
  package static func encode(_ value: some Encodable) throws -> JSONValue {
    let place = JSONPlace()
    try value.encode(to: JSONTreeEncoder(place))
    return place.value
  }

  package func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    place.becomeObject()
    return KeyedEncodingContainer(JSONMemberWriter(place: place))
  }

  package func unkeyedContainer() -> any UnkeyedEncodingContainer {
    place.becomeArray()
    return JSONElementWriter(place: place)
  }

  package func singleValueContainer() -> any SingleValueEncodingContainer { JSONScalarWriter(place: place) }
}

/// Where a value comes to stand. `Encodable` hands out containers that are written to later, so a place has an identity.
private final class JSONPlace {
  enum Content {
    case scalar(JSONValue)
    case array([Part])
    case object([(key: String, part: Part)])
  }

  /// A part that is written, or one that may yet be written to.
  enum Part {
    case value(JSONValue)
    case place(JSONPlace)

    var value: JSONValue {
      switch self {
      case .value(let value): value
      case .place(let place): place.value
      }
    }
  }

  private(set) var content = Content.scalar(.null)

  /// The value that was written, with its parts.
  var value: JSONValue {
    switch content {
    case .scalar(let value): value
    case .array(let parts): .array(parts.map(\.value))
    case .object(let members):
      .object(
        JSONObject(
          distinct: members.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, $0.part.value) }))
    }
  }

  func write(_ value: JSONValue) { content = .scalar(value) }

  /// Asking for a second container of the same kind continues the first.
  func becomeObject() {
    if case .object = content { return }
    content = .object([])
  }

  func becomeArray() {
    if case .array = content { return }
    content = .array([])
  }

  var count: Int { if case .array(let parts) = content { parts.count } else { 0 } }

  func append(_ part: Part) {
    guard case .array(var parts) = content else { return }
    content = .scalar(.null)
    parts.append(part)
    content = .array(parts)
  }

  /// Puts a part under a key, instead of one that it had.
  func set(_ key: String, _ part: Part) {
    guard case .object(var members) = content else { return }
    content = .scalar(.null)
    if let index = members.firstIndex(where: { $0.key == key }) { members.remove(at: index) }
    members.append((key, part))
    content = .object(members)
  }
}

/// Writes an object's members.
private struct JSONMemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let place: JSONPlace

  var codingPath: [any CodingKey] { [] }

  private func member(_ key: some CodingKey) -> JSONPlace {
    let member = JSONPlace()
    place.set(key.stringValue, .place(member))
    return member
  }

  private func set(_ key: Key, _ value: JSONValue) { place.set(key.stringValue, .value(value)) }

  func encodeNil(forKey key: Key) { set(key, .null) }

  func encode(_ value: String, forKey key: Key) { set(key, .string(value)) }

  func encode(_ value: Bool, forKey key: Key) { set(key, .bool(value)) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try set(key, JSONTreeEncoder.encode(value))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    JSONTreeEncoder(member(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    JSONTreeEncoder(member(key)).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONTreeEncoder(member(JSONSuperKey())) }

  func superEncoder(forKey key: Key) -> any Encoder { JSONTreeEncoder(member(key)) }
}

/// The key under which a class keeps what its superclass writes.
private struct JSONSuperKey: CodingKey {
  var stringValue: String { "super" }
  var intValue: Int? { nil }

  init() {}
  init?(stringValue: String) { nil }
  init?(intValue: Int) { nil }
}

/// Writes an array's values one after another.
private struct JSONElementWriter: UnkeyedEncodingContainer {
  let place: JSONPlace

  var codingPath: [any CodingKey] { [] }
  var count: Int { place.count }

  private func element() -> JSONPlace {
    let element = JSONPlace()
    place.append(.place(element))
    return element
  }

  func encodeNil() { place.append(.value(.null)) }

  func encode<T: Encodable>(_ value: T) throws { try place.append(.value(JSONTreeEncoder.encode(value))) }

  func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    JSONTreeEncoder(element()).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { JSONTreeEncoder(element()).unkeyedContainer() }

  func superEncoder() -> any Encoder { JSONTreeEncoder(element()) }
}

/// Writes one value.
private struct JSONScalarWriter: SingleValueEncodingContainer {
  let place: JSONPlace

  var codingPath: [any CodingKey] { [] }

  private func write(_ value: some BinaryInteger) { place.write(.number(JSONNumber(checked: String(value)))) }

  func encodeNil() { place.write(.null) }
  func encode(_ value: Bool) { place.write(.bool(value)) }
  func encode(_ value: String) { place.write(.string(value)) }

  func encode(_ value: Double) throws {
    guard let number = JSONNumber(value) else {
      throw EncodingError.invalidValue(
        value, EncodingError.Context(codingPath: [], debugDescription: "JSON has only finite numbers"))
    }
    place.write(.number(number))
  }

  func encode(_ value: Float) throws { try encode(Double(value)) }
  func encode(_ value: Int) { write(value) }
  func encode(_ value: Int8) { write(value) }
  func encode(_ value: Int16) { write(value) }
  func encode(_ value: Int32) { write(value) }
  func encode(_ value: Int64) { write(value) }
  func encode(_ value: UInt) { write(value) }
  func encode(_ value: UInt8) { write(value) }
  func encode(_ value: UInt16) { write(value) }
  func encode(_ value: UInt32) { write(value) }
  func encode(_ value: UInt64) { write(value) }
  func encode<T: Encodable>(_ value: T) throws { try value.encode(to: JSONTreeEncoder(place)) }
}
