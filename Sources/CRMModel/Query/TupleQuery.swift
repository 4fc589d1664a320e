/// A query whose rows are tuples.
public struct TupleQuery<each V: FieldRepresentable>: Hashable, Sendable {
  /// The same query without its types.
  public let query: Query

  /// The tuple that a row's values make; nil if one is of another type than the schema says.
  package func tuple(_ values: [FieldValue]) -> (repeat each V)? {
    var index = 0
    func next<W: FieldRepresentable>(_ type: W.Type) throws -> W {
      guard index < values.count, let value = W(fieldValue: values[index]) else {
        throw ValueError(.wrongType, "another type")
      }
      index += 1
      return value
    }
    return try? (repeat next((each V).self))
  }
}
