/// A company's name in parts.
struct CompanyName: Hashable, Sendable {
  /// What people call it: `Alderbrook`.
  let short: String
  /// With trade and legal form: `Alderbrook Systems Ltd`.
  let full: String

  /// Makes up a name.
  init(_ culture: NameCulture, _ chance: inout WorldChance) {
    let joiner = culture.joiner
    switch chance.below(20) {
    case 0..<12: short = chance.pick(culture.heads) + chance.pick(culture.tails)
    case 12..<15: short = chance.pick(culture.family)
    case 15..<18:
      let first = chance.pick(culture.family)
      short = first + joiner + culture.and + joiner + chance.pick(culture.family)
    // Quotes and commas are what readers of delimited text stumble over.
    case 18: short = "\"" + chance.pick(culture.heads) + chance.pick(culture.tails) + "\""
    default: short = chance.pick(culture.heads) + joiner + chance.pick(culture.places.map(\.city))
    }
    var parts = [short]
    if !chance.happens(80) { parts.append(chance.pick(culture.trades)) }
    if chance.happens(700) { parts.append(chance.pick(culture.legalForms)) }
    full = parts.joined(separator: joiner)
  }
}
