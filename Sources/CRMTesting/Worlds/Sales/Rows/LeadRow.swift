public import CRMSales

/// A lead of a ``SalesWorld``.
public struct LeadRow: Hashable, Sendable {
  /// The place in the table.
  public let place: Int
  /// The key by which another import finds the lead again.
  public let key: String
  /// The given name; empty where only the family name is known.
  public let first: String
  /// The family name as it was typed.
  public let last: String
  /// The company as it was typed.
  public let company: String?
  /// How far one has come with the lead.
  public let status: LeadStatus
  /// How promising it is.
  public let rating: LeadRating?
  /// Where it came from.
  public let source: String?
  /// The email address.
  public let email: String?
  /// The main number.
  public let phone: String?
  /// The place of the user who owns it.
  public let owner: Int?
}

extension SalesWorld {
  func lead(at place: Int) -> LeadRow {
    var chance = WorldChance(seed, .leads, place)
    let culture = NameCulture.choose(&chance)
    let (given, family) = (chance.pick(culture.given), chance.pick(culture.family))
    let company = CompanyName(culture, &chance)
    let typed = chance.happens(shape.dirtyNames) ? NameDirt.soiled(company.full, &chance) : company.full
    let isMissing = (0..<4).map { _ in chance.happens(shape.detailsMissing) }
    let mailbox = [PlainLetters.address(given), PlainLetters.address(family)].filter { !$0.isEmpty }
    return LeadRow(
      place: place, key: RowKey.lead(place), first: chance.happens(150) ? "" : given,
      last: chance.happens(shape.dirtyNames) ? NameDirt.soiled(family, &chance) : family,
      company: isMissing[0] ? nil : typed, status: status(&chance),
      rating: isMissing[1] ? nil : LeadRating(rawValue: chance.pickEarly(["cold", "warm", "hot"])),
      source: chance.pickEarly(TradeWords.leadSources),
      email: isMissing[2]
        ? nil : (mailbox.isEmpty ? "lead\(place + 1)" : mailbox.joined(separator: ".")) + "@mail.example",
      phone: isMissing[3] ? nil : Telephone.number(culture, &chance), owner: owner(seller(&chance), &chance))
  }

  private func status(_ chance: inout WorldChance) -> LeadStatus {
    switch chance.below(100) {
    case ..<22: .new
    case ..<42: .working
    case ..<55: .nurturing
    case ..<63: .qualified
    case ..<80: .converted
    default: .disqualified
    }
  }
}
