public import CRMModel

/// A row of a file that was refused, with everything that is wrong with it.
public struct RejectedRow: Hashable, Sendable {
  /// One thing that is wrong.
  public struct Reason: Hashable, Sendable {
    /// What is wrong.
    public let code: ErrorCode
    /// The field concerned; nil if it is the row as a whole.
    public let field: String?
    /// The column concerned; nil if no column is.
    public let column: String?
    /// What is wrong and what to do, in words that hold no customer data.
    public let message: String

    init(_ code: ErrorCode, _ message: String, field: String? = nil, column: String? = nil) {
      self.code = code
      self.field = field
      self.column = column
      self.message = message
    }
  }

  /// The physical line of the row's beginning, from 1.
  public let line: Int
  /// What is wrong, at least one thing.
  public let reasons: [Reason]
  /// The cells as they stand in the file; hold customer data. Fewer or more than there are columns if that is what is
  /// wrong.
  public let cells: [String]

  /// Everything that is wrong in one line, safe to log.
  public var summary: String {
    reasons.map { reason in reason.field.map { "\($0): \(reason.message)" } ?? reason.message }.joined(separator: "; ")
  }

  /// How many bytes of refused rows an import holds.
  static let mostBytes = 64 << 20

  /// About how many bytes the row takes.
  var size: Int { cells.reduce(64) { $0 + $1.utf8.count + 16 } }
}
