import CRMModel
import CRMSales

extension SalesWorld {
  func opportunity(at place: Int) -> OpportunityRow {
    var chance = WorldChance(seed, .deals, place)
    let site = chance.happens(shape.dealsWithoutAccount) ? nil : accountOrder.place(ofRank: accountChoice.rank(&chance))
    let account = site.map(accountCore)
    let product = catalogue[productChoice.rank(&chance)]
    let kind = kind(&chance)
    let (quantity, worth) = worth(of: product, account?.employees ?? 6, &chance)
    let other = seller(&chance)
    let seller = chance.happens(300) ? other : account?.seller ?? other
    let course = course(worth, kind, people[seller], &chance)
    let isClosed = course.stage.isClosed
    let clean = title(kind, product, quantity, account, course.opening)
    let isDirty = chance.happens(shape.dirtyNames)
    let contact = site.map { $0 * SalesWorld.contactsOfEach + chance.below(SalesWorld.contactsOfEach) }
    return OpportunityRow(
      place: place, number: RowKey.opportunity(place), name: isDirty ? NameDirt.soiled(clean, &chance) : clean,
      isDirty: isDirty, account: site, contact: chance.happens(shape.dealsWithoutContact) ? nil : contact,
      owner: owner(seller, &chance),
      product: chance.happens(shape.dealsWithoutProduct) ? nil : product.place, kind: kind, stage: course.stage,
      probability: isClosed ? course.stage.probability : belief(course.stage, &chance),
      amount: amount(worth, isClosed: isClosed, &chance),
      openedOn: CalendarDate(daysSinceEpoch: course.opening) ?? shape.today,
      closeDate: closeDate(course, isClosed: isClosed, &chance), leadSource: chance.pickEarly(TradeWords.leadSources),
      nextStep: isClosed || chance.happens(300) ? nil : chance.pick(TradeWords.nextSteps),
      lossReason: course.stage.name == "Lost" && !chance.happens(250) ? chance.pickEarly(TradeWords.lossReasons) : nil)
  }

  /// When a deal was opened, when it is decided, and how far it has come by today.
  private struct Course {
    let opening: Int
    let decision: Int
    let stage: StageRow
  }

  private func course(
    _ worth: Int, _ kind: OpportunityKind, _ seller: UserRow, _ chance: inout WorldChance
  ) -> Course {
    let calendar = DealCalendar(shape: shape)
    let today = Int(shape.today.daysSinceEpoch)
    let opening = calendar.opening(&chance)
    let decision = calendar.decision(after: opening, amount: worth, &chance)
    if decision < today {
      let usual = kind == .renewal ? 800 : kind == .existingBusiness ? 560 : 380
      let isWon = chance.happens(min(max(usual + seller.skill, 50), 950))
      return Course(opening: opening, decision: decision, stage: StageRow.standard[isWon ? 4 : 5])
    }
    let progress = (today - opening) * 100 / max(decision - opening, 1) + chance.within(-15...15)
    let step = progress < 20 ? 0 : progress < 45 ? 1 : progress < 75 ? 2 : 3
    return Course(opening: opening, decision: decision, stage: StageRow.standard[step])
  }

  private func kind(_ chance: inout WorldChance) -> OpportunityKind {
    switch chance.below(100) {
    case ..<50: .newBusiness
    case ..<85: .existingBusiness
    default: .renewal
    }
  }

  /// How many are bought and for how much together: more by larger companies, with a discount for many.
  private func worth(
    of product: ProductRow, _ employees: Int, _ chance: inout WorldChance
  ) -> (quantity: Int, amount: Int) {
    let root = IntegerRoot.square(employees)
    let quantity =
      switch product.size {
      case .perHead: root * chance.within(1...8) + 1
      case .perTeam: chance.low(1...(root + 4))
      case .once: 1
      }
    let price = product.size == .once ? product.unitPrice * (10 + root) / 20 : product.unitPrice
    let discount = chance.low(0...(quantity > 20 ? 30 : 12))
    return (quantity, max(price * quantity * (100 - discount) / 100, 1))
  }

  /// What is typed in: the exact amount of a decided deal, an estimate of an open one.
  private func amount(_ worth: Int, isClosed: Bool, _ chance: inout WorldChance) -> Int? {
    if chance.happens(shape.dealsWithoutAmount) { return nil }
    if isClosed { return worth }
    var step = 1
    while worth / step >= 100 { step *= 10 }
    return (worth + step / 2) / step * step
  }

  private func closeDate(_ course: Course, isClosed: Bool, _ chance: inout WorldChance) -> CalendarDate? {
    if isClosed { return CalendarDate(daysSinceEpoch: course.decision) }
    if chance.happens(shape.openDealsWithoutCloseDate) { return nil }
    let today = Int(shape.today.daysSinceEpoch)
    let isOverdue = chance.happens(shape.overdueDeals)
    let day = isOverdue ? max(today - 1 - chance.low(0...60), course.opening) : course.decision
    return CalendarDate(daysSinceEpoch: day)
  }

  /// The stage's probability, or in some deals what somebody believes instead.
  private func belief(_ stage: StageRow, _ chance: inout WorldChance) -> Int {
    guard chance.happens(150) else { return stage.probability }
    return min(max(stage.probability + 5 * chance.within(-3...3), 5), 95)
  }

  private func title(
    _ kind: OpportunityKind, _ product: ProductRow, _ quantity: Int, _ account: AccountCore?, _ opening: Int
  ) -> String {
    let customer = account?.name.short ?? "Enquiry"
    switch kind {
    case .renewal: return "\(customer) renewal \(CalendarDate(daysSinceEpoch: opening)?.year ?? 0)"
    case .existingBusiness: return "\(customer), \(quantity) x \(product.name)"
    default: return quantity > 1 ? "\(customer) - \(product.name) (\(quantity))" : "\(customer) - \(product.name)"
    }
  }
}
