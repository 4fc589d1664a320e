internal import CRMModel
internal import CRMStorage

extension EngineMutants {
  static let rowMutants: [EngineMutant] = [
    EngineMutant(EngineLaws.extremesComeBack, at: "row 5", "keeps whole numbers as reals") { sabotage in
      sabotage.insert = { batch, table, writer in
        try writer.insert(
          batch.mapping { $0.integerValue.map { .integer(Int64(exactly: Double($0)) ?? .max) } ?? $0 }, into: table)
      }
    },
    EngineMutant(EngineLaws.extremesComeBack, at: "row 5", "cuts long text") { sabotage in
      sabotage.insert = { batch, table, writer in
        try writer.insert(batch.mapping { $0.textValue.map { .text(String($0.prefix(1_000))) } ?? $0 }, into: table)
      }
    },
    EngineMutant(EngineLaws.emptyTextIsNotNull, at: "cells", "keeps an empty text as null") { sabotage in
      sabotage.insert = { batch, table, writer in
        try writer.insert(batch.mapping { $0 == .text("") ? .null : $0 }, into: table)
      }
    },
    EngineMutant(EngineLaws.absentColumnsAreNull, at: "cells", "reads a null number as zero") { sabotage in
      sabotage.changeBatches { batch, _ in
        var batch = batch
        batch.vectors = batch.vectors.map { vector in
          if case .integers(let values, _) = vector { .integers(values, present: nil) } else { vector }
        }
        return batch
      }
    },
    EngineMutant(EngineLaws.batchesAreWellFormed, at: "kinds", "gives nulls of one kind for all columns") { sabotage in
      sabotage.changeBatches { batch, _ in
        var batch = batch
        batch.vectors = batch.vectors.map { vector in
          let isEmpty = (0..<vector.count).allSatisfy { vector[$0].isNull }
          return isEmpty ? ColumnVector(nulls: vector.count, kind: .integer) : vector
        }
        return batch
      }
    },
    EngineMutant(EngineLaws.updateTouchesNamedColumns, at: "cells", "replaces the whole row") { sabotage in
      sabotage.update = { batch, table, writer in
        let there = try writer.ids(RowScan(sources: [Source(table: table)], ids: batch.ids, columns: []))
        try writer.remove(there, from: table)
        try writer.insert(batch.picking(batch.ids.indices.filter { there.contains(batch.ids[$0]) }), into: table)
      }
    },
    EngineMutant(EngineLaws.updateIgnoresMissing, at: "cells", "inserts what is missing") { sabotage in
      sabotage.update = { batch, table, writer in
        let there = try writer.ids(RowScan(sources: [Source(table: table)], ids: batch.ids, columns: []))
        try writer.update(batch, in: table)
        try writer.insert(batch.picking(batch.ids.indices.filter { !there.contains(batch.ids[$0]) }), into: table)
      }
    },
    EngineMutant(EngineLaws.removeIgnoresMissing, at: "removal: accepted", "refuses to remove what is missing") {
      sabotage in
      sabotage.remove = { ids, table, writer in
        let there = try writer.ids(RowScan(sources: [Source(table: table)], ids: ids, columns: []))
        guard there.count == Set(ids).count else { throw EngineError(.notFound, .recordNotFound, "no such row") }
        try writer.remove(ids, from: table)
      }
    },
    EngineMutant(EngineLaws.duplicateKeyIsRefused, at: "insert: error code", "replaces the row that is there") {
      sabotage in
      sabotage.insert = { batch, table, writer in
        try writer.remove(batch.ids, from: table)
        try writer.insert(batch, into: table)
      }
    },
    EngineMutant(EngineLaws.duplicateInBatchIsRefused, at: "insert: error code", "keeps the first of two") { sabotage in
      sabotage.insert = { batch, table, writer in
        let firsts = batch.ids.indices.filter { batch.ids.firstIndex(of: batch.ids[$0]) == $0 }
        try writer.insert(batch.picking(firsts), into: table)
      }
    },
    EngineMutant(EngineLaws.refusedBatchLeavesNothing, at: "cells", "keeps the rows before the refused one") {
      sabotage in
      sabotage.insert = { batch, table, writer in
        for row in batch.ids.indices { try writer.insert(batch.picking([row]), into: table) }
      }
    },
    EngineMutant(EngineLaws.refusedRowIsNotSeen, at: "ids", "keeps the id of a row that an index refuses") { sabotage in
      sabotage.insert = { batch, table, writer in
        do { try writer.insert(batch, into: table) } catch let error as any CRMError where error.code == .notUnique {
          try writer.insert(RowBatch(ids: batch.ids, columns: [], vectors: []), into: table)
          throw error
        }
      }
    },
    EngineMutant(EngineLaws.deletedRowsAreRows, at: "ids", "hides deleted rows") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        var scan = scan
        scan.filter = .and([.isNull(.own(.deletedAt))] + (scan.filter.map { [$0] } ?? []))
        try reader.scan(scan, batchSize: batchSize, body)
      }
    },
  ]

  static let uniqueMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.uniqueInsertIsRefused, at: "same text: error code", "drops a row that repeats without a word"
    ) { sabotage in
      sabotage.insert = { batch, table, writer in
        _ = try writer.refusal { try writer.insert(batch, into: table) }
      }
    },
    EngineMutant(
      EngineLaws.uniqueUpdateIsRefused, at: "update: error code", "does not check updates", .updatesMayRepeat),
    EngineMutant(EngineLaws.uniqueWithinBatch, at: "insert: error code", "drops the later of two that collide") {
      sabotage in
      sabotage.insert = { batch, table, writer in
        for row in batch.ids.indices {
          let code = try writer.refusal { try writer.insert(batch.picking([row]), into: table) }
          if let code, code != .notUnique || row == 0 { throw EngineError(.exists, code, "refused") }
        }
      }
    },
    EngineMutant(EngineLaws.nullsNeverCollide, at: "nulls: accepted", "takes null for a value", .nullsCollide),
    EngineMutant(EngineLaws.partialIndexCoversItsRows, at: "rows outside the filter: accepted", "covers all rows") {
      sabotage in
      sabotage.apply = { change, writer in
        guard case .createTable(var layout) = change else { return try writer.apply(change) }
        for place in layout.indexes.indices { layout.indexes[place].filter = nil }
        try writer.apply(.createTable(layout))
      }
    },
    EngineMutant(
      EngineLaws.uniqueValuesAreFreed, at: "values that are free again: accepted",
      "keeps the index entry of a removed row"
    ) { sabotage in
      sabotage.remove = { ids, table, writer in
        let cells = try writer.cells([.text], in: table).filter { ids.contains($0.key) }
        try writer.remove(ids, from: table)
        for (id, values) in cells { try writer.insert(LawTable.batch([-id: [.text: values[0]]]), into: table) }
      }
    },
    EngineMutant(EngineLaws.uniqueIsJudgedAfterBatch, at: "a swap: accepted", "judges row after row") { sabotage in
      sabotage.update = { batch, table, writer in
        for row in batch.ids.indices { try writer.update(batch.picking([row]), in: table) }
      }
    },
    EngineMutant(EngineLaws.indexOverRepeatsIsRefused, at: "create: error code", "makes no index and says nothing") {
      sabotage in
      sabotage.apply = { change, writer in
        if case .createIndex = change { return _ = try writer.refusal { try writer.apply(change) } }
        try writer.apply(change)
      }
    },
  ]
}

extension RowBatch {
  /// The same rows with every cell changed.
  fileprivate func mapping(_ change: (Scalar) -> Scalar) -> RowBatch {
    var batch = self
    batch.vectors = vectors.map { old in
      var vector = ColumnVector(old.kind)
      for row in 0..<old.count { vector.append(change(old[row])) }
      return vector
    }
    return batch
  }
}
