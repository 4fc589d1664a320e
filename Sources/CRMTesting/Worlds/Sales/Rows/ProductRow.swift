/// A product of a ``SalesWorld``.
public struct ProductRow: Hashable, Sendable {
  /// The place in the table.
  public let place: Int
  /// What people call it.
  public let name: String
  /// The code, unique.
  public let code: String
  /// The group of products it belongs to.
  public let family: String
  /// What one unit is sold for, in whole units of the currency.
  public let unitPrice: Int
  /// What one unit costs, in whole units of the currency.
  public let costPrice: Int
  /// What one unit is.
  public let unitOfMeasure: String
  /// Whether it is offered today.
  public let isActive: Bool
  let size: Size

  /// How many of it are bought at once.
  enum Size { case perHead, perTeam, once }

  private static let families: [(name: String, unit: String, prices: ClosedRange<Int>, size: Size)] = [
    ("Seats", "seat", 15...180, .perHead), ("Platform", "package", 4_000...60_000, .once),
    ("Devices", "piece", 400...6_000, .perTeam), ("Services", "day", 900...1_600, .perTeam),
    ("Training", "person", 300...900, .perTeam),
  ]

  /// The products there are.
  static func catalogue(_ count: Int, _ seed: UInt64) -> [ProductRow] {
    let words = ["Basic", "Plus", "Pro", "Advanced", "Special", "Flex", "Max", "Lite"]
    return (0..<min(count, 200)).map { place in
      var chance = WorldChance(seed, .products, place)
      let family = families[place % families.count]
      let price = chance.low(family.prices)
      let number = place / families.count
      let word = words[number % words.count]
      let series = number < words.count ? "" : " \(number / words.count + 1)"
      return ProductRow(
        place: place, name: "\(family.name) \(word)\(series)", code: "P-\(RowKey.digits(place + 1, 3))",
        family: family.name, unitPrice: price, costPrice: price * chance.within(35...80) / 100,
        unitOfMeasure: family.unit, isActive: place < families.count || !chance.happens(100), size: family.size)
    }
  }
}
