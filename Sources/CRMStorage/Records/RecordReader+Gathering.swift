import CRMModel

extension RecordReader {
  /// All rows of a scan, each as an element that `initialize` makes at a place where it stays.
  ///
  /// Where the scan is of a whole table, its rows are counted first and made in the array that is given away; otherwise
  /// they are made in pieces and moved once.
  ///
  /// - Parameter initialize: Initializes the place; to end the scan it returns false.
  func gather<Element>(
    _ scan: RowScan, _ initialize: (UnsafeMutableRawPointer, borrowing CellRow) -> Bool
  ) throws(StoreError) -> [Element] {
    guard let count = try rows(ofWholeTable: scan) else { return try gatherInPieces(scan, initialize) }
    let further = EntityArray<Element>(capacity: 1)
    let elements = try engine {
      try [Element](unsafeUninitializedCapacity: count) { room, made in
        let stride = MemoryLayout<Element>.stride
        let base = room.baseAddress.map { UnsafeMutableRawPointer($0) }
        try self.reader.rows(scan) { cells in
          var goesOn = true
          // No more can come than there are; should an engine count otherwise, they are not lost.
          guard made < count, let base else {
            further.append { goesOn = initialize($0, cells) }
            return goesOn
          }
          goesOn = initialize(base + made * stride, cells)
          made += 1
          return goesOn
        }
      }
    }
    return further.count == 0 ? elements : elements + further.takeAll()
  }

  /// The same for elements that may be made elsewhere: where there are many, another core makes them while this one reads.
  func gatherShared<Element: Sendable>(
    _ scan: RowScan, _ initialize: @escaping ElementMaker
  ) throws(StoreError) -> [Element] {
    var making = SharedRows(stride: MemoryLayout<Element>.stride, initialize)
    let count = try rows(ofWholeTable: scan)
    let found = EntityArray<Element>(capacity: min(RecordReader.batchSize, scan.limit ?? RecordReader.batchSize))
    guard let count else {
      var alone = RecordReader.batchSize
      try engine {
        defer { making.finish(found.append) }
        try self.reader.rows(scan) { cells in
          if alone > 0 {
            alone -= 1
            found.append { initialize($0, cells) }
          } else {
            making.add(cells, found.append)
          }
          return true
        }
      }
      return found.takeAll()
    }
    let elements = try engine {
      try [Element](unsafeUninitializedCapacity: count) { room, made in
        let base = room.baseAddress
        /// No more can come than there are; should an engine count otherwise, they are not lost.
        func place(_ rows: Int) -> UnsafeMutableRawPointer {
          guard found.count == 0, rows <= count - made, let base else { return found.append(rows) }
          defer { made += rows }
          return UnsafeMutableRawPointer(base + made)
        }
        defer { making.finish(place) }
        try self.reader.rows(scan) { cells in
          making.add(cells, place)
          return true
        }
      }
    }
    return found.count == 0 ? elements : elements + found.takeAll()
  }

  private func gatherInPieces<Element>(
    _ scan: RowScan, _ initialize: (UnsafeMutableRawPointer, borrowing CellRow) -> Bool
  ) throws(StoreError) -> [Element] {
    let found = EntityArray<Element>(capacity: min(RecordReader.batchSize, scan.limit ?? RecordReader.batchSize))
    try engine {
      try self.reader.rows(scan) { cells in
        var goesOn = true
        found.append { goesOn = initialize($0, cells) }
        return goesOn
      }
    }
    return found.takeAll()
  }

  /// How many rows the table has whose live rows a scan reads, if there are so many that it pays to ask; nil for other
  /// scans. The deleted ones count, too.
  private func rows(ofWholeTable scan: RowScan) throws(StoreError) -> Int? {
    guard scan.sources.count == 1, scan.limit == nil, scan.ids == nil,
      scan.filter == nil || scan.filter == .and([IndexPlan.liveRows])
    else { return nil }
    let few = RecordReader.batchSize
    return try engine {
      let counted = try self.reader.count(scan.sources, nil, limit: few + 1)
      return counted > few ? try self.reader.count(scan.sources, nil, limit: nil) : nil
    }
  }
}
