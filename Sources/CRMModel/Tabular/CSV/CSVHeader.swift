/// The names of the columns, as the file gives them.
///
/// Names may be empty or occur twice: a column is always known by its index, and a name finds a column only if it is
/// the name of exactly one. ``issues`` says what is odd, so that a tool can show it before anything is imported.
public struct CSVHeader: Hashable, Sendable {
  /// What can be odd about a column's name.
  public enum Issue: Hashable, Sendable {
    /// The column, from 0, has no name, or one of white space only.
    case empty(column: Int)
    /// The column, from 0, has the same name as an earlier one.
    case duplicate(column: Int, of: Int)
  }

  /// The names in the order of the columns, unchanged.
  public let names: [String]
  /// What is odd about them, in the order of the columns.
  public let issues: [Issue]
  /// Physical line of the header's first byte, from 1.
  public let line: Int

  private let indexes: [String: Int]

  /// Takes the names of the columns.
  ///
  /// - Complexity: O(*n*) in the number of columns.
  public init(names: [String], line: Int = 1) {
    var first: [String: Int] = [:]
    var repeated: Set<String> = []
    var issues: [Issue] = []
    for (column, name) in names.enumerated() {
      if name.allSatisfy(\.isWhitespace) {
        issues.append(.empty(column: column))
        repeated.insert(name)
      } else if let earlier = first[name] {
        issues.append(.duplicate(column: column, of: earlier))
        repeated.insert(name)
      } else {
        first[name] = column
      }
    }
    for name in repeated { first[name] = nil }
    self.names = names
    self.issues = issues
    self.line = line
    indexes = first
  }

  /// The column of that name, from 0; nil if there is none or more than one.
  ///
  /// - Complexity: O(1).
  public func column(named name: String) -> Int? { indexes[name] }
}
