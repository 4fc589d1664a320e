extension FieldColumns {
  /// The scale of a field of exact numbers; nil for a field of another kind.
  private var scale: Int? {
    switch type {
    case .decimal(let scale), .percent(let scale): scale
    default: nil
    }
  }

  /// The exact numbers of at most `limit` rows of a plain field, with their rows; nil where there is none.
  func decimals(_ limit: Int) -> some Sequence<(row: Int, value: ExactDecimal?)> {
    let scale = scale
    return (0..<min(count, limit)).lazy.map { row in
      guard let scale, case .integer(let cell) = vectors[0][row] else {
        return (row, vectors[0].isNull(at: row) ? nil : ExactDecimal(fieldValue: value(at: row)))
      }
      return (row, try? ExactDecimal(scaledValue: cell, scale: scale))
    }
  }

  /// Adds exact numbers to an empty column, nil as null.
  ///
  /// - Throws: The first number that does not fit; the rows before it are then there.
  mutating func store(decimals count: Int, _ number: (Int) -> ExactDecimal?) throws(ValueError) {
    guard self.count == 0, let scale else {
      for row in 0..<count { try append(number(row).map(FieldValue.decimal) ?? .null) }
      return
    }
    var vector = ColumnVector(.integer)
    for row in 0..<count {
      do throws(ValueError) {
        vector.append(try number(row)?.scaledExactly(to: scale))
      } catch {
        vectors = [vector]
        throw error
      }
    }
    vectors = [vector]
  }
}
