extension GroupKey {
  /// The column that the key is made of.
  var column: ColumnRef {
    switch self {
    case .column(let column), .bucket(let column, _): column
    }
  }
}
