public import CRMModel

extension Session {
  /// Reads a file of delimited text into records.
  ///
  ///     let map = ImportMap("account")
  ///     let report = try await session.importCSV(.file("accounts.csv"), map: map)
  ///
  /// Everything happens in one transaction, batch by batch through the same path as every other write, so others see
  /// all of it or nothing. The file is read piece by piece, and none of its cells is held but those of refused rows. What
  /// grows with it is what one commit needs: the ids of new records, the old values of changed ones for the change log,
  /// and for references that may mean rows of the file a line and a value each. `Guides/ImportASpreadsheet.md` has
  /// figures. How the file is written is detected and reported, unless the map states it; what can be read in two ways
  /// is an error, not a guess.
  ///
  /// A row is written as a whole or refused as a whole; so is a row that refers to one that was refused. With ``ImportOptions/OnError/stop`` any refused row means that
  /// nothing is kept; the report says so and lists every refused row. A file that cannot be read to its end counts as a
  /// refused row.
  ///
  /// - Parameters:
  ///   - source: Where the bytes come from; it may be read more than once.
  ///   - map: How columns become fields.
  ///   - options: What to do with rows that are refused, and whether it is only a trial.
  ///   - progress: Told after each stretch of the file, from the thread that writes; from the beginning again if rows
  ///     are found out to be bad when the file has been read, because rows that refer to them are.
  ///   - review: Given the report before anything is kept, so that refused rows are safe first; if it throws, nothing
  ///     is. Given it again if the transaction has to be run again, and also for what is not kept.
  /// - Returns: What was done, or would have been.
  /// - Throws: What is wrong with the map, all of it at once; a header that cannot be read; `ambiguous_dates` and
  ///   `ambiguous_numbers`; whatever goes wrong with source or store, `too_large` if the old values are more than the change
  ///   log takes in one commit; what `review` throws. Nothing is kept then.
  /// - Complexity: O(*n*) in the bytes, and O(*m* log *k*) for *m* records into a store of *k*.
  @concurrent public func importCSV(
    _ source: ImportSource, map: ImportMap, options: ImportOptions = ImportOptions(),
    progress: (@Sendable (ImportProgress) -> Void)? = nil, review: (@Sendable (ImportReport) throws -> Void)? = nil
  ) async throws(StoreError) -> ImportReport {
    var excluded: [Int: [RejectedRow.Reason]] = [:]
    while true {
      let rows = excluded
      do {
        return try await write(cause: "import") { tx in
          var pass = try ImportPass(tx, source, map, options, excluded: rows, progress: progress)
          let result = try pass.run()
          if let rollback = ImportRollback(result, options) { throw rollback }
          try review?(result.report)
          return result.report
        }
      } catch let rollback as ImportRollback {
        if rollback.late.isEmpty {
          do { try review?(rollback.report) } catch { throw StoreError(wrapping: error) }
          return rollback.report
        }
        // None of these rows was left out before, so this ends.
        excluded.merge(rollback.late) { first, _ in first }
      } catch {
        throw StoreError(wrapping: error)
      }
    }
  }
}

/// Undoes a pass, and says what it came to.
private struct ImportRollback: Error {
  var report: ImportReport
  /// Rows to leave out of another pass: what they made has to be as if they had never been there.
  let late: [Int: [RejectedRow.Reason]]

  /// Nil if what was done may be kept.
  init?(_ result: ImportPass.Result, _ options: ImportOptions) {
    report = result.report
    late = result.late
    if report.isGivenUp || (options.onError == .stop && !report.rejected.isEmpty) { report.outcome = .nothingKept }
    if options.isDryRun { report.outcome = .dryRun }
    if report.outcome == .kept, late.isEmpty { return nil }
  }
}
