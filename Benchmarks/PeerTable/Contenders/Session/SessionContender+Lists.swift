import CRM

extension SessionContender {
  /// Won deals, the latest first.
  private var list: EntityQuery<Opportunity> {
    let won = PipelineStage.ID(rawValue: world.won)
    return Opportunity.query.where { $0.stage == won }.order(by: { $0.closeDate }, .descending)
  }

  func listView() async throws -> Reduction {
    let page = try await session.page(list, first: Batch.page)
    return { SessionContender.digest(page.items) }
  }

  func turnToFirstPage() async throws { cursor = try await session.page(list, first: Batch.page).next }

  func nextPages() async throws -> Reduction {
    let session = try session
    let list = list
    var next = cursor
    var deals: [Opportunity] = []
    for _ in 0..<Batch.pages {
      guard let cursor = next else { break }
      let page = try await session.page(list, first: Batch.page, at: cursor)
      deals += page.items
      next = page.next
    }
    return { [deals] in SessionContender.digest(deals) }
  }

  func parentCondition() async throws -> Reduction {
    let industry = world.industry
    let query = Opportunity.query.where { $0.account.industry == industry }.group { ($0.count, $0.amount.sum) }
    let rows = try await session.fetch(query)
    return {
      var digest = Digest()
      for (count, sum) in rows { digest.add(Int64(count), sum?.minorAmount ?? 0) }
      return digest
    }
  }

  func childCondition() async throws -> Reduction {
    let stage = PipelineStage.ID(rawValue: world.negotiation)
    let amount = Money(minor: PeerWorld.largeAmount, .usd)
    let query = Account.query.where {
      $0.children(\Opportunity.account).any { $0.stage == stage && $0.amount >= amount }
    }
    let rows = try await session.fetch(query.group { ($0.count, $0.employees.sum) })
    return {
      var digest = Digest()
      for (count, sum) in rows { digest.add(Int64(count), Int64(sum ?? 0)) }
      return digest
    }
  }

  func prefixSearch() async throws -> Reduction {
    let deals = try await session.fetch(Opportunity.query.where { $0.name.starts(with: PeerWorld.prefix) })
    return { SessionContender.digest(deals) }
  }
}
