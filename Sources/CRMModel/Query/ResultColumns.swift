/// The groups of a query, column by column: for whoever computes with many of them.
///
///     let columns = try await session.columns(Query("opportunity").group(by: "owner").measure(.sum, "amount"))
///     if case .coded(let owners, let codes) = columns["owner"], case .sums(let sums, _, _) = columns["sum(amount)"] {
///       for row in 0..<columns.count { print(owners[Int(codes[row])], sums[row]) }
///     }
public struct ResultColumns: Hashable, Sendable {
  /// One column.
  public enum Column: Hashable, Sendable {
    /// What the rows are grouped by: values, and for each row the place of its value among them. Values may be of no row.
    case coded(values: [FieldValue], codes: [Int32])
    /// How many records, or values, there are.
    case counts([Int64])
    /// Exact sums, and how many values each is of, in the least unit of the type: an amount's minor unit, the last decimal of a number, a
    /// microsecond. A sum may be more than a value of the type can be.
    case sums([Int128], counts: [Int64], of: FieldType)
    /// Anything else.
    case values([FieldValue])
  }

  /// How many rows there are.
  public let count: Int
  /// The columns' names, in order: aliases, or the text forms of what was selected.
  public let names: [FieldName]
  /// The columns, in order, each with ``count`` rows.
  public let columns: [Column]

  package init(count: Int, names: [FieldName], columns: [Column]) {
    self.count = count
    self.names = names
    self.columns = columns
  }

  /// A column by its name; nil if there is none.
  public subscript(name: FieldName) -> Column? { names.firstIndex(of: name).map { columns[$0] } }
}
