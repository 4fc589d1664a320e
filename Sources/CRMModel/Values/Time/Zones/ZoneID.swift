/// The name of a time zone: an IANA identifier such as `Europe/Madrid`, `UTC`, or a fixed offset such as `+02:00`.
///
/// Only the form is checked; whether the zone exists is for a ``ZoneDatabase`` to say. Names are compared exactly, so
/// two names of one zone are two identifiers.
public struct ZoneID: Hashable, Sendable {
  /// The name.
  public let name: String

  /// Coordinated Universal Time; every database knows it.
  public static let utc = ZoneID(unchecked: "UTC")

  private init(unchecked name: String) { self.name = name }

  /// The offset in seconds east of UTC if the name is `UTC` or a fixed offset `±HH:MM`, else nil.
  var fixedOffset: Int? {
    if self == .utc { return 0 }
    guard let first = name.utf8.first, first == 43 || first == 45 else { return nil }
    var cursor = TimeTextCursor(name, expecting: "an offset")
    guard let offset = try? cursor.offset(allowingSeconds: false), cursor.isAtEnd else { return nil }
    return offset
  }
}

extension ZoneID: TextCodable {
  /// Reads a name: 1...64 of ASCII letters, digits and `/ _ - + . :`, the first of them a letter, `+` or `-`.
  ///
  /// A name that starts with a sign must be an offset `±HH:MM` below 24 hours.
  ///
  /// - Throws: ``ValueError`` with code `unreadable_time`.
  public init(_ text: String) throws(ValueError) {
    let error = ValueError(.unreadableTime, "expected a zone such as Europe/Madrid or +02:00", input: text)
    guard let first = text.utf8.first, text.utf8.count <= 64 else { throw error }
    for byte in text.utf8 {
      switch byte {
      case 65...90, 97...122, 48...57, 47, 95, 45, 43, 46, 58: continue
      default: throw error
      }
    }
    self.init(unchecked: text)
    switch first {
    case 65...90, 97...122: return
    case 43, 45: guard fixedOffset != nil else { throw error }
    default: throw error
    }
  }

  /// The name.
  public var description: String { name }
}
