import CRawSQLite

extension RawContender {
  func byIDAwaited() throws -> Reduction {
    try pages(of: ids.prefix(Batch.awaited)) { raw_deal_by_id(store, $0, &$1) }
  }

  func byIDBatches() throws -> Reduction {
    let starts = stride(from: 0, to: ids.count, by: Batch.batch)
    return try ids.withUnsafeBufferPointer { ids in
      try pages(of: starts) { start, deals in
        raw_deals_by_id(store, ids.baseAddress.map { $0 + start }, Int64(min(Batch.batch, ids.count - start)), &deals)
      }
    }
  }

  func byUniqueAwaited() throws -> Reduction { try pages(of: numbers) { raw_deal_by_number(store, $0, &$1) } }

  func byUniqueBatches() throws -> Reduction {
    let starts = stride(from: 0, to: numbers.count, by: Batch.batch)
    return try numbers.withUnsafeBufferPointer { numbers in
      try pages(of: starts) { start, deals in
        let count = Int64(min(Batch.batch, numbers.count - start))
        return raw_deals_by_number(store, numbers.baseAddress.map { $0 + start }, count, &deals)
      }
    }
  }

  func listViewAll() throws -> Reduction {
    var deals = raw_deals()
    try check(raw_first_page_of_all(store, Int64(Batch.page), &deals))
    return reduction(deals)
  }

  func listViewAccount() throws -> Reduction {
    var deals = raw_deals()
    try check(raw_first_page_of_account(store, account, Int64(Batch.page), &deals))
    return reduction(deals)
  }

  func forecastFresh(_ round: Int) throws -> Reduction {
    var forecasts: [raw_forecast] = []
    for (year, month) in PeerWorld.months(round) {
      var forecast = raw_forecast()
      try check(raw_make_forecast(store, Int64(year), Int64(month), &forecast))
      forecasts.append(forecast)
    }
    return { [forecasts] in
      var digest = Digest()
      for var forecast in forecasts {
        digest.add(RawContender.digest(forecast))
        raw_free_forecast(&forecast)
      }
      return digest
    }
  }

  func concurrentUpdate(_ round: Int) throws -> Reduction {
    let step = parents.texts.copy("Together \(round)")
    for id in ids.prefix(Batch.writers * Batch.commitsOfEach) { try check(raw_update_next_step(store, id, step)) }
    return everything
  }

  private func pages<Keys: Sequence>(
    of keys: Keys, _ read: (Keys.Element, inout raw_deals) -> Int32
  ) throws -> Reduction {
    var pages: [raw_deals] = []
    for key in keys {
      var deals = raw_deals()
      try check(read(key, &deals))
      pages.append(deals)
    }
    return { [pages] in RawContender.digest(pages) }
  }

  // MARK: Custom fields

  func loadCustom() throws {
    try reset()
    try check(raw_add_custom(store))
    gather()
    let custom = input.deals.indices.map { place in
      let custom = PeerWorld.custom(place)
      return raw_custom(tier: input.texts.copy(custom.tier), score: custom.score, renewal: custom.renewal)
    }
    try check(raw_insert_custom_deals(store, input.deals, custom, Int64(input.deals.count)))
    scatter()
  }

  func typedFetchCustom() throws -> Reduction {
    var deals = raw_deals()
    var custom: UnsafeMutablePointer<raw_custom>?
    try check(raw_all_custom_deals(store, &deals, &custom))
    return { [deals, custom] in
      var deals = deals
      defer {
        raw_free_deals(&deals)
        raw_free_custom(custom)
      }
      var digest = Digest()
      let extras = UnsafeBufferPointer(start: custom, count: Int(deals.count))
      for (deal, extra) in zip(UnsafeBufferPointer(start: deals.items, count: Int(deals.count)), extras) {
        digest.add(
          deal.id, optional(deal.amount), optional(extra.score), optional(extra.renewal),
          text: Digest.check(extra.tier.buffer))
      }
      return digest
    }
  }
}
