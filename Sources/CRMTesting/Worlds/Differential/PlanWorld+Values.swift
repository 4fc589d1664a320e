internal import CRMModel
internal import CRMStorage

extension PlanWorld {
  /// Texts that only some way of comparing tells apart, all in normal form C.
  static let texts = [
    "",
    "a", "A", "á", "Á", "ab", "aB", "abc", "b", "ß", "ss", "q\u{301}", "q", "a b", "%", "_", "a\r\nb", "日本", "\u{FFFD}",
    "\u{1F600}",
  ]
  /// What texts are searched for: parts of the above, half characters among them.
  static let fragments = ["", "a", "A", "á", "b", "ab", "s", "q", "\u{301}", "\n", "\r", "%", "_", "日", "entity"]
  static let wholes: [Int64] = [.min, -1, 0, 1, 2, 3, 9_007_199_254_740_992, 9_007_199_254_740_993, .max]
  static let reals: [Double] = [-1.5, -0.0, 0, 0.5, 1, 2, 9_007_199_254_740_992, 1e300]
  /// From 2023-12-28 on, around the turns of months, quarters and years.
  static let days: [Int64] = [19_719, 19_722, 19_723, 19_782, 19_783, 19_813, 19_814, 20_088, -1, 0]
  static let latitudes: [Double] = [-90, -33.5, 0, 40.4, 40.5, 90]
  static let longitudes: [Double] = [-180, -3.7, 0, 2.2, 151.2, 180]
  static let ids: [Int64] = Array(1...12)

  /// The name of a table's entity.
  static func entityName(_ table: TableID) -> String { "entity\(table)" }

  /// A value for a column, null about one time in four.
  mutating func cell(_ column: Int32) -> Scalar { random.happens(25) ? .null : value(like: column) }

  /// A value such as a column may hold, never null.
  mutating func value(like column: Int32) -> Scalar {
    switch roles[column] ?? .whole {
    case .whole: return .integer(random.pick(Self.wholes) ?? 0)
    case .day: return .integer(random.pick(Self.days) ?? 0)
    case .moment:
      // Half an hour before, at and after midnight UTC of those days.
      let minute: Int64 = 60_000_000
      let offset = random.pick([-30 * minute, 0, 30 * minute, 12 * 60 * minute]) ?? 0
      return .integer((random.pick(Self.days) ?? 0) * 1_440 * minute + offset)
    case .real: return .real(random.pick(Self.reals) ?? 0)
    case .latitude: return .real(random.pick(Self.latitudes) ?? 0)
    case .longitude: return .real(random.pick(Self.longitudes) ?? 0)
    case .text: return .text(random.pick(Self.texts) ?? "")
    case .reference, .anyReference: return .integer(random.happens(10) ? 99 : random.pick(Self.ids) ?? 1)
    case .entityName: return .text(Self.entityName(random.pick(tables)?.id ?? 1))
    }
  }

  /// The kind of a column of the tables there are.
  func kind(_ column: Int32) -> ColumnKind {
    switch roles[column] ?? .whole {
    case .real, .latitude, .longitude: .real
    case .text, .entityName: .text
    default: .integer
    }
  }
}
