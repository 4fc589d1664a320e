internal import CRMModel
internal import CRMStorage

extension EngineMutants {
  static let transactionMutants: [EngineMutant] = [
    EngineMutant(EngineLaws.throwUndoesAll, at: "state", "commits what threw", around: { CommitsOnThrow(sound: $0) }),
    EngineMutant(EngineLaws.atomicallyUndoes, at: "state after the throw", "undoes nothing") {
      $0.undoesAtDepth = { _ in false }
    },
    EngineMutant(EngineLaws.nestedAtomicallyUndoes, at: "ids", "undoes only the outermost") {
      $0.undoesAtDepth = { $0 == 1 }
    },
    EngineMutant(
      EngineLaws.transactionSeesItself, at: "what the transaction sees", "reads what is committed",
      .writersReadCommitted),
    EngineMutant(EngineLaws.errorsComeThrough, at: "error", "wraps errors") { sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        do {
          try reader.scan(scan, batchSize: batchSize, body)
        } catch {
          throw EngineError(.internal, .unexpected, "a scan failed")
        }
      }
    },
    EngineMutant(
      EngineLaws.transactionEnds, at: "scan: error code", "goes on after its closure", .transactionsNeverEnd),
  ]

  static let logMutants: [EngineMutant] = [
    EngineMutant(EngineLaws.logHasNoGaps, at: "sequence numbers", "takes two numbers an entry") { sabotage in
      sabotage.append = { body, at, writer in
        _ = try writer.append(body, at: at)
        return try writer.append(body, at: at)
      }
    },
    EngineMutant(EngineLaws.logPages, at: "after 2, limit 2", "includes the entry read after") { sabotage in
      sabotage.log = { sequence, limit, reader in try reader.log(after: sequence - 1, limit: limit) }
    },
    EngineMutant(EngineLaws.logTrims, at: "rest", "keeps the entry trimmed through") { sabotage in
      sabotage.trimLog = { sequence, writer in try writer.trimLog(through: sequence - 1) }
    },
    EngineMutant(EngineLaws.logTrims, at: "last", "looks for the last number among the entries") { sabotage in
      sabotage.lastSequence = { reader in try reader.log(after: 0, limit: .max).last?.sequence ?? 0 }
    },
    EngineMutant(
      EngineLaws.logForgetsUndone, at: "last, and next", "uses up numbers when undone",
      around: { LogsThrows(sound: $0) }),
    EngineMutant(EngineLaws.metadataIsKept, at: "values", "forgets an empty value") { sabotage in
      sabotage.setMetadata = { key, value, writer in try writer.setMetadata(key, value == "" ? nil : value) }
    },
    EngineMutant(EngineLaws.metadataIsKept, at: "values", "never forgets") { sabotage in
      sabotage.setMetadata = { key, value, writer in if let value { try writer.setMetadata(key, value) } }
    },
  ]

  static let layoutMutants: [EngineMutant] = [
    EngineMutant(EngineLaws.layoutsAreReported, at: "layouts", "reports tables in another order") { sabotage in
      sabotage.layouts = { try $0.layouts().reversed() }
    },
    EngineMutant(EngineLaws.layoutsAreReported, at: "layouts", "loses the filters of indexes") { sabotage in
      sabotage.layouts = { reader in
        try reader.layouts().map { layout in
          var layout = layout
          for place in layout.indexes.indices { layout.indexes[place].filter = nil }
          return layout
        }
      }
    },
    EngineMutant(EngineLaws.addedColumnIsFilled, at: "cells", "adds columns of nulls") { sabotage in
      sabotage.apply = { change, writer in
        guard case .addColumn(let column, let table, _) = change else { return try writer.apply(change) }
        try writer.apply(.addColumn(column, to: table, filledWith: .null))
      }
    },
    EngineMutant(EngineLaws.laterRowsAreNotFilled, at: "cells", "makes the constant a default") { sabotage in
      let fills = Ledger<(column: ColumnLayout, fill: Scalar)>()
      sabotage.apply = { change, writer in
        if case .addColumn(let column, _, let fill) = change { fills.add((column, fill)) }
        try writer.apply(change)
      }
      sabotage.insert = { batch, table, writer in
        var batch = batch
        for (column, fill) in fills.all where batch.position(of: column.number) == nil {
          var vector = ColumnVector(column.kind)
          for _ in batch.ids { vector.append(fill) }
          batch.columns.append(column.number)
          batch.vectors.append(vector)
        }
        try writer.insert(batch, into: table)
      }
    },
    EngineMutant(EngineLaws.droppedColumnIsGone, at: "whether the layout has the column", "keeps dropped columns") {
      sabotage in
      sabotage.apply = { change, writer in
        if case .dropColumn = change { return }
        try writer.apply(change)
      }
    },
    EngineMutant(EngineLaws.droppedTableIsGone, at: "cells", "brings a dropped table back with its rows") { sabotage in
      let dropped = Ledger<TableID>()
      sabotage.apply = { change, writer in
        switch change {
        case .dropTable(let table): dropped.add(table)
        case .createTable(let layout) where dropped.all.contains(layout.id): break
        default: try writer.apply(change)
        }
      }
      sabotage.layouts = { reader in try reader.layouts().filter { !dropped.all.contains($0.id) } }
    },
    EngineMutant(EngineLaws.droppedIndexIsGone, at: "a repeat: accepted", "goes on minding a dropped index") {
      sabotage in
      sabotage.apply = { change, writer in
        if case .dropIndex = change { return }
        try writer.apply(change)
      }
    },
    EngineMutant(
      EngineLaws.undoneLayoutIsGone, at: "layouts", "keeps layout changes that were undone",
      around: { KeepsLayouts(sound: $0) }),
    EngineMutant(EngineLaws.missingLayoutIsRefused, at: "scan: error code", "finds nothing in a missing table") {
      sabotage in
      sabotage.scan = { scan, batchSize, reader, body in
        do {
          try reader.scan(scan, batchSize: batchSize, body)
        } catch let error as EngineError where error.code == "no_such_layout" {}
      }
    },
  ]

  static let waitingMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.uncommittedIsUnseen, at: "before the commit", "shows what is not committed", .readersSeeUncommitted),
    EngineMutant(
      EngineLaws.readerKeepsItsState, at: "first table, tables and log at the end", "shows what is committed meanwhile",
      .readersFollowCommits),
    EngineMutant(
      EngineLaws.writerDoesNotHoldReaders, at: "readers do not wait for the writer", "reads in the writer's turn",
      around: { ReadsInTurn(sound: $0) }),
    EngineMutant(
      EngineLaws.readerDoesNotHoldWriters, at: "writers do not wait for the reader", "reads in the writer's turn",
      around: { ReadsInTurn(sound: $0) }),
    EngineMutant(
      EngineLaws.writersAreAlone, at: "one writer is inside at once", "lets writers in together", .writersOverlap),
    EngineMutant(
      EngineLaws.noIncrementIsLost, at: "cells", "loses every tenth write", around: { LosesSomeWrites(sound: $0) }),
    EngineMutant(
      EngineLaws.heartbeatGoesOn, at: "waiting writers hold no thread", "blocks the thread while it waits",
      around: { BlocksThreads(sound: $0) }),
    EngineMutant(
      EngineLaws.cancelledWaiterWritesNothing, at: "a cancelled write", "goes on without its task",
      around: { Detaches(sound: $0) }),
    EngineMutant(
      EngineLaws.cancelledWriterCommitsNothing, at: "a cancelled write", "commits what was cancelled",
      .commitsWhenCancelled),
  ]

  static let closingMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.closedEngineRefuses, at: "read: error code", "goes on after closing",
      around: { NeverCloses(sound: $0) }),
    EngineMutant(
      EngineLaws.closingTwiceIsHarmless, at: "read: error code", "opens again when closed twice",
      around: { Reopens(sound: $0) }),
    EngineMutant(EngineLaws.closingWaits, at: "closing waits for the writer", "closes at once", .closesWithoutWaiting),
    EngineMutant(
      EngineLaws.soundStoreHasNoProblems, at: "problems", "finds fault with partial indexes",
      around: { FindsFault(sound: $0) }
    ),
  ]
}
