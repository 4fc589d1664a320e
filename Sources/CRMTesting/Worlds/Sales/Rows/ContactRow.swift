/// A contact of a ``SalesWorld``.
public struct ContactRow: Hashable, Sendable {
  /// The place in the table.
  public let place: Int
  /// The key by which files refer to the contact.
  public let key: String
  /// Such as `Dr.`; empty for most.
  public let salutation: String
  /// The given name as it was typed.
  public let first: String
  /// The family name as it was typed.
  public let last: String
  /// Whether ``last`` is not written as it should be.
  public let isDirty: Bool
  /// The place of the account.
  public let account: Int?
  /// The job title.
  public let title: String?
  /// The email address.
  public let email: String?
  /// The main number.
  public let phone: String?
  /// Where the contact came from.
  public let leadSource: String?
  /// The place of the user who owns it.
  public let owner: Int?
}

extension SalesWorld {
  /// The contacts that every account has, the first of them at place 2 · the account's place.
  static let contactsOfEach = 2

  func contact(at place: Int) -> ContactRow {
    var chance = WorldChance(seed, .contacts, place)
    let employer =
      place < accountOrder.count * SalesWorld.contactsOfEach
      ? place / SalesWorld.contactsOfEach : accountOrder.place(ofRank: accountChoice.rank(&chance))
    let core = accountCore(employer)
    let culture = chance.happens(850) ? core.culture : NameCulture.choose(&chance)
    let (given, family) = (chance.pick(culture.given), chance.pick(culture.family))
    let isDirty = chance.happens(shape.dirtyNames)
    let isMissing = (0..<4).map { _ in chance.happens(shape.detailsMissing) }
    let words = [PlainLetters.address(given), PlainLetters.address(family)].filter { !$0.isEmpty }
    let mailbox = words.isEmpty ? "office\(place % 100)" : words.joined(separator: ".")
    return ContactRow(
      place: place, key: RowKey.contact(place),
      salutation: chance.happens(120) ? chance.pick(["Dr.", "Mr.", "Ms.", "Prof."]) : "", first: given,
      last: isDirty ? NameDirt.soiled(family, &chance) : family, isDirty: isDirty,
      account: chance.happens(shape.contactsWithoutAccount) ? nil : employer,
      title: isMissing[0] ? nil : chance.pickEarly(TradeWords.jobTitles),
      email: isMissing[1] ? nil : "\(mailbox)@\(domain(core, employer))",
      phone: isMissing[2] ? nil : Telephone.number(culture, &chance),
      leadSource: isMissing[3] ? nil : chance.pickEarly(TradeWords.leadSources),
      owner: owner(chance.happens(700) ? core.seller : seller(&chance), &chance))
  }
}
