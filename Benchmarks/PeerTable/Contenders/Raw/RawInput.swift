import CRM
import CRMTesting
import CRawSQLite

/// Rows as a C program has them: arrays of structs, texts as pointers.
final class RawInput {
  let texts = TextArena()
  private(set) var users: [raw_user] = []
  private(set) var accounts: [raw_account] = []
  private(set) var stages: [raw_stage] = []
  var deals: [raw_deal] = []

  /// The users, accounts and stages of a world.
  func takeParents(_ world: PeerWorld) {
    for row in world.sales.users {
      users.append(
        raw_user(
          id: PeerWorld.user(row.place), manager: raw(row.manager.map(PeerWorld.user)),
          is_active: row.isActive ? 1 : 0, display_name: texts.copy(row.displayName), email: texts.copy(row.email),
          title: texts.copy(row.title), region: texts.copy(row.region.isEmpty ? nil : row.region)))
    }
    for row in world.sales.accounts {
      accounts.append(
        raw_account(
          id: PeerWorld.account(row.place), owner: raw(row.owner.map(PeerWorld.user)), parent: raw(nil),
          employees: raw(row.employees.map(Int64.init)), annual_revenue: raw(row.annualRevenue.map { Int64($0) * 100 }),
          year_established: raw(row.yearEstablished.map(Int64.init)), name: texts.copy(row.name),
          number: texts.copy(row.number), type: texts.copy(row.kind), industry: texts.copy(row.industry)))
    }
    for row in world.sales.stages {
      stages.append(
        raw_stage(
          id: PeerWorld.stage(row.position - 1), position: Int64(row.position), probability: Int64(row.probability),
          is_closed: row.isClosed ? 1 : 0, is_won: row.isWon ? 1 : 0, name: texts.copy(row.name),
          category: texts.copy(row.category.rawValue)))
    }
  }

  /// A deal whose texts lie in the arena.
  func deal(_ deal: PeerDeal) -> raw_deal {
    let none = texts.copy(nil)
    return raw_deal(
      id: deal.id, owner: raw(deal.owner), account: raw(deal.account), contact: raw(nil), amount: raw(deal.amount),
      stage: deal.stage, probability: deal.probability, close_date: raw(deal.closeDate), opened_on: deal.openedOn,
      closed_at: raw(deal.closedAt), product: raw(nil), name: texts.copy(deal.name), number: texts.copy(deal.number),
      forecast_category: none, type: texts.copy(deal.kind), lead_source: texts.copy(deal.leadSource),
      next_step: texts.copy(deal.nextStep), loss_reason: texts.copy(deal.lossReason), description: none)
  }

  private func raw(_ value: Int64?) -> Int64 { value ?? .min }
}
