import CRMModel
import CRMStorage

/// One reading of a file from its beginning to its end, inside one transaction.
struct ImportPass {
  /// What a pass came to.
  struct Result: Sendable {
    var report: ImportReport
    /// Rows whose references were not found when the whole file had been read; their records are written, without them.
    var late: [Int: RejectedRow]
  }

  let options: ImportOptions
  let byteCount: Int?
  let progress: (@Sendable (ImportProgress) -> Void)?
  /// Rows that an earlier pass found out to be bad, by line.
  let excluded: [Int: RejectedRow]
  private var feed: ImportFeed
  private let plan: ImportPlan
  private let tx: WriteTransaction
  private var report = ImportReport()
  private var tallies: [EntityName: ImportTally] = [:]
  private var rejectedBytes = 0
  private var known: [Int: [Scalar: Int64]] = [:]
  private var deferred: [LateReference] = []

  /// Opens the source, reads the header and ties the map to it.
  init(
    _ tx: WriteTransaction, _ source: ImportSource, _ map: ImportMap, _ options: ImportOptions,
    excluded: [Int: RejectedRow],
    progress: (@Sendable (ImportProgress) -> Void)?
  ) throws(StoreError) {
    self.tx = tx
    self.options = options
    self.excluded = excluded
    self.progress = progress
    byteCount = source.byteCount
    var feed = try ImportFeed(source, map)
    let header = try feed.columns(hasHeader: map.hasHeader)
    let context = tx.reader.context
    let constants = CellReader(
      dialect: TabularDialect(), currency: tx.reader.layout.catalog.currency, zone: context.zone, zones: context.zones)
    var binder = ImportBinder(map, header, tx.reader.layout)
    let (plan, findings) = try binder.bind(constants: constants, feed.detection)
    self.plan = plan
    self.feed = feed
    report.columns = header.names
    report.assignments = plan.assignments
    report.dialect = plan.cells.dialect
    report.findings = findings
  }

  /// Reads and writes everything.
  ///
  /// - Throws: What is not a row's fault; the transaction is then of no use any more.
  mutating func run() throws(StoreError) -> Result {
    while report.isComplete, let batch = try feed.nextBatch() {
      if Task.isCancelled { throw .cancelled }
      try take(batch)
      tell()
    }
    if let damage = feed.damage, report.isComplete {
      reject(RejectedRow(line: damage.line, reasons: [damage.reason], cells: []))
      report.isComplete = false
    }
    var late: [Int: RejectedRow] = [:]
    if report.isComplete || options.onError == .skip { late = try settle() }
    report.rejected.sort { $0.line < $1.line }
    report.tallies = tallies.values.sorted { $0.entity < $1.entity }
    return Result(report: report, late: late)
  }

  private mutating func take(_ batch: CSVBatch) throws(StoreError) {
    report.rowsRead += batch.count + batch.problems.count
    for (problem, cells) in zip(batch.problems, batch.refusedRecords) {
      let reason = RejectedRow.Reason(problem.code, "\(problem.hint), at \(problem.position)")
      reject(RejectedRow(line: problem.position.line, reasons: [reason], cells: cells))
    }
    var drafts: [RowDraft] = []
    for record in 0..<batch.count {
      let line = batch.line(ofRecord: record) ?? 0
      if let row = excluded[line] {
        reject(row)
        continue
      }
      do throws(CSVError) {
        let draft = RowDraft(line: line, cells: try batch.record(record), plan: plan)
        if draft.reasons.isEmpty { drafts.append(draft) } else { reject(draft, draft.reasons) }
      } catch {
        reject(RejectedRow(line: line, reasons: [RejectedRow.Reason(error.code, error.hint)], cells: []))
      }
      if drafts.count >= max(options.batchSize, 1) {
        try write(drafts)
        drafts = []
      }
      if !report.isComplete { return }
    }
    try write(drafts)
  }

  // MARK: Rows

  private mutating func reject(_ draft: RowDraft, _ reasons: [RejectedRow.Reason]) {
    reject(RejectedRow(line: draft.line, reasons: reasons, cells: draft.cells))
  }

  private mutating func reject(_ row: RejectedRow) {
    guard report.isComplete else { return }
    report.rejected.append(row)
    rejectedBytes += row.size
    if report.rejected.count >= options.mostRejected || rejectedBytes > ImportPass.mostRejectedBytes {
      let reason = RejectedRow.Reason(
        .tooManyRejected, "\(report.rejected.count) rows were refused; the rest of the file was not read")
      report.rejected.append(RejectedRow(line: row.line, reasons: [reason], cells: []))
      report.isComplete = false
    }
  }

  static let mostRejectedBytes = 64 << 20

  /// Writes rows; those that stand in the way are refused and the others tried again, in the end one by one.
  private mutating func write(_ drafts: [RowDraft]) throws(StoreError) {
    var rest = drafts
    var rounds = 0
    while !rest.isEmpty {
      rounds += 1
      var attempt = BatchAttempt(tx, plan, rest, known: known)
      do throws(StoreError) {
        try tx.atomically { try attempt.run() }
        accept(attempt)
        return
      } catch {
        let refusals = attempt.refusals
        if refusals.isEmpty {
          guard error.isAboutRows, rest.count > 1 else { throw error }
          return try writeOneByOne(rest)
        }
        for (index, reasons) in refusals.sorted(by: { $0.key < $1.key }) { reject(rest[index], reasons) }
        rest = rest.indices.filter { refusals[$0] == nil }.map { rest[$0] }
        // An engine tells one taken value at a time; many of them are told sooner one by one.
        if rounds >= 8, rest.count > 1 { return try writeOneByOne(rest) }
      }
    }
  }

  private mutating func writeOneByOne(_ drafts: [RowDraft]) throws(StoreError) {
    for draft in drafts where report.isComplete { try write([draft]) }
  }

  private mutating func accept(_ attempt: BatchAttempt) {
    for (name, tally) in attempt.tallies { tallies[name, default: ImportTally(name)].add(tally) }
    for (number, found) in attempt.found where !plan.finds[number].isOwnEntity {
      if known[number, default: [:]].count > ImportPass.mostKnown { known[number] = [:] }
      known[number, default: [:]].merge(found) { _, new in new }
    }
    for item in attempt.deferred {
      let row = attempt.rows[item.row]
      deferred.append(LateReference(line: row.line, cells: row.cells, id: item.id, wanted: item.wanted))
    }
  }

  /// Targets of references that are kept at hand, so that a file of any length takes bounded memory.
  private static let mostKnown = 50_000

  // MARK: References to rows further down

  /// Sets the references that were put off; returns the rows whose reference is nowhere to be found, by line.
  private mutating func settle() throws(StoreError) -> [Int: RejectedRow] {
    var late: [Int: RejectedRow] = [:]
    for batch in deferred.batches(of: max(options.batchSize, 1)) {
      for (line, row) in try LateReference.settle(batch, plan, tx) { late[line] = row }
    }
    return late
  }

  private func tell() {
    progress?(
      ImportProgress(
        bytesRead: feed.bytesRead, byteCount: byteCount, rowsRead: report.rowsRead, rowsRejected: report.rejected.count)
    )
  }
}

extension ImportTally {
  fileprivate mutating func add(_ other: ImportTally) {
    inserted += other.inserted
    created += other.created
    updated += other.updated
    unchanged += other.unchanged
  }
}
