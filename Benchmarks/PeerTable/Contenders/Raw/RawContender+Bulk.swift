import CRawSQLite

extension RawContender {
  func bulkInsert() throws -> Reduction {
    try check(raw_insert_deals(store, input.deals, Int64(input.deals.count)))
    return tally
  }

  func importCSV() throws -> Reduction {
    let bytes = csv()
    try bytes.withUnsafeBytes { bytes in
      let chars = bytes.assumingMemoryBound(to: CChar.self)
      try check(raw_import_csv(store, chars.baseAddress, Int64(chars.count)))
    }
    return tally
  }

  func typedFetch() throws -> Reduction {
    var deals = raw_deals()
    try check(raw_all_deals(store, &deals))
    return reduction(deals)
  }

  func dynamicFetch() throws -> Reduction {
    var rows = raw_rows()
    try check(raw_all_rows(store, &rows))
    return { [rows] in
      var rows = rows
      defer { raw_free_rows(&rows) }
      var digest = Digest()
      for row in 0..<Int(rows.count) {
        let cells = UnsafeBufferPointer(start: rows.cells + row * Int(rows.columns), count: Int(rows.columns))
        digest.add(
          cells[0].number, cells[4].number, cells[7].number, cells[5].number, text: Digest.check(cells[11].text.buffer))
      }
      return digest
    }
  }

  func projection() throws -> Reduction {
    var cards = raw_cards()
    try check(raw_all_cards(store, &cards))
    return { [cards] in
      var cards = cards
      defer { raw_free_cards(&cards) }
      var digest = Digest()
      for card in UnsafeBufferPointer(start: cards.items, count: Int(cards.count)) {
        digest.add(optional(card.amount), optional(card.close_date), text: Digest.check(card.name.buffer))
      }
      return digest
    }
  }

  /// How many deals there are and what they are worth together.
  private var tally: Reduction {
    { [self] in
      var tally = raw_tally()
      try check(raw_tally_deals(store, &tally))
      var digest = Digest(count: Int(tally.count) - 1)
      digest.add(tally.sum)
      return digest
    }
  }

  /// The check of deals, which are freed.
  func reduction(_ deals: raw_deals) -> Reduction {
    { RawContender.digest([deals]) }
  }

  static func digest(_ pages: [raw_deals]) -> Digest {
    var digest = Digest()
    for var deals in pages {
      for deal in UnsafeBufferPointer(start: deals.items, count: Int(deals.count)) {
        digest.add(
          deal.id, optional(deal.amount), optional(deal.close_date), optional(deal.stage),
          text: Digest.check(deal.name.buffer))
      }
      raw_free_deals(&deals)
    }
    return digest
  }
}

/// A number from C.
func optional(_ value: Int64) -> Int64? { value == .min ? nil : value }

extension raw_text {
  /// The bytes of the text.
  var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: max(Int(length), 0)) }
}

extension raw_cell {
  /// A whole number; nil for anything else.
  fileprivate var number: Int64? { type == 1 ? integer : nil }
}
