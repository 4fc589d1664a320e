import CRMModel

/// Measures one thing of every group while the rows pass by.
struct MeasureTally {
  private let measure: Measure
  private var counts: ContiguousArray<Int64> = []
  private var sums: ContiguousArray<Int128> = []
  private var extrema: ContiguousArray<Int64> = []
  private var texts: ContiguousArray<String?> = []
  private var coder: KeyCoder?
  private var pairs = CodeTable()

  init(_ measure: Measure) {
    self.measure = measure
    if case .distinct(let column) = measure { coder = KeyCoder(.column(column)) }
  }

  /// Makes room for groups.
  mutating func grow(to groups: Int) {
    let more = groups - counts.count
    guard more > 0 else { return }
    counts.append(contentsOf: repeatElement(0, count: more))
    switch measure {
    case .sum: sums.append(contentsOf: repeatElement(0, count: more))
    case .minimum, .maximum:
      extrema.append(contentsOf: repeatElement(0, count: more))
      texts.append(contentsOf: repeatElement(nil, count: more))
    case .rows, .values, .distinct: break
    }
  }

  /// Takes in some rows of a chunk.
  ///
  /// - Parameter groups: The group of each row.
  mutating func add(_ view: ChunkView, _ rows: BitWords, _ groups: ContiguousArray<Int>) throws {
    switch measure {
    case .rows: rows.forEach { counts[groups[$0]] += 1 }
    case .values(let column):
      rows.subtracting(view.column(column, rows).nulls).forEach { counts[groups[$0]] += 1 }
    case .distinct(let column):
      let present = rows.subtracting(view.column(column, rows).nulls)
      guard let codes = try coder?.codes(view, present) else { return }
      present.forEach { row in
        let before = pairs.count
        _ = pairs.code(for: Int64(groups[row]) << 32 | Int64(codes[row])) { 0 }
        if pairs.count > before { counts[groups[row]] += 1 }
      }
    case .sum(let column):
      let cells = view.column(column, rows)
      let words = cells.words
      rows.subtracting(cells.nulls).forEach { row in
        let group = groups[row]
        counts[group] += 1
        sums[group] += Int128(words[row])
      }
    case .minimum(let column), .maximum(let column):
      let cells = view.column(column, rows)
      var isMinimum = false
      if case .minimum = measure { isMinimum = true }
      if cells.kind == .text { return addTexts(cells, rows, groups, isMinimum) }
      let words = cells.words
      rows.subtracting(cells.nulls).forEach { row in
        let group = groups[row]
        let word = words[row]
        if counts[group] == 0 || (isMinimum ? word < extrema[group] : word > extrema[group]) { extrema[group] = word }
        counts[group] += 1
      }
    }
  }

  private mutating func addTexts(
    _ cells: ColumnChunk, _ rows: BitWords, _ groups: ContiguousArray<Int>, _ isMinimum: Bool
  ) {
    // Each text of the chunk is compared once a group, however many rows have it.
    var seen = CodeTable()
    rows.subtracting(cells.nulls).forEach { row in
      let group = groups[row]
      let before = seen.count
      _ = seen.code(for: Int64(group) << 32 | Int64(cells.codes[row])) { 0 }
      guard seen.count > before else { return }
      let text = cells.texts[Int(cells.codes[row])]
      guard let known = texts[group] else {
        texts[group] = text
        return
      }
      let order = ScalarOrder.compare(text, known)
      if isMinimum ? order < 0 : order > 0 { texts[group] = text }
    }
  }

  /// What it came to for each group.
  func values() -> [MeasureValue] {
    switch measure {
    case .rows, .values, .distinct: counts.map { .count($0) }
    case .sum: zip(sums, counts).map { .sum($0, count: $1) }
    case .minimum, .maximum:
      counts.indices.map { group in
        if let text = texts[group] { return .extremum(.text(text)) }
        return .extremum(counts[group] == 0 ? .null : .integer(extrema[group]))
      }
    }
  }
}
