/// The identity of a record of a known entity.
///
/// 64 bits, time-ordered and unique across nodes (see ``RecordIDLayout``); never reused. As text it is a decimal number.
/// Comparing ids of different entities does not compile.
public struct RecordID<E: Entity>: Hashable, Sendable {
  /// The 64 bits. Zero is ``unset``.
  public var rawValue: Int64

  /// Wraps 64 bits that came from the store.
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The value of a required reference that was not given yet; saving it is refused as missing.
  public static var unset: Self { Self(rawValue: 0) }

  /// Whether no record is named yet.
  public var isUnset: Bool { rawValue == 0 }

  /// The same identity, with its entity's name instead of its type.
  public var erased: AnyRecordID { AnyRecordID(entity: E.name, rawValue: rawValue) }

  /// The same identity as a type, if `id` is of this entity.
  public init?(_ id: AnyRecordID) {
    guard id.entity == E.name else { return nil }
    self.init(rawValue: id.rawValue)
  }
}

extension RecordID: Comparable {
  /// Earlier made records come first.
  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension RecordID: CustomStringConvertible, LosslessStringConvertible {
  /// The decimal number.
  public var description: String { String(rawValue) }
  /// Reads a decimal number; nil for anything else.
  public init?(_ description: String) {
    guard let value = Int64(description), value >= 0 else { return nil }
    self.init(rawValue: value)
  }
}

extension RecordID: Codable, CodingKeyRepresentable {
  /// Reads the decimal number from a string, as the JSON of records writes it.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = Self(text) else {
      throw ValueError(.notARecordID, "an id in decimal digits, as a string, expected", input: text)
    }
    self = id
  }

  /// Writes the decimal number as a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The decimal number, as the key of a dictionary.
  public var codingKey: any CodingKey { description.codingKey }
  /// Reads the decimal number from a key; nil for anything else.
  public init?<T: CodingKey>(codingKey: T) { self.init(codingKey.stringValue) }
}

/// The identity of a record together with its entity's name.
public struct AnyRecordID: Hashable, Sendable, CustomStringConvertible {
  /// The entity the record belongs to.
  public var entity: EntityName
  /// The 64 bits of the identity.
  public var rawValue: Int64

  /// Joins a name and 64 bits.
  public init(entity: EntityName, rawValue: Int64) {
    self.entity = entity
    self.rawValue = rawValue
  }

  /// The text form `contact/7218`.
  public var description: String { "\(entity)/\(rawValue)" }

  /// Reads the text form `contact/7218`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let value = Int64(parts[1]), value >= 0 else { return nil }
    let name = EntityName(String(parts[0]))
    guard name.isValid else { return nil }
    self.init(entity: name, rawValue: value)
  }
}

extension AnyRecordID: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = AnyRecordID(text) else {
      throw ValueError("not_a_record_id", "entity/number expected, such as contact/7218", input: text)
    }
    self = id
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
