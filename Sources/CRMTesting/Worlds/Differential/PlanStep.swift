public import CRMModel
public import CRMStorage

/// One thing that a differential run does to every engine.
public enum PlanStep: Hashable, Sendable {
  /// A transaction of changes and questions, which throws at its end or not.
  case transaction([PlanChange], isUndone: Bool)
  /// Questions to one snapshot.
  case questions([PlanQuestion])
}

/// One thing that is done in a transaction; each runs atomically.
public indirect enum PlanChange: Hashable, Sendable {
  /// Adds rows.
  case insert(RowBatch, TableID)
  /// Changes rows.
  case update(RowBatch, TableID)
  /// Takes rows away.
  case remove([Int64], TableID)
  /// Adds an entry to the log.
  case append([UInt8], Instant)
  /// Forgets entries of the log.
  case trim(Int64)
  /// Keeps or forgets a value.
  case metadata(String, String?)
  /// Changes the tables.
  case layout(LayoutChange)
  /// Several changes, undone together or not.
  case atomically([PlanChange], isUndone: Bool)
  /// Asks in the middle of the transaction.
  case ask(PlanQuestion)
}

/// One question to a reader or writer.
public enum PlanQuestion: Hashable, Sendable {
  /// The rows of a scan.
  case rows(RowScan, batchSize: Int)
  /// The number of rows.
  case count([Source], Filter?, limit: Int?)
  /// The groups of a scan.
  case groups(GroupScan)
  /// Layouts, metadata and log.
  case state
}

/// What came of a change or a question.
public enum PlanOutcome: Hashable, Sendable {
  /// It was done.
  case done
  /// It was refused with a code; an error without one has the code `unexpected`.
  case refused(ErrorCode)
  /// Ids and cells, in order.
  case rows([[Scalar]])
  /// A number of rows.
  case count(Int64)
  /// The number of a log entry.
  case sequence(Int64)
  /// Groups, in any order.
  case groups(Set<GroupRow>)
  /// Layouts, metadata, log and last number.
  case state([TableLayout], [String?], [LogRecord], Int64)
  /// An answer that breaks a promise about its form.
  case malformed(String)
}
