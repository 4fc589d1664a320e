/// A query whose rows are tuples.
public struct TupleQuery<each V: FieldRepresentable>: Hashable, Sendable {
  /// The same query without its types.
  public let query: Query

  /// The tuple that a row's values make; nil if one is of another type than the schema says.
  ///
  /// - Parameter next: Gives the value of each column in turn.
  package func tuple(next: () -> FieldValue) -> (repeat each V)? {
    func value<W: FieldRepresentable>(_ type: W.Type) throws(ValueError) -> W {
      guard let value = W(fieldValue: next()) else { throw ValueError(.wrongType, "another type") }
      return value
    }
    return try? (repeat value((each V).self))
  }
}
