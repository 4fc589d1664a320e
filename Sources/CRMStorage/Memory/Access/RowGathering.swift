import CRMModel

extension ScanScope {
  /// The cells of some rows, column by column.
  func batch(_ rows: ArraySlice<Int>, columns: [ColumnRef]) -> RowBatch {
    let own = Array(rows)
    var places: [Int: [Int]] = [:]
    var vectors: [ColumnVector] = []
    vectors.reserveCapacity(columns.count)
    for column in columns {
      let positions: [Int]
      if column.source == 0 {
        positions = own
      } else if let known = places[column.source] {
        positions = known
      } else {
        positions = rows.map { position(column.source, for: $0) }
        places[column.source] = positions
      }
      vectors.append(snapshot(column.source).vector(column.column, at: positions))
    }
    return RowBatch(ids: rows.map { base.table.id(at: $0) }, columns: columns.map(\.column), vectors: vectors)
  }
}

extension ScanScope.Snapshot {
  /// The cells of a column at some places; null where a place is missing.
  func vector(_ column: Int32, at positions: [Int]) -> ColumnVector {
    guard let place = table.layout.position(of: column) else {
      return ColumnVector(nulls: positions.count, kind: .integer)
    }
    switch table.layout.columns[place].kind {
    case .integer:
      var values = [Int64](repeating: 0, count: positions.count)
      let nulls = gather(place, positions) { values[$0] = $1.word($2) }
      return .integers(values, present: nulls)
    case .real:
      var values = [Double](repeating: 0, count: positions.count)
      let nulls = gather(place, positions) { values[$0] = ColumnChunk.real($1.word($2)) }
      return .reals(values, present: nulls)
    case .text:
      var values = [String?](repeating: nil, count: positions.count)
      _ = gather(place, positions) { values[$0] = $1.texts[Int($1.codes[$2])] }
      return .texts(values)
    }
  }

  /// Calls `take` with the number, chunk and place of every cell that is not null; returns which are, nil if all.
  @inline(__always)
  private func gather(_ column: Int, _ positions: [Int], _ take: (Int, borrowing ColumnChunk, Int) -> Void) -> [Bool]? {
    var present: [Bool]?
    var start = 0
    while start < positions.count {
      let chunk = positions[start] >> RowChunk.shift
      var end = start + 1
      while end < positions.count, positions[end] >> RowChunk.shift == chunk { end += 1 }
      if chunk < 0 {
        if present == nil { present = Array(repeating: true, count: positions.count) }
        for row in start..<end { present?[row] = false }
      } else {
        let cells = table.chunks[chunk].columns[column]
        for row in start..<end {
          let place = positions[row] & (RowChunk.capacity - 1)
          if cells.nulls[place] {
            if present == nil { present = Array(repeating: true, count: positions.count) }
            present?[row] = false
          } else {
            take(row, cells, place)
          }
        }
      }
      start = end
    }
    return present
  }
}
