import CRMModel
import CRMStorage

/// One reading of a file from its beginning to its end, inside one transaction.
struct ImportPass {
  /// What a pass came to.
  struct Result: Sendable {
    var report: ImportReport
    /// Rows that were found out to be bad when the whole file had been read, by line; their records are written.
    var late: [Int: [RejectedRow.Reason]]
  }

  let options: ImportOptions
  let byteCount: Int?
  let progress: (@Sendable (ImportProgress) -> Void)?
  /// Rows that an earlier pass found out to be bad, by line.
  let excluded: [Int: [RejectedRow.Reason]]
  private var feed: ImportFeed
  private let plan: ImportPlan
  private let tx: WriteTransaction
  private var report = ImportReport()
  private var tallies: [EntityName: ImportTally] = [:]
  private var rejectedBytes = 0
  private var known: [Int: [Scalar: Int64]] = [:]
  /// The lines of refused rows, by the way to find and the key by which they would have been found.
  private var lost: [Int: [Scalar: Int]] = [:]
  private var deferred: [LateReference] = []
  private var lineage = RowLineage()
  private var readKeys = ReadKeys()

  /// Opens the source, reads the header and ties the map to it.
  init(
    _ tx: WriteTransaction, _ source: ImportSource, _ map: ImportMap, _ options: ImportOptions,
    excluded: [Int: [RejectedRow.Reason]], progress: (@Sendable (ImportProgress) -> Void)?
  ) throws(StoreError) {
    self.tx = tx
    self.options = options
    self.excluded = excluded
    self.progress = progress
    byteCount = source.byteCount
    var feed = try ImportFeed(source, map)
    let header = try feed.columns()
    var map = map
    map.dialect = feed.stated
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
    var late: [Int: [RejectedRow.Reason]] = [:]
    // Without the rest of a damaged file it cannot be told what is not there, unless the rest is given up.
    if report.isComplete || (options.onError == .skip && !report.isGivenUp) { late = try settle() }
    report.rejected.sort { $0.line < $1.line }
    report.tallies = tallies.values.sorted { $0.entity < $1.entity }
    return Result(report: report, late: late)
  }

  private mutating func take(_ batch: CSVBatch) throws(StoreError) {
    report.rowsRead += batch.count + batch.problems.count
    for (problem, cells) in zip(batch.problems, batch.refusedRecords) {
      let reason = RejectedRow.Reason(problem.code, "\(problem.hint), at \(problem.position)")
      let draft = RowDraft(line: problem.position.line, cells: feed.original(cells), plan: plan, &readKeys)
      reject(draft, [reason])
    }
    var drafts: [RowDraft] = []
    for record in 0..<batch.count {
      let line = batch.line(ofRecord: record) ?? 0
      do throws(CSVError) {
        let draft = RowDraft(line: line, cells: try feed.record(record, of: batch), plan: plan, &readKeys)
        let reasons = excluded[line] ?? draft.reasons
        if reasons.isEmpty { drafts.append(draft) } else { reject(draft, reasons) }
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
    guard report.isComplete else { return }
    for (find, key) in draft.givenKeys(plan) { lost[find, default: [:]][key] = draft.line }
    reject(RejectedRow(line: draft.line, reasons: reasons, cells: draft.cells))
  }

  private mutating func reject(_ row: RejectedRow) {
    guard report.isComplete else { return }
    rejectedBytes += row.size
    if report.rejected.count < options.mostRejected, rejectedBytes <= RejectedRow.mostBytes {
      report.rejected.append(row)
    } else {
      report.giveUp(row.line)
    }
  }

  /// Writes rows; those that stand in the way are refused and the others tried again, in the end one by one.
  private mutating func write(_ drafts: [RowDraft]) throws(StoreError) {
    var rest = drafts
    var rounds = 0
    while !rest.isEmpty {
      rounds += 1
      var attempt = BatchAttempt(tx, plan, rest, known: known, lost: lost)
      do throws(StoreError) {
        try tx.atomically { try attempt.run() }
        attempt.end()
        accept(attempt)
        return
      } catch {
        attempt.end()
        let refusals = attempt.refusals
        if refusals.isEmpty {
          guard error.isAboutRows, rest.count > 1 else { throw error }
          return try writeOneByOne(rest)
        }
        for (index, reasons) in refusals.sorted(by: { $0.key < $1.key }) { reject(rest[index], reasons) }
        rest = rest.indices.filter { refusals[$0] == nil }.map { rest[$0] }
        // An engine tells one taken value at a time; many of them are told sooner one by one.
        if rounds >= BatchAttempt.mostRounds, rest.count > 1 { return try writeOneByOne(rest) }
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
      let line = attempt.rows[item.row].line
      deferred.append(LateReference(line: line, id: item.id, find: item.wanted.find, value: item.wanted.value))
    }
    lineage.add(attempt.lineage)
  }

  /// Targets of references that are kept at hand, so that a file of any length takes bounded memory.
  private static let mostKnown = 50_000

  // MARK: References to rows further down

  /// Sets the references that were put off; returns the rows that are refused now, by line: those whose reference is
  /// nowhere to be found, and those that refer to rows that are refused.
  private mutating func settle() throws(StoreError) -> [Int: [RejectedRow.Reason]] {
    let most = options.mostRejected - report.rejected.count
    var late: [Int: [RejectedRow.Reason]] = [:]
    let size = max(options.batchSize, 1)
    for start in stride(from: 0, to: deferred.count, by: size) where late.count <= most {
      if Task.isCancelled { throw .cancelled }
      let items = Array(deferred[start..<min(start + size, deferred.count)])
      let outcome = try LateReference.settle(items, plan, lost: lost, tx)
      late.merge(outcome.late) { $0 + $1 }
      for lean in outcome.leans { lineage.add(lean) }
    }
    if late.isEmpty { return [:] }
    let spread = lineage.spread(late.keys.sorted(), limit: most - late.count) { find, line in
      .notFound(plan.finds[find], line: line)
    }
    late.merge(spread) { first, _ in first }
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
