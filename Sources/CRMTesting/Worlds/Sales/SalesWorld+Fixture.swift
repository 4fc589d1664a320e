import CRMModel
import CRMSales
import CRMSecurity

extension SalesWorld {
  /// The whole world as a fixture, for tests with some hundred to ten thousand deals. Needs the module `sales`.
  ///
  ///     let world = SalesWorld(opportunities: 300, seed: 7)
  ///     let workspace = try await Workspace.inMemory(modules: [.sales], fixtures: [world.fixture])
  ///
  /// The stages are those of `SalesModule.standardPipeline`, which is found if it is there. Amounts are in the workspace's
  /// currency. The fixture's name tells size, seed, and what is unusual about the shape, so that two worlds are two fixtures.
  public var fixture: Fixture {
    let world = self
    let parts = ["sales world of \(opportunityCount) deals", "seed \(seed)"] + shape.peculiarities
    return Fixture(parts.joined(separator: ", ")) { tx in
      var records = WorldRecords(world, tx.schema.currency)
      try records.insert(in: tx)
    }
  }
}

extension SalesWorldShape {
  /// What is not as in any world, such as `days 400`, in the order of the properties.
  fileprivate var peculiarities: [String] {
    zip(Mirror(reflecting: self).children, Mirror(reflecting: SalesWorldShape().bounded).children).compactMap {
      own, usual in
      let (name, value) = (own.label ?? "", "\(own.value)")
      return value == "\(usual.value)" ? nil : "\(name) \(value)"
    }
  }
}

/// The records that the rows of a world became.
private struct WorldRecords {
  private let world: SalesWorld
  private let currency: Currency
  private var users: [User.ID] = []
  private var products: [Product.ID] = []
  private var accounts: [Account.ID] = []
  private var contacts: [Contact.ID] = []
  private var stages: [PipelineStage.ID] = []

  private static let batch = 500

  init(_ world: SalesWorld, _ currency: Currency) {
    self.world = world
    self.currency = currency
  }

  mutating func insert(in tx: WriteTransaction) throws {
    stages = try SalesModule.standardPipeline(in: tx).stages.map(\.id)
    // Level by level, because a manager has an id before those who report to him.
    for row in world.users { users.append(try tx.insert(user(row)).id) }
    products = try insert(world.products, tx, product)
    try insertAccounts(in: tx)
    contacts = try insert(world.contacts, tx, contact)
    _ = try insert(world.leads, tx, lead)
    _ = try insert(world.opportunities, tx, opportunity)
  }

  private func insert<Row, E: Entity>(
    _ rows: some Sequence<Row>, _ tx: WriteTransaction, _ record: (Row) throws -> E
  ) throws -> [RecordID<E>] {
    var ids: [RecordID<E>] = []
    var batch: [E] = []
    for row in rows {
      batch.append(try record(row))
      guard batch.count == WorldRecords.batch else { continue }
      ids += try tx.insert(batch).map(\.id)
      batch = []
    }
    return ids + (try tx.insert(batch).map(\.id))
  }

  /// By rank, because the company that owns another is a greater one.
  private mutating func insertAccounts(in tx: WriteTransaction) throws {
    accounts = Array(repeating: .unset, count: world.accounts.count)
    for rank in 0..<world.accounts.count {
      let place = world.accountOrder.place(ofRank: rank)
      accounts[place] = try tx.insert(account(world.account(at: place))).id
    }
  }

  private func owner(_ place: Int?) -> User.ID? { place.map { users[$0] } }

  private func money(_ amount: Int, _ currency: Currency) throws -> Money {
    try Money(exactly: ExactDecimal(amount), currency)
  }

  private func user(_ row: UserRow) throws -> User {
    var user = User()
    (user.displayName, user.email) = (row.displayName, try EmailAddress(row.email))
    (user.title, user.region) = (row.title, row.region.isEmpty ? nil : row.region)
    (user.manager, user.isActive) = (owner(row.manager), row.isActive)
    return user
  }

  private func product(_ row: ProductRow) throws -> Product {
    var product = Product()
    (product.name, product.code, product.family) = (row.name, row.code, row.family)
    product.unitPrice = try money(row.unitPrice, currency)
    product.costPrice = try money(row.costPrice, currency)
    (product.unitOfMeasure, product.isActive) = (row.unitOfMeasure, row.isActive)
    return product
  }

  private func account(_ row: AccountRow) throws -> Account {
    var account = Account()
    (account.name, account.number, account.kind) = (row.name, row.number, row.kind)
    (account.industry, account.employees) = (row.industry, row.employees)
    account.annualRevenue = try row.annualRevenue.map { try money($0, .usd) }
    account.yearEstablished = row.yearEstablished
    account.parent = row.parent.map { accounts[$0] }
    account.phone = try row.phone.map { try PhoneNumber($0) }
    account.website = try row.website.map { try WebAddress($0) }
    account.billingAddress = PostalAddress(
      street: row.street, city: row.city, region: row.region, postalCode: row.postalCode, country: row.country)
    account.owner = owner(row.owner)
    return account
  }

  private func contact(_ row: ContactRow) throws -> Contact {
    var contact = Contact()
    contact.name = PersonName(salutation: row.salutation, first: row.first, last: row.last)
    contact.account = row.account.map { accounts[$0] }
    contact.title = row.title
    contact.email = try row.email.map { try EmailAddress($0) }
    contact.phone = try row.phone.map { try PhoneNumber($0) }
    (contact.leadSource, contact.owner) = (row.leadSource, owner(row.owner))
    return contact
  }

  private func lead(_ row: LeadRow) throws -> Lead {
    var lead = Lead()
    lead.name = PersonName(first: row.first, last: row.last)
    (lead.company, lead.status, lead.rating, lead.source) = (row.company, row.status, row.rating, row.source)
    lead.email = try row.email.map { try EmailAddress($0) }
    lead.phone = try row.phone.map { try PhoneNumber($0) }
    lead.owner = owner(row.owner)
    return lead
  }

  private func opportunity(_ row: OpportunityRow) throws -> Opportunity {
    var deal = Opportunity()
    (deal.name, deal.number, deal.kind) = (row.name, row.number, row.kind)
    deal.account = row.account.map { accounts[$0] }
    deal.contact = row.contact.map { contacts[$0] }
    deal.product = row.product.map { products[$0] }
    let position = row.stage.position - 1
    deal.stage = stages.indices.contains(position) ? stages[position] : nil
    deal.probability = try Percent(ExactDecimal(row.probability))
    deal.amount = try row.amount.map { try money($0, currency) }
    (deal.openedOn, deal.closeDate) = (row.openedOn, row.closeDate)
    (deal.leadSource, deal.nextStep, deal.lossReason) = (row.leadSource, row.nextStep, row.lossReason)
    deal.owner = owner(row.owner)
    return deal
  }
}
