import CRMModel

/// Measures one thing of every group while the rows pass by.
struct MeasureTally: Sendable {
  private let measure: Measure
  private var counts: ContiguousArray<Int64> = []
  private var sums: ContiguousArray<Int128> = []
  /// What any number is beyond, for groups without one.
  private var extrema: ContiguousArray<Int64> = []
  private var texts: ContiguousArray<String?> = []
  /// The numbered values that are counted apart, and the pairs of group and value that were met.
  private let values: NumberedRoot?
  private var known = CodeTable()
  private var pairs: ContiguousArray<Int64> = []

  /// - Parameter values: The numbered values of the column whose different values are counted.
  init(_ measure: Measure, _ values: NumberedRoot?) {
    self.measure = measure
    self.values = values
  }

  /// Makes room for groups.
  mutating func grow(to groups: Int) {
    let more = groups - counts.count
    guard more > 0 else { return }
    counts.append(contentsOf: repeatElement(0, count: more))
    switch measure {
    case .sum: sums.append(contentsOf: repeatElement(0, count: more))
    case .minimum, .maximum:
      extrema.append(contentsOf: repeatElement(isMinimum ? .max : .min, count: more))
      texts.append(contentsOf: repeatElement(nil, count: more))
    case .rows, .values, .distinct: break
    }
  }

  /// Takes in some rows of a chunk.
  ///
  /// - Parameter rows: The rows, each with its group; there is room for all groups.
  mutating func add(_ view: ChunkView, _ rows: GroupedRows) throws {
    switch measure {
    case .rows:
      counts.withUnsafeMutableBufferPointer { counts in
        for index in 0..<rows.count { counts[Int(rows.groups[index])] &+= 1 }
      }
    case .values(let column):
      let nulls = view.column(column, rows.set).nulls
      rows.forEach(but: nulls) { _, group in counts[group] &+= 1 }
    case .distinct(let column): count(view.column(column, rows.set).nulls, view.index, rows)
    case .sum(let column):
      let cells = view.column(column, rows.set)
      counts.withUnsafeMutableBufferPointer { counts in
        sums.withUnsafeMutableBufferPointer { sums in
          cells.withWords { word in
            // Under a null stands 0.
            rows.forEach(telling: cells.nulls) { row, group, told in
              counts[group] &+= told
              sums[group] &+= Int128(word(row))
            }
          }
        }
      }
    case .minimum(let column), .maximum(let column):
      let cells = view.column(column, rows.set)
      if cells.kind == .text { return addTexts(cells, rows) }
      let isMinimum = isMinimum
      counts.withUnsafeMutableBufferPointer { counts in
        extrema.withUnsafeMutableBufferPointer { extrema in
          cells.withWords { word in
            rows.forEach(but: cells.nulls) { row, group in
              counts[group] &+= 1
              extrema[group] = isMinimum ? min(extrema[group], word(row)) : max(extrema[group], word(row))
            }
          }
        }
      }
    }
  }

  private var isMinimum: Bool { if case .minimum = measure { true } else { false } }

  private mutating func take(_ text: String, _ group: Int) {
    guard let known = texts[group] else {
      texts[group] = text
      return
    }
    let order = ScalarOrder.compare(text, known)
    if isMinimum ? order < 0 : order > 0 { texts[group] = text }
  }

  private mutating func count(_ nulls: BitWords, _ chunk: Int, _ rows: GroupedRows) {
    guard let values else { return }
    let codes = values.byRow(chunk, of: rows.table)
    rows.forEach(but: nulls) { row, group in count(Int64(group) << 32 | Int64(codes[row])) }
  }

  private mutating func count(_ pair: Int64) {
    let before = known.count
    _ = known.code(for: pair) { 0 }
    if known.count == before { return }
    pairs.append(pair)
    counts[Int(pair >> 32)] += 1
  }

  private mutating func addTexts(_ cells: ColumnChunk, _ rows: GroupedRows) {
    // Each text of the chunk is compared once a group, however many rows have it.
    var seen = CodeTable()
    rows.forEach(but: cells.nulls) { row, group in
      let before = seen.count
      _ = seen.code(for: Int64(group) << 32 | Int64(cells.codes[row])) { 0 }
      if seen.count > before { take(cells.texts[Int(cells.codes[row])], group) }
    }
  }

  /// Takes in what was measured of other rows.
  ///
  /// - Parameter groups: For each of the other's groups the one here; there is room for all.
  mutating func add(_ other: MeasureTally, _ groups: ContiguousArray<Int32>) {
    switch measure {
    case .rows, .values:
      for (index, group) in groups.enumerated() { counts[Int(group)] += other.counts[index] }
    case .distinct:
      for pair in other.pairs { count(Int64(groups[Int(pair >> 32)]) << 32 | (pair & 0xFFFF_FFFF)) }
    case .sum:
      for (index, group) in groups.enumerated() {
        counts[Int(group)] += other.counts[index]
        sums[Int(group)] += other.sums[index]
      }
    case .minimum, .maximum:
      for (index, group) in groups.enumerated() {
        if let text = other.texts[index] { take(text, Int(group)) }
        let (known, word) = (extrema[Int(group)], other.extrema[index])
        extrema[Int(group)] = isMinimum ? min(known, word) : max(known, word)
        counts[Int(group)] += other.counts[index]
      }
    }
  }

  /// What it came to for each group.
  func column() -> GroupBatch.MeasureColumn {
    switch measure {
    case .rows, .values, .distinct: .counts(Array(counts))
    case .sum: .sums(Array(sums), counts: Array(counts))
    case .minimum, .maximum:
      .extrema(
        counts.indices.map { group in
          if let text = texts[group] { return .text(text) }
          return counts[group] == 0 ? .null : .integer(extrema[group])
        })
    }
  }
}
