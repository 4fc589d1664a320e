import CRMModel

/// A column whose values decide some of the keys: those made of it, and those of parents that are found by it.
///
/// Rows that agree in it agree in all its keys, so rows are told apart by few numbers: a deal's stage decides the stage's category,
/// probability and whatever else of the stage is asked for.
struct GroupRoot: Sendable {
  /// The column: of source 0, or of a parent that is found by more than one column.
  let column: ColumnRef
  /// The places of the keys that it decides.
  var keys: [Int]

  /// The roots of some keys, each once, in the order of their first keys.
  static func roots(of keys: [GroupKey], _ sources: [Source]) -> [GroupRoot] {
    var roots: [GroupRoot] = []
    for (place, key) in keys.enumerated() {
      let column = root(of: key.column, sources)
      if let known = roots.firstIndex(where: { $0.column == column }) {
        roots[known].keys.append(place)
      } else {
        roots.append(GroupRoot(column: column, keys: [place]))
      }
    }
    return roots
  }

  private static func root(of column: ColumnRef, _ sources: [Source]) -> ColumnRef {
    guard column.source > 0, let link = sources[column.source].link, link.entity == nil else { return column }
    return root(of: link.id, sources)
  }
}

/// The values of a root, numbered over all chunks, and what they mean for its keys.
struct NumberedRoot: Sendable {
  /// One key that the root decides.
  struct Key: Sendable {
    /// Its place among the keys.
    let place: Int
    /// The values that it takes.
    var values: [Scalar] = []
    /// For each combination, the place of the key's value among ``values``.
    var codes: ContiguousArray<Int32> = []
  }

  /// The place of the root's column in the layout of source 0; nil if its numbers are by row in every chunk.
  let column: Int?
  /// The numbers of its values, chunk by chunk.
  private(set) var chunks: [ChunkCodes]
  /// For each number the combination of key values that it stands for, -1 if that cannot be told.
  private(set) var combinations: ContiguousArray<Int32>
  /// How many combinations there are.
  private(set) var count: Int
  private(set) var keys: [Key]
  /// Why it cannot be told what a number stands for. That is no failure of the scan unless a row in question has it.
  private(set) var failures: [Int32: any Error] = [:]

  /// Numbers the values of a root in all rows that are not removed.
  init(_ root: GroupRoot, of keys: [GroupKey], in scope: ScanScope) throws {
    let layout = scope.snapshot(root.column.source).table.layout
    let isOwn = root.column.source == 0
    column = isOwn ? layout.position(of: root.column.column) : nil
    let table = scope.base.table
    let values: [Scalar]
    if let column {
      (values, chunks) = table.numbers.numbers(of: column, in: table)
    } else {
      var numbers = ValueNumbers(layout.kind(of: root.column.column) ?? .integer)
      chunks = table.chunks.indices.map { index in
        let view = ChunkView(scope, index)
        let live = view.chunk.live
        let cells = view.column(root.column, live)
        return .rows(numbers.codes(of: cells, live).byRow(cells))
      }
      values = numbers.values
    }
    self.keys = root.keys.map { Key(place: $0) }
    combinations = []
    count = 0
    if root.keys.count == 1, let only = root.keys.first {
      try combine(values, root, keys[only], scope)
    } else {
      try combine(values, root, keys, scope)
    }
  }

  /// Finds out which values of the root mean the same for its only key.
  private mutating func combine(_ values: [Scalar], _ root: GroupRoot, _ key: GroupKey, _ scope: ScanScope) throws {
    if key == .column(root.column) {
      count = values.count
      combinations = ContiguousArray(0..<Int32(truncatingIfNeeded: values.count))
      keys[0].values = values
    } else {
      let layout = scope.snapshot(key.column.source).table.layout
      var cells = ValueNumbers(layout.kind(of: key.column.column) ?? .integer)
      combinations.reserveCapacity(values.count)
      for (number, value) in values.enumerated() {
        do {
          combinations.append(cells.number(of: try NumberedRoot.value(of: key, for: value, of: root, scope)))
        } catch {
          failures[Int32(truncatingIfNeeded: number)] = error
          combinations.append(-1)
        }
      }
      count = cells.values.count
      keys[0].values = cells.values
    }
    keys[0].codes = ContiguousArray(0..<Int32(truncatingIfNeeded: count))
  }

