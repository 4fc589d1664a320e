/// A module as a store knows it.
public struct InstalledModule: Hashable, Sendable {
  /// The version whose schema the store has, from 1.
  public var version: Int
  /// Whether records may be written only together with the module's code.
  public var requiresCode: Bool
  /// What was retired when the module was switched off, to be restored when it is switched on; nil for a module that is on.
  public var switchedOff: SwitchedOff?

  /// Describes a module that is on.
  public init(version: Int, requiresCode: Bool = false) {
    self.version = version
    self.requiresCode = requiresCode
  }

  /// Whether it is switched off: its entities and fields are not offered, their data are kept, and opening a store with its code does
  /// not change that.
  public var isOff: Bool { switchedOff != nil }

  /// The entities and fields that switching a module off retired.
  public struct SwitchedOff: Hashable, Sendable, Codable {
    /// Entities, by their numbers.
    public var entities: [Int32]
    /// Fields, by their numbers.
    public var fields: [Int32]

    /// Notes what was retired.
    public init(entities: [Int32], fields: [Int32]) {
      self.entities = entities
      self.fields = fields
    }
  }
}

extension InstalledModule: Codable {
  private enum CodingKeys: String, CodingKey {
    case version
    case requiresCode = "requires_code"
    case switchedOff = "switched_off"
  }

  /// Reads a module; one that needs no code and is on may be its version alone.
  public init(from decoder: any Decoder) throws {
    if let version = try? decoder.singleValueContainer().decode(Int.self) {
      self.init(version: version)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      version: try container.decode(Int.self, forKey: .version),
      requiresCode: try container.decodeIfPresent(Bool.self, forKey: .requiresCode) ?? false)
    switchedOff = try container.decodeIfPresent(SwitchedOff.self, forKey: .switchedOff)
  }

  /// Writes a module; one that needs no code and is on as its version alone.
  public func encode(to encoder: any Encoder) throws {
    if !requiresCode, switchedOff == nil {
      var container = encoder.singleValueContainer()
      return try container.encode(version)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(version, forKey: .version)
    if requiresCode { try container.encode(requiresCode, forKey: .requiresCode) }
    try container.encodeIfPresent(switchedOff, forKey: .switchedOff)
  }
}
