public import CRMModel

/// What an import did, or would have done.
public struct ImportReport: Hashable, Sendable {
  /// What became of what was written.
  public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is stored.
    case kept
    /// Rows were refused, so nothing is stored.
    case nothingKept = "nothing_kept"
    /// It was a dry run, so nothing is stored.
    case dryRun = "dry_run"
  }

  /// What became of what was written.
  public internal(set) var outcome = Outcome.kept
  /// Records of the file after the header, refused ones included, blank lines not.
  public internal(set) var rowsRead = 0
  /// What was done to the records of each entity, ordered by name; under ``Outcome/nothingKept`` it is what was done
  /// before it was undone.
  public internal(set) var tallies: [ImportTally] = []
  /// Every row that was refused, in the order of the file.
  public internal(set) var rejected: [RejectedRow] = []
  /// Whether the whole file was read; if not, the last of ``rejected`` says why.
  public internal(set) var isComplete = true
  /// The names of the columns.
  public internal(set) var columns: [String] = []
  /// Which column fills which field; fields of several columns are named once for each.
  public internal(set) var assignments: [ImportAssignment] = []
  /// How the file was read.
  public internal(set) var dialect = TabularDialect()
  /// What the dialect was told from.
  public internal(set) var findings: [ImportFinding] = []

  /// A report of nothing.
  init() {}

  /// Whether reading ended because too many rows were refused.
  var isGivenUp: Bool { rejected.contains { $0.reasons.contains { $0.code == .tooManyRejected } } }

  /// Ends the list of refused rows because there are too many.
  mutating func giveUp(_ line: Int) {
    rejected.sort { $0.line < $1.line }
    let reason = RejectedRow.Reason(
      .tooManyRejected, "more than \(rejected.count) rows were refused; the rest is not told")
    rejected.append(RejectedRow(line: max(line, rejected.last?.line ?? 0), reasons: [reason], cells: []))
    isComplete = false
  }

  /// Records added, those made because a reference meant them included.
  public var inserted: Int { tallies.reduce(0) { $0 + $1.inserted + $1.created } }
  /// Records that were there and are different now.
  public var updated: Int { tallies.reduce(0) { $0 + $1.updated } }
  /// Records that were there and have the same values.
  public var unchanged: Int { tallies.reduce(0) { $0 + $1.unchanged } }
}

/// What an import did to the records of one entity.
public struct ImportTally: Hashable, Sendable {
  /// The entity.
  public let entity: EntityName
  /// Records that rows of the file added.
  public internal(set) var inserted = 0
  /// Records that were made because a reference meant them.
  public internal(set) var created = 0
  /// Records that were there and were changed, once for each batch of rows.
  public internal(set) var updated = 0
  /// Records that were there and had the values already, or were to be kept.
  public internal(set) var unchanged = 0

  init(_ entity: EntityName) { self.entity = entity }
}

/// A column and the field it fills.
public struct ImportAssignment: Hashable, Sendable {
  /// The column's name.
  public let column: String
  /// The entity of the field.
  public let entity: EntityName
  /// The field, with a dot and the part if it is one part of it.
  public let field: String
}

/// One aspect of a file's dialect, and why it was taken so.
public struct ImportFinding: Hashable, Sendable {
  /// `encoding`, `delimiter`, `decimal_sign`, `grouping_sign` or `date_order`.
  public let aspect: String
  /// What it was taken for.
  public let value: String
  /// `stated`, or how sure the detection is: `certain`, `likely`, `assumed` or `ambiguous`.
  public let certainty: String
  /// Why, in words and figures that hold no text of the file.
  public let evidence: String
}

/// How far an import is.
public struct ImportProgress: Hashable, Sendable {
  /// Bytes read.
  public let bytesRead: Int
  /// Bytes there are; nil if the source does not know.
  public let byteCount: Int?
  /// Rows read.
  public let rowsRead: Int
  /// Rows refused.
  public let rowsRejected: Int
}
