import CRawSQLite

extension RawContender {
  func byID() throws -> Reduction {
    var deals = raw_deals()
    try check(raw_deals_by_id(store, ids, Int64(ids.count), &deals))
    return reduction(deals)
  }

  func byUnique() throws -> Reduction {
    var deals = raw_deals()
    try check(raw_deals_by_number(store, numbers, Int64(numbers.count), &deals))
    return reduction(deals)
  }

  func singleInsert(_ round: Int) throws -> Reduction {
    for number in 0..<Batch.commits {
      guard let new = world.newDeal(round * Batch.commits + number) else { continue }
      var deal = input.deal(new)
      try check(raw_insert_deal(store, &deal))
    }
    return everything
  }

  func singleUpdate(_ round: Int) throws -> Reduction {
    let step = parents.texts.copy("Step \(round)")
    for id in ids.prefix(Batch.commits) { try check(raw_update_next_step(store, id, step)) }
    return everything
  }

  func singleDelete(_ round: Int) throws -> Reduction {
    for place in world.spread(Batch.commits, from: round * Batch.commits) {
      try check(raw_delete_deal(store, PeerWorld.deal(place)))
    }
    return everything
  }

  /// All deals as they are now, with their next steps.
  var everything: Reduction {
    { [self] in
      var deals = raw_deals()
      try check(raw_all_deals(store, &deals))
      defer { raw_free_deals(&deals) }
      var digest = Digest()
      for deal in UnsafeBufferPointer(start: deals.items, count: Int(deals.count)) {
        digest.add(deal.id, optional(deal.amount), text: Digest.check(deal.next_step.buffer))
      }
      return digest
    }
  }
}
