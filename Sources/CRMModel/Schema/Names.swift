/// What a name of an entity, field, module or index may be.
///
/// A **word** is 1 to 40 ASCII characters: a lower case letter, then lower case letters, digits and single underscores between them.
/// Because upper case is refused there are no twins that differ by case; because only ASCII is accepted there are none that
/// differ by Unicode form. SQL keywords are ordinary words here: no name ever becomes part of an SQL text.
///
/// Names of this library are one word (`contact`), those of a module two (`school.lesson`), those made at run time start with
/// `custom.` (`custom.tier`).
public enum NameGrammar {
  /// The longest word, in characters.
  public static let longestWord = 40

  /// The prefix of everything made at run time.
  public static let customPrefix = "custom"

  /// Whether `text` is a word.
  ///
  /// - Complexity: O(*n*).
  public static func isWord(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, isLetter(first), bytes.count <= longestWord else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      let isUnderscore = byte == UInt8(ascii: "_")
      guard isLetter(byte) || isDigit(byte) || isUnderscore else { return false }
      if isUnderscore, previous == byte { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "_")
  }

  /// Whether `text` is one word, or two joined by a dot.
  ///
  /// - Complexity: O(*n*).
  public static func isQualifiedName(_ text: String) -> Bool {
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return isWord(text) }
    return isWord(text[..<dot]) && isWord(text[text.utf8.index(after: dot)...])
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

/// A name that follows ``NameGrammar`` or will be refused when a schema that uses it is installed.
///
/// Literals cannot throw, so any text makes a name; ``isValid`` says whether it may be used.
public protocol SchemaName: RawRepresentable, Hashable, Sendable, Codable, Comparable, ExpressibleByStringLiteral,
  CustomStringConvertible, CodingKeyRepresentable
where RawValue == String, StringLiteralType == String {
  /// Wraps a text without checking it.
  init(_ rawValue: String)
}

extension SchemaName {
  /// Wraps a text without checking it.
  public init(rawValue: String) { self.init(rawValue) }
  /// Wraps a literal without checking it.
  public init(stringLiteral value: String) { self.init(value) }
  /// The name itself.
  public var description: String { rawValue }
  /// Whether the name follows ``NameGrammar``.
  public var isValid: Bool { NameGrammar.isQualifiedName(rawValue) }
  /// The part before the dot: the module's name, or `custom`; nil for a name of one word.
  public var qualifier: String? { rawValue.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(rawValue[..<$0]) } }
  /// Whether the name was made at run time.
  public var isCustom: Bool { rawValue.hasPrefix("custom.") }
  /// Names order by their bytes.
  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The name of an entity: `contact`, `school.lesson`, `custom.vehicle`.
public struct EntityName: SchemaName {
  /// The name's text.
  public let rawValue: String
  /// Wraps a text without checking it.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The name of a field within its entity: `industry`, `school.licence`, `custom.tier`.
public struct FieldName: SchemaName {
  /// The name's text.
  public let rawValue: String
  /// Wraps a text without checking it.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The name of a module: `sales`, `school`.
public struct ModuleName: SchemaName {
  /// The name's text.
  public let rawValue: String
  /// Wraps a text without checking it.
  public init(_ rawValue: String) { self.rawValue = rawValue }
  /// Whether the name is one word and not reserved.
  public var isValid: Bool { NameGrammar.isWord(rawValue) && rawValue != NameGrammar.customPrefix }
}

/// The name of a command: `move_stage`, `school.book_lesson`.
///
/// Ours are one word, a module's are the module's name and a word.
public struct CommandName: SchemaName {
  /// The name's text.
  public let rawValue: String
  /// Wraps a text without checking it.
  public init(_ rawValue: String) { self.rawValue = rawValue }
}
