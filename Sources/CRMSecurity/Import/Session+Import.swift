public import CRMModel

extension Session {
  /// Reads a file of delimited text into records.
  ///
  ///     let map = ImportMap("account")
  ///     let report = try await session.importCSV(.file("accounts.csv"), map: map)
  ///
  /// Everything happens in one transaction, batch by batch through the same path as every other write, so others see
  /// all of it or nothing. Memory does not grow with the file, apart from the ids of new records and the rows that are
  /// refused. How the file is written is detected and reported, unless the map states it; what can be read in two ways
  /// is an error, not a guess.
  ///
  /// A row is written as a whole or refused as a whole. With ``ImportOptions/OnError/stop`` any refused row means that
  /// nothing is kept; the report says so and lists every refused row. A file that cannot be read to its end counts as a
  /// refused row.
  ///
  /// - Parameters:
  ///   - source: Where the bytes come from; it may be read more than once.
  ///   - map: How columns become fields.
  ///   - options: What to do with rows that are refused, and whether it is only a trial.
  ///   - progress: Told after each stretch of the file, from the thread that writes.
  /// - Returns: What was done, or would have been.
  /// - Throws: What is wrong with the map, all of it at once; a header that cannot be read; `ambiguous_dates` and
  ///   `ambiguous_numbers`; whatever goes wrong with source or store. Nothing is kept then.
  /// - Complexity: O(*n*) in the bytes, and O(*m* log *k*) for *m* records into a store of *k*.
  @concurrent public func importCSV(
    _ source: ImportSource, map: ImportMap, options: ImportOptions = ImportOptions(),
    progress: (@Sendable (ImportProgress) -> Void)? = nil
  ) async throws(StoreError) -> ImportReport {
    var excluded: [Int: RejectedRow] = [:]
    for _ in 0..<ImportRollback.mostPasses {
      let rows = excluded
      do {
        return try await write(cause: "import") { tx in
          var pass = try ImportPass(tx, source, map, options, excluded: rows, progress: progress)
          let result = try pass.run()
          if let rollback = ImportRollback(result, options) { throw rollback }
          return result.report
        }
      } catch let rollback as ImportRollback {
        if rollback.late.isEmpty { return rollback.report }
        excluded.merge(rollback.late) { first, _ in first }
      } catch {
        throw StoreError(wrapping: error)
      }
    }
    throw StoreError(
      .invalid, .referenceNotFound,
      "rows refer to rows that refer to rows that are not there, deeper than \(ImportRollback.mostPasses) levels")
  }
}

/// Undoes a pass, and says what it came to.
private struct ImportRollback: Error {
  static let mostPasses = 16

  var report: ImportReport
  /// Rows to leave out of another pass.
  var late: [Int: RejectedRow] = [:]

  /// Nil if what was done may be kept.
  init?(_ result: ImportPass.Result, _ options: ImportOptions) {
    report = result.report
    let isHopeless = report.rejected.contains { $0.reasons.contains { $0.code == .tooManyRejected } }
    switch options.onError {
    case .stop:
      report.rejected = (report.rejected + result.late.values).sorted { $0.line < $1.line }
      if !report.rejected.isEmpty { report.outcome = .nothingKept }
    case .skip where isHopeless:
      report.outcome = .nothingKept
    case .skip:
      // Rows that lean on a row that is left out have to be found out by reading once more.
      late = result.late
    }
    if options.isDryRun { report.outcome = .dryRun }
    if report.outcome == .kept, late.isEmpty { return nil }
  }
}
