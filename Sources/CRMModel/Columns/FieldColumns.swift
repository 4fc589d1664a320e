/// The physical columns of one field for a batch of rows.
public struct FieldColumns: Sendable {
  /// The field's type, with the workspace's currency filled in.
  public let type: FieldType
  /// One vector for each of ``FieldType/columns``.
  public var vectors: [ColumnVector]

  /// Columns that hold values of `type` already.
  public init(type: FieldType, vectors: [ColumnVector]) {
    self.type = type
    self.vectors = vectors
  }

  /// Empty columns for values of `type`.
  public init(type: FieldType) {
    self.init(type: type, vectors: type.columns.map { ColumnVector($0.kind) })
  }

  /// How many rows there are.
  public var count: Int { vectors.first?.count ?? 0 }

  /// The value of a row.
  public func value(at row: Int) -> FieldValue {
    vectors.count == 1
      ? FieldCodec.decode(vectors[0][row], as: type) : FieldCodec.decode(vectors.map { $0[row] }, as: type)
  }

  /// Adds a row.
  ///
  /// - Throws: ``ValueError`` if the value does not fit the type; nothing is added then.
  public mutating func append(_ value: FieldValue) throws(ValueError) {
    let cells = try FieldCodec.encode(value, as: type)
    for (index, cell) in cells.enumerated() { vectors[index].append(cell) }
  }
}
