import CRM
import CRMTesting

/// The users, accounts and stages of a world as the library's records.
struct ParentRecords: Sendable {
  let users: [User]
  let accounts: [Account]
  let pipeline = Pipeline { $0.name = "Standard" }
  let stages: [PipelineStage]

  init(_ world: PeerWorld) throws {
    users = try world.sales.users.map { row in
      var user = User()
      user.record.id = PeerWorld.user(row.place)
      user.displayName = row.displayName
      user.email = try EmailAddress(row.email)
      user.title = row.title
      user.region = row.region.isEmpty ? nil : row.region
      user.manager = row.manager.map { RecordID(rawValue: PeerWorld.user($0)) }
      user.isActive = row.isActive
      return user
    }
    accounts = world.sales.accounts.map { row in
      var account = Account()
      account.record.id = PeerWorld.account(row.place)
      account.record.owner = row.owner.map { RecordID(rawValue: PeerWorld.user($0)) }
      account.name = row.name
      account.number = row.number
      account.kind = row.kind
      account.industry = row.industry
      account.employees = row.employees
      account.annualRevenue = row.annualRevenue.map { Money(minor: Int64($0) * 100, .usd) }
      account.yearEstablished = row.yearEstablished
      return account
    }
    stages = try world.sales.stages.map { row in
      var stage = PipelineStage()
      stage.record.id = PeerWorld.stage(row.position - 1)
      stage.name = row.name
      stage.position = row.position
      stage.defaultProbability = try Percent(ExactDecimal(row.probability))
      stage.forecastCategory = row.category
      stage.isClosed = row.isClosed
      stage.isWon = row.isWon
      return stage
    }
  }
}

extension Opportunity {
  /// A deal as the library's record.
  init(_ deal: PeerDeal) throws {
    self.init()
    record.id = deal.id
    record.owner = deal.owner.map { RecordID(rawValue: $0) }
    name = deal.name
    number = deal.number
    account = deal.account.map { RecordID(rawValue: $0) }
    amount = deal.amount.map { Money(minor: $0, .usd) }
    stage = RecordID(rawValue: deal.stage)
    probability = try Percent(ExactDecimal(Int(deal.probability)))
    closeDate = deal.closeDate.flatMap { CalendarDate(daysSinceEpoch: Int($0)) }
    openedOn = CalendarDate(daysSinceEpoch: Int(deal.openedOn))
    closedAt = deal.closedAt.flatMap { Instant(microsecondsSinceEpoch: $0) }
    kind = OpportunityKind(rawValue: deal.kind)
    leadSource = deal.leadSource
    nextStep = deal.nextStep
    lossReason = deal.lossReason
  }
}
