/// How people, companies and places are called in one part of the world.
struct NameCulture: Sendable {
  /// How many rows in a thousand are from there.
  let share: Int
  let given: [String]
  let family: [String]
  /// Beginnings and ends of a company's own word: `Alder` and `brook`.
  let heads: [String]
  let tails: [String]
  /// What companies do: `Systems`.
  let trades: [String]
  /// `Ltd`.
  let legalForms: [String]
  /// What stands between own word, trade and legal form.
  let joiner: String
  /// `&`, between two partners who have a company together.
  let and: String
  let streets: [String]
  let places: [Place]
  /// The number that calls from abroad begin with.
  let callingCode: String
  /// What people write for the country, the usual way first.
  let countryNames: [String]

  /// A town and the beginning of its postal codes.
  struct Place: Sendable {
    let city: String
    let region: String
    let postal: String

    init(_ city: String, _ region: String, _ postal: String) {
      self.city = city
      self.region = region
      self.postal = postal
    }
  }

  /// The culture of a row.
  static func choose(_ chance: inout WorldChance) -> NameCulture {
    var left = chance.below(shares)
    for culture in all {
      left -= culture.share
      if left < 0 { return culture }
    }
    return english
  }

  private static let shares = all.reduce(0) { $0 + $1.share }

  /// All there are, the most frequent first.
  static let all: [NameCulture] = [
    english, german, spanish, french, nordic, polish, turkish, russian, greek, japanese, chinese, arabic,
  ]
}