  /// Finds out which values of the root mean the same for all its keys.
  private mutating func combine(_ values: [Scalar], _ root: GroupRoot, _ keys: [GroupKey], _ scope: ScanScope) throws {
    var numbers: [[Scalar: Int32]] = Array(repeating: [:], count: root.keys.count)
    var known: [[Int32]: Int32] = [:]
    for (number, value) in values.enumerated() {
      do {
        var codes: [Int32] = []
        for (index, place) in root.keys.enumerated() {
          let cell = try NumberedRoot.value(of: keys[place], for: value, of: root, scope)
          let next = Int32(truncatingIfNeeded: self.keys[index].values.count)
          let code = numbers[index][cell] ?? next
          if code == next {
            numbers[index][cell] = next
            self.keys[index].values.append(cell)
          }
          codes.append(code)
        }
        let next = Int32(truncatingIfNeeded: count)
        let combination = known[codes] ?? next
        if combination == next {
          known[codes] = next
          for (index, code) in codes.enumerated() { self.keys[index].codes.append(code) }
          count += 1
        }
        combinations.append(combination)
      } catch {
        failures[Int32(truncatingIfNeeded: number)] = error
        combinations.append(-1)
      }
    }
  }

  private static func value(
    of key: GroupKey, for value: Scalar, of root: GroupRoot, _ scope: ScanScope
  ) throws -> Scalar {
    let cell = cell(key.column, for: value, of: root, scope)
    switch key {
    case .column:
      // Both zeros are one value.
      if case .real(0) = cell { return .real(0) }
      return cell
    case .bucket(_, let bucketing):
      guard let number = cell.integerValue else { return .null }
      return .integer(try bucketing.bucket(of: number))
    }
  }

  private static func cell(
    _ column: ColumnRef, for value: Scalar, of root: GroupRoot, _ scope: ScanScope
  ) -> Scalar {
    if column == root.column { return value }
    guard let link = scope.sources[column.source].link,
      let id = cell(link.id, for: value, of: root, scope).integerValue
    else { return .null }
    return scope.snapshot(column.source).cell(scope.parent(column.source, id: id), column.column)
  }

  /// One root in place of two, for keys so many that the combinations of all roots exceed 64 bits.
  ///
  /// - Complexity: O(*n*) in the rows.
  func combined(with other: NumberedRoot, in table: MemoryTable) -> NumberedRoot {
    var pairs = CodeTable()
    var halves: [(left: Int32, right: Int32)] = []
    var failures: [Int32: any Error] = [:]
    let chunks = self.chunks.indices.map { chunk in
      let numbers = zip(byRow(chunk, of: table), other.byRow(chunk, of: table))
      return ChunkCodes.rows(
        ContiguousArray(
          numbers.map { one, two in
            let half = (left: combinations[Int(one)], right: other.combinations[Int(two)])
            let pair = pairs.code(for: Int64(half.left) << 32 | Int64(UInt32(bitPattern: half.right))) {
              halves.append(half)
              return halves.count - 1
            }
            let number = Int32(truncatingIfNeeded: pair)
            if half.left < 0 || half.right < 0 { failures[number] = self.failures[one] ?? other.failures[two] }
            return number
          }))
    }
    func told(_ keys: [Key], _ half: ((left: Int32, right: Int32)) -> Int32) -> [Key] {
      keys.map { key in
        Key(
          place: key.place, values: key.values, codes: ContiguousArray(halves.map { key.codes[Int(max(0, half($0)))] }))
      }
    }
    return NumberedRoot(
      chunks: chunks, combinations: ContiguousArray(halves.indices.map { Int32(truncatingIfNeeded: $0) }),
      keys: told(keys) { $0.left } + told(other.keys) { $0.right }, failures: failures)
  }

  private init(
    chunks: [ChunkCodes], combinations: ContiguousArray<Int32>, keys: [Key], failures: [Int32: any Error]
  ) {
    column = nil
    self.chunks = chunks
    self.combinations = combinations
    count = combinations.count
    self.keys = keys
    self.failures = failures
  }

  /// The numbers of a chunk's values by row.
  func byRow(_ chunk: Int, of table: MemoryTable) -> ContiguousArray<Int32> {
    chunks[chunk].byRow(column.map { table.chunks[chunk].columns[$0] } ?? ColumnChunk(.integer))
  }
}
