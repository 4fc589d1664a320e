import CRawSQLite

extension RawContender {
  func listView() throws -> Reduction {
    var deals = raw_deals()
    try check(raw_first_page(store, world.won, Int64(Batch.page), &deals))
    return reduction(deals)
  }

  func turnToFirstPage() throws {
    var deals = raw_deals()
    defer { raw_free_deals(&deals) }
    try check(raw_first_page(store, world.won, Int64(Batch.page), &deals))
    if deals.count > 0 { lastOfPage = deals.items[Int(deals.count) - 1] }
  }

  func nextPages() throws -> Reduction {
    var pages: [raw_deals] = []
    // Only its day and its id are looked at.
    var last = lastOfPage
    for _ in 0..<Batch.pages {
      var deals = raw_deals()
      try check(raw_next_page(store, world.won, Int64(Batch.page), &last, &deals))
      if deals.count > 0 { last = deals.items[Int(deals.count) - 1] }
      pages.append(deals)
    }
    return { [pages] in RawContender.digest(pages) }
  }

  func parentCondition() throws -> Reduction {
    var tally = raw_tally()
    let texts = TextArena()
    try check(raw_tally_industry(store, texts.copy(world.industry), &tally))
    return { [tally] in RawContender.digest(tally) }
  }

  func childCondition() throws -> Reduction {
    var tally = raw_tally()
    try check(raw_tally_accounts(store, world.negotiation, PeerWorld.largeAmount, &tally))
    return { [tally] in RawContender.digest(tally) }
  }

  func prefixSearch() throws -> Reduction {
    var deals = raw_deals()
    let texts = TextArena()
    // The first text behind all that begin so.
    let next = String(PeerWorld.prefix.dropLast()) + "z"
    try check(raw_deals_with_prefix(store, texts.copy(PeerWorld.prefix), texts.copy(next), &deals))
    return reduction(deals)
  }

  private static func digest(_ tally: raw_tally) -> Digest {
    var digest = Digest()
    digest.add(tally.count, tally.sum)
    return digest
  }
}
