import CRMModel

/// The values of an operand for the rows of a chunk.
enum ChunkOperand {
  /// The same for every row.
  case constant(Scalar)
  /// One a row.
  case column(ColumnChunk)

  /// Computes an operand for some rows; what it holds for others means nothing.
  init(_ operand: Operand, _ view: ChunkView, _ rows: BitWords) throws {
    switch operand {
    case .literal(let scalar): self = .constant(scalar)
    case .column(let column): self = .column(view.column(column, rows))
    case .folded(let column):
      let source = view.column(column, rows)
      let texts = ContiguousArray(source.texts.map { TextKey.folded($0) })
      self = .column(ColumnChunk(codes: source.codes, texts: texts, nulls: source.nulls))
    case .difference(let left, let right):
      let (left, right) = (view.column(left, rows), view.column(right, rows))
      self = .column(
        ChunkOperand.numbers(view, rows, nulls: left.nulls.union(right.nulls)) { row in
          let (difference, overflow) = left.word(row).subtractingReportingOverflow(right.word(row))
          return overflow ? nil : difference
        })
    case .distance(let latitude, let longitude, let point):
      let (latitude, longitude) = (view.column(latitude, rows), view.column(longitude, rows))
      let nulls = latitude.nulls.union(longitude.nulls)
      self = .column(
        ChunkOperand.numbers(view, rows, .real, nulls: nulls) { row in
          PlaceDistance.metres(latitude[row], longitude[row], from: point).realValue.map(ColumnChunk.word)
        })
    case .count(let scan):
      let outer = view.column(scan.outer, rows)
      let counter = try view.scope.counter(scan)
      self = .column(
        try ChunkOperand.numbers(view, rows, nulls: BitWords()) { row in
          outer.nulls[row] ? 0 : Int64(try counter.count(outer.word(row), limit: .max))
        })
    }
  }

  private static func numbers(
    _ view: ChunkView, _ rows: BitWords, _ kind: ColumnKind = .integer, nulls: BitWords, _ make: (Int) throws -> Int64?
  ) rethrows -> ColumnChunk {
    var words = ContiguousArray<Int64>(repeating: 0, count: view.count)
    var nulls = nulls
    try rows.subtracting(nulls).forEach { row in
      if let word = try make(row) { words[row] = word } else { nulls[row] = true }
    }
    return ColumnChunk(kind, words: words, nulls: nulls)
  }
}
