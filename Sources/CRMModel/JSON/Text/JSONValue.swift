/// A JSON value of RFC 8259: exact numbers, ordered keys, no key twice.
///
/// It is what records are written as and read from, without Foundation: its coders pass numbers through a `Double`,
/// forget the order of keys and keep the last of two equal ones.
///
///     let value: JSONValue = ["id": "7218", "tags": ["new", "vip"], "account": .null]
///     value.text()      // {"id":"7218","tags":["new","vip"],"account":null}
///
/// Values are equal if they are written alike, so the order of keys counts and `1.0` is not `1`.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, exactly as it is written.
  case number(JSONNumber)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Values by key, in order.
  case object(JSONObject)

  /// Whether it is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }
  /// The text, if it is a string.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }
  /// The values, if it is an array.
  public var arrayValue: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  /// The object, if it is one.
  public var objectValue: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The value of a key; nil if this is no object or the key is absent.
  ///
  /// - Complexity: O(*n*) in the number of keys.
  public subscript(key: String) -> JSONValue? { objectValue?[key] }
}

// No literal for null: `object["name"] = nil` would be read as either of removing the key and setting it to null.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Values in order.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Values by key; a key given twice keeps its place and the last value.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
