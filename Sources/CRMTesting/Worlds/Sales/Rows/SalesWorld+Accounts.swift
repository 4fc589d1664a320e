extension SalesWorld {
  /// What deals and contacts need to know of an account.
  struct AccountCore {
    let rank: Int
    let culture: NameCulture
    let name: CompanyName
    /// How many people work there, whether somebody has typed it in or not.
    let employees: Int
    /// Who looks after it, whether that was typed in or not.
    let seller: Int
    /// Goes on where the core ends.
    var chance: WorldChance
  }

  func accountCore(_ place: Int) -> AccountCore {
    var chance = WorldChance(seed, .accounts, place)
    let rank = accountOrder.rank(ofPlace: place)
    let culture = NameCulture.choose(&chance)
    let name = CompanyName(culture, &chance)
    // The greatest have 16,000, half have less than 20.
    let usual = 16_000 * 1_000 / (1_000 + rank * 2_000_000 / accountOrder.count) + 3
    let employees = usual * chance.within(60...160) / 100 + 1
    return AccountCore(
      rank: rank, culture: culture, name: name, employees: employees, seller: seller(&chance), chance: chance)
  }

  /// The place of somebody who sells, some more than others.
  func seller(_ chance: inout WorldChance) -> Int { sellers[sellerOrder.place(ofRank: sellerChoice.rank(&chance))] }

  /// Who owns what a user looks after: he does, or nobody.
  func owner(_ seller: Int, _ chance: inout WorldChance) -> Int? {
    chance.happens(shape.recordsWithoutOwner) ? nil : seller
  }

  func account(at place: Int) -> AccountRow {
    let twin = original(of: place)
    let core = accountCore(place)
    // What two rows of one company have in common: its name and where it is.
    let company = twin.map(accountCore) ?? core
    var chance = core.chance
    let (culture, name) = (company.culture, typedName(company.name, place, isTwin: twin != nil))
    let home =
      culture.places.isEmpty ? NameCulture.Place("", "", "") : culture.places[company.rank % culture.places.count]
    let isMissing = (0..<5).map { _ in chance.happens(shape.detailsMissing) }
    return AccountRow(
      place: place, number: RowKey.account(place), name: name, cleanName: company.name.full, duplicateOf: twin,
      kind: kind(&chance), industry: isMissing[0] ? nil : industry(&chance),
      employees: isMissing[1] ? nil : core.employees,
      annualRevenue: isMissing[2] ? nil : core.employees * chance.within(80...250) * 1_000,
      yearEstablished: isMissing[3] ? nil : 2_020 - chance.low(0...120), parent: parent(core, place, &chance),
      phone: isMissing[4] ? nil : Telephone.number(culture, &chance),
      website: website(company, twin ?? place, &chance),
      street: "\(chance.pick(culture.streets)) \(chance.low(1...180))", city: home.city, region: home.region,
      postalCode: home.postal + RowKey.digits(chance.below(100), 2),
      country: chance.happens(shape.dirtyCodes)
        ? chance.pick(culture.countryNames) : culture.countryNames.first ?? "", owner: owner(core.seller, &chance))
  }

  /// The account that a place holds once more; nil for most places.
  private func original(of place: Int) -> Int? {
    guard let other = twin(place), twin(other) == nil else { return nil }
    return other
  }

  private func twin(_ place: Int) -> Int? {
    var chance = WorldChance(seed, .duplicates, place)
    guard chance.happens(shape.duplicateAccounts) else { return nil }
    let other = chance.below(accountOrder.count)
    return other == place ? nil : other
  }

  private func typedName(_ name: CompanyName, _ place: Int, isTwin: Bool) -> String {
    var chance = WorldChance(seed, .accountDirt, place)
    let isDirty = chance.happens(shape.dirtyNames)
    // Whoever types a company in again mostly leaves out what it does, or types it otherwise.
    if isTwin {
      return chance.happens(300) && name.short != name.full ? name.short : NameDirt.soiled(name.full, &chance)
    }
    if isDirty { return NameDirt.soiled(name.full, &chance) }
    return chance.happens(shape.emojiNames) ? "\(name.full) \(chance.pick(TradeWords.emoji))" : name.full
  }

  private func kind(_ chance: inout WorldChance) -> String {
    switch chance.below(100) {
    case ..<60: "customer"
    case ..<92: "prospect"
    case ..<97: "partner"
    default: "other"
    }
  }

  private func industry(_ chance: inout WorldChance) -> String {
    chance.happens(shape.dirtyCodes)
      ? chance.pick(TradeWords.soiledIndustries) : chance.pickEarly(TradeWords.industries)
  }

  /// A greater company, so that no company owns itself, however long the chain.
  private func parent(_ core: AccountCore, _ place: Int, _ chance: inout WorldChance) -> Int? {
    guard chance.happens(80), core.rank >= 4 else { return nil }
    return accountOrder.place(ofRank: chance.below(core.rank / 4))
  }

  private func website(_ company: AccountCore, _ place: Int, _ chance: inout WorldChance) -> String? {
    chance.happens(shape.detailsMissing) ? nil : "https://www.\(domain(company, place))"
  }

  /// A domain that nobody can register (RFC 2606).
  func domain(_ company: AccountCore, _ place: Int) -> String {
    let word = PlainLetters.address(company.name.short)
    return (word.isEmpty ? "company\(place + 1)" : String(word.prefix(40))) + ".example"
  }
}

/// Numbers of telephones.
enum Telephone {
  /// A number, from abroad or as it is dialled in the country.
  static func number(_ culture: NameCulture, _ chance: inout WorldChance) -> String {
    let area = String(chance.within(20...99))
    let line = RowKey.digits(chance.below(10_000_000), 7)
    switch chance.below(10) {
    case 0: return "0\(area)/\(line)"
    case 1: return "(0\(area)) \(line.prefix(3))-\(line.suffix(4))"
    case 2: return "00\(culture.callingCode)\(area)\(line)"
    default: return "+\(culture.callingCode) \(area) \(line)"
    }
  }
}
