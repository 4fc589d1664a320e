/// The byte between two fields of a delimited text file.
///
/// Closed on purpose: a reader asks for one of these four, and a tool can list them.
public enum CSVDelimiter: String, Hashable, Sendable, Codable, CaseIterable {
  /// `,`
  case comma = ","
  /// `;`, usual where the comma is the decimal sign.
  case semicolon = ";"
  /// TAB, U+0009.
  case tab = "\t"
  /// `|`
  case pipe = "|"

  /// The delimiter as the one byte it is in UTF-8.
  public var byte: UInt8 {
    switch self {
    case .comma: 0x2C
    case .semicolon: 0x3B
    case .tab: 0x09
    case .pipe: 0x7C
    }
  }
}
