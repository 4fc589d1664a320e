/// A user of a ``SalesWorld``.
public struct UserRow: Hashable, Sendable {
  /// The place in the table.
  public let place: Int
  /// The name; two users may have the same.
  public let displayName: String
  /// The address, unique.
  public let email: String
  /// The job title.
  public let title: String
  /// The region; empty for the head of sales.
  public let region: String
  /// The place of the user this one reports to, a lower one; nil for the head of sales.
  public let manager: Int?
  /// How many are above, 0 for the head of sales.
  public let level: Int
  /// Whether the user still works here.
  public let isActive: Bool
  /// How much better than others the user wins deals, per thousand.
  let skill: Int
}

/// Who reports to whom.
enum SalesOrganisation {
  /// The users from the head of sales down, level by level.
  static func users(_ count: Int, _ seed: UInt64, _ shape: SalesWorldShape) -> [UserRow] {
    var chances: [WorldChance] = []
    var managers: [(place: Int?, level: Int)] = []
    var above = 0..<0
    while managers.count < count {
      let first = managers.count
      let level = first == 0 ? 0 : managers[first - 1].level + 1
      let size = level == 0 ? 1 : min(above.count * shape.spanOfControl, count - first)
      for place in first..<first + size {
        var chance = WorldChance(seed, .users, place)
        managers.append((level == 0 ? nil : above.lowerBound + chance.below(above.count), level))
        chances.append(chance)
      }
      above = first..<first + size
    }
    let leaders = Set(managers.compactMap(\.place))
    var users: [UserRow] = []
    for (place, (manager, level)) in managers.enumerated() {
      let isLeader = leaders.contains(place)
      users.append(user(place, manager.map { users[$0] }, level, isLeader: isLeader, &chances[place]))
    }
    return users
  }

  private static func user(
    _ place: Int, _ manager: UserRow?, _ level: Int, isLeader: Bool, _ chance: inout WorldChance
  ) -> UserRow {
    let culture = NameCulture.choose(&chance)
    let (given, family) = (chance.pick(culture.given), chance.pick(culture.family))
    let words = [PlainLetters.address(given), PlainLetters.address(family), String(place)].filter { !$0.isEmpty }
    let region = level == 1 ? TradeWords.regions[place % TradeWords.regions.count] : manager?.region ?? ""
    return UserRow(
      place: place, displayName: "\(given) \(family)",
      email: (words.count == 1 ? ["user"] + words : words).joined(separator: ".") + "@sales.example",
      title: title(level, isLeader: isLeader, &chance), region: region, manager: manager?.place, level: level,
      isActive: isLeader || !chance.happens(80), skill: chance.within(-120...120))
  }

  private static func title(_ level: Int, isLeader: Bool, _ chance: inout WorldChance) -> String {
    if !isLeader { return chance.pickEarly(["Account executive", "Sales representative", "Inside sales"]) }
    return switch level {
    case 0: "Head of sales"
    case 1: "Vice president sales"
    case 2: "Regional director"
    default: "Sales manager"
    }
  }
}
