internal import CRMModel
internal import CRMStorage

extension EngineMutants {
  static let scanMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.nullsGoWhereTold, at: "column 10, descending true, nulls first false",
      "turns nulls around when descending",
      rewriting: { rewrite in
        rewrite.order = { keys in
          keys.map { SortKey($0.operand, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst != $0.isDescending) }
        }
      }),
    EngineMutant(
      EngineLaws.tiesGoById, at: "descending false", "gives ties by descending id",
      rewriting: { rewrite in
        rewrite.order = { $0.isEmpty ? [] : $0 + [SortKey(.own(0), isDescending: true)] }
      }),
    EngineMutant(
      EngineLaws.keysAreTakenInOrder, at: "two keys", "minds the first key only",
      rewriting: { rewrite in
        rewrite.order = { Array($0.prefix(1)) }
      }),
    EngineMutant(
      EngineLaws.textIsOrderedByBytes, at: "by text", "orders text by folded keys",
      rewriting: { rewrite in
        rewrite.order = { keys in
          keys.map { key in
            guard case .column(let column) = key.operand, LawTable.kind(of: column.column) == .text else { return key }
            return SortKey(.folded(column), isDescending: key.isDescending, nullsFirst: key.nullsFirst)
          }
        }
      }),
    EngineMutant(
      EngineLaws.noKeysMeansById, at: "ids", "gives rows without keys by descending id",
      rewriting: { rewrite in
        rewrite.order = { $0.isEmpty ? [SortKey(.own(0), isDescending: true)] : $0 }
      }),
    EngineMutant(EngineLaws.rowsAreThoseOfBatches, at: "all", "leaves the text of the row before") { sabotage in
      sabotage.rows = { scan, reader, body in
        var last: String?
        try reader.batchedRows(scan) { cells in
          var row = CellRow(kinds: cells.kinds)
          row.id = cells.id
          for position in 0..<cells.count { row[position] = cells[position] }
          if row.text(at: 0) == nil { row.set(last, at: 0) }
          last = row.text(at: 0)
          return try body(row)
        }
      }
    },
    EngineMutant(EngineLaws.rowsStop, at: "rows", "goes on to the end") { sabotage in
      sabotage.rows = { scan, reader, body in
        try reader.batchedRows(scan) { cells in
          _ = try body(cells)
          return true
        }
      }
    },
    EngineMutant(EngineLaws.rowIsThatOfRows, at: "all, row 99", "gives a row of another id") { sabotage in
      sabotage.row = { id, scan, reader, body in
        try reader.scannedRow(id == 99 ? 1 : id, of: scan, body)
      }
    },
    EngineMutant(EngineLaws.rowIsThatOfRows, at: "live row 3, row 1", "looks at no filter") { sabotage in
      sabotage.row = { id, scan, reader, body in
        var scan = scan
        scan.filter = nil
        try reader.scannedRow(id, of: scan, body)
      }
    },
    EngineMutant(EngineLaws.plansNameIndexes, at: "all: an index of the table", "names an index of nobody") {
      sabotage in
      sabotage.plan = { _, _ in ScanPlan(path: .index(7), isSorted: false, estimatedRows: 1) }
    },
    EngineMutant(EngineLaws.limitIsKept, at: "limit 0", "gives one row too many") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        var scan = scan
        scan.limit = scan.limit.map { $0 + 1 }
        try reader.scan(scan, batchSize: batchSize, body)
      }
    },
    EngineMutant(EngineLaws.idsRestrict, at: "none", "takes no ids for all") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        var scan = scan
        if scan.ids?.isEmpty == true { scan.ids = nil }
        try reader.scan(scan, batchSize: batchSize, body)
      }
    },
    EngineMutant(EngineLaws.idsRestrict, at: "by id", "gives a row for every mention") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        guard let ids = scan.ids, scan.order.isEmpty else { return try reader.scan(scan, batchSize: batchSize, body) }
        for id in ids.sorted() {
          var one = scan
          one.ids = [id]
          try reader.scan(one, batchSize: batchSize, body)
        }
      }
    },
    EngineMutant(EngineLaws.batchesAreBounded, at: "no batch is empty or above its size", "gives everything at once") {
      sabotage in
      sabotage.scan = { scan, _, reader, body in try reader.scan(scan, batchSize: .max, body) }
    },
    EngineMutant(EngineLaws.batchesAreBounded, at: "no batch is empty or above its size", "ends with an empty batch") {
      sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        try reader.scan(scan, batchSize: batchSize, body)
        _ = try body(RowBatch(ids: [], columns: scan.columns.map(\.column), vectors: []))
      }
    },
    EngineMutant(EngineLaws.scansStop, at: "calls", "goes on when told to stop") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        try reader.scan(scan, batchSize: batchSize) { batch in
          _ = try body(batch)
          return true
        }
      }
    },
    EngineMutant(EngineLaws.countStopsAtLimit, at: "limit 3", "counts one beyond the limit") { sabotage in
      sabotage.count = { sources, filter, limit, reader in
        try reader.count(sources, filter, limit: limit.map { $0 + 1 })
      }
    },
    EngineMutant(EngineLaws.columnsAreAsAsked, at: "columns", "gives columns by number") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        var scan = scan
        scan.columns.sort { $0.column < $1.column }
        try reader.scan(scan, batchSize: batchSize, body)
      }
    },
  ]

  static let groupMutants: [EngineMutant] = [
    EngineMutant(EngineLaws.nullsFormAGroup, at: "number of groups", "leaves out null keys") { sabotage in
      sabotage.groups = { scan, reader in try reader.groups(scan).filter { !$0.keys.contains(.null) } }
    },
    EngineMutant(EngineLaws.noKeysMeansOneGroup, at: "number of groups", "gives no group for no rows") { sabotage in
      sabotage.groups = { scan, reader in
        try reader.count(scan.sources, scan.filter, limit: 1) == 0 ? [] : Array(reader.groups(scan))
      }
    },
    changingMeasures(EngineLaws.valuesAreCounted, at: "groups", "counts nulls as values") { measure in
      if case .values = measure { .rows } else { measure }
    },
    changingMeasures(EngineLaws.valuesAreCounted, at: "groups", "counts values as different") { measure in
      if case .distinct(let column) = measure { .values(column) } else { measure }
    },
    changingValues(EngineLaws.sumsAreExact, at: "groups", "wraps sums to 64 bits") { value in
      guard case .sum(let sum, let count) = value else { return value }
      return .sum(Int128(Int64(truncatingIfNeeded: sum)), count: count)
    },
    changingValues(EngineLaws.extremesAreFound, at: "groups", "takes zero for the least of nothing") { value in
      value == .extremum(.null) ? .extremum(.integer(0)) : value
    },
    changingMeasures(EngineLaws.extremesOfTextGoByBytes, at: "groups", "gives the greatest text for the least") {
      measure in
      if case .minimum(let column) = measure, LawTable.kind(of: column.column) == .text {
        .maximum(column)
      } else {
        measure
      }
    },
    EngineMutant(EngineLaws.extremesOfTextGoByBytes, at: "groups", "takes the least text by folded keys") { sabotage in
      sabotage.groups = { scan, reader in
        try reader.groups(scan).map { group in
          var group = group
          for (place, measure) in scan.measures.enumerated() {
            guard case .minimum(let column) = measure, LawTable.kind(of: column.column) == .text else { continue }
            let members = zip(scan.keys, group.keys).map { key, value in key.holds(value) }
            let rows = RowScan(
              sources: scan.sources, filter: .and(members + [.not(.isNull(.column(column)))]),
              order: [SortKey(.folded(column))], limit: 1, columns: [column])
            try reader.scan(rows, batchSize: 1) { batch in
              group.measures[place] = .extremum(batch.vectors[0][0])
              return false
            }
          }
          return group
        }
      }
    },
    EngineMutant(EngineLaws.severalKeysMakeGroups, at: "groups", "gives keys the other way around") { sabotage in
      sabotage.groups = { scan, reader in
        try reader.groups(scan).map { GroupRow(keys: $0.keys.reversed(), measures: $0.measures) }
      }
    },
    changingBuckets(EngineLaws.datesFallIntoPeriods, at: "number of groups", "lets every year begin in January") {
      bucketing in
      Bucketing(unit: bucketing.unit, calendar: .plain, zone: bucketing.zone)
    },
    changingBuckets(EngineLaws.momentsFallIntoPeriods, at: "groups", "takes every zone for UTC") { bucketing in
      let zone = bucketing.zone.map { Bucketing.ZonedRules(id: .utc, database: $0.database) }
      return Bucketing(unit: bucketing.unit, calendar: bucketing.calendar, zone: zone)
    },
  ]

  private static func changingMeasures(
    _ law: EngineLaw, at expectation: String, _ fault: String, _ change: @escaping @Sendable (Measure) -> Measure
  ) -> EngineMutant {
    EngineMutant(law, at: expectation, fault) { sabotage in
      sabotage.groups = { scan, reader in
        var scan = scan
        scan.measures = scan.measures.map(change)
        return Array(try reader.groups(scan))
      }
    }
  }

  private static func changingValues(
    _ law: EngineLaw, at expectation: String, _ fault: String,
    _ change: @escaping @Sendable (MeasureValue) -> MeasureValue
  ) -> EngineMutant {
    EngineMutant(law, at: expectation, fault) { sabotage in
      sabotage.groups = { scan, reader in
        try reader.groups(scan).map { GroupRow(keys: $0.keys, measures: $0.measures.map(change)) }
      }
    }
  }

  private static func changingBuckets(
    _ law: EngineLaw, at expectation: String, _ fault: String, _ change: @escaping @Sendable (Bucketing) -> Bucketing
  ) -> EngineMutant {
    EngineMutant(law, at: expectation, fault) { sabotage in
      sabotage.groups = { scan, reader in
        var scan = scan
        scan.keys = scan.keys.map { key in
          if case .bucket(let column, let bucketing) = key { .bucket(column, change(bucketing)) } else { key }
        }
        return Array(try reader.groups(scan))
      }
    }
  }
}

extension GroupKey {
  /// Whether a row is in the group of a value; of periods, every row is.
  fileprivate func holds(_ value: Scalar) -> Filter {
    guard case .column(let column) = self else { return .constant(true) }
    return value.isNull ? .isNull(.column(column)) : .compare(.column(column), .equal, .literal(value))
  }
}
