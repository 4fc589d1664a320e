import CRMModel

/// For which rows of a chunk a condition is true and for which it is false; null for the others.
struct ChunkTruth {
  var yes: BitWords
  var no: BitWords
}

/// Decides filters for a whole chunk at a time, column by column.
///
/// It must agree with ``FilterEvaluator`` for every row.
struct ChunkFilter {
  let view: ChunkView

  init(_ view: ChunkView) { self.view = view }

  /// Decides a filter for some rows; what it says of others means nothing.
  func truth(_ filter: Filter, _ rows: BitWords) throws -> ChunkTruth {
    switch filter {
    case .constant(let truth): return constant(truth)
    case .compare(let left, let comparison, let right): return try compare(left, comparison, right, rows)
    case .isNull(let operand):
      switch try ChunkOperand(operand, view, rows) {
      case .constant(let scalar): return constant(scalar.isNull)
      case .column(let column): return ChunkTruth(yes: column.nulls, no: all.subtracting(column.nulls))
      }
    case .isIn(let operand, let list): return try isIn(operand, list, rows)
    case .contains(let operand, let part):
      return try matchTexts(operand, rows) { ScalarOrder.contains($0, part) }
    case .hasPrefix(let operand, let prefix):
      return try matchTexts(operand, rows) { ScalarOrder.hasPrefix($0, prefix) }
    case .and(let parts): return try conjunction(parts, rows)
    case .or(let parts):
      // De Morgan keeps the short cut in one place.
      let opposite = try conjunction(parts.map { .not($0) }, rows)
      return ChunkTruth(yes: opposite.no, no: opposite.yes)
    case .not(let inner):
      let truth = try truth(inner, rows)
      return ChunkTruth(yes: truth.no, no: truth.yes)
    case .isTrue(let inner):
      let yes = try truth(inner, rows).yes
      return ChunkTruth(yes: yes, no: all.subtracting(yes))
    case .exists(let scan):
      let outer = view.column(scan.outer, rows)
      let counter = try view.scope.counter(scan)
      var yes = BitWords()
      try rows.subtracting(outer.nulls).forEach { yes[$0] = try counter.count(outer.word($0), limit: 1) > 0 }
      return ChunkTruth(yes: yes, no: all.subtracting(yes))
    case .within(let tree):
      let member = view.column(tree.member, rows)
      let ids = try view.scope.members(of: tree)
      var yes = BitWords()
      rows.subtracting(member.nulls).forEach { yes[$0] = ids.contains(member.word($0)) }
      return ChunkTruth(yes: yes, no: all.subtracting(yes).subtracting(member.nulls))
    }
  }

  private var all: BitWords { BitWords(filled: view.count) }

  private func constant(_ truth: Bool?) -> ChunkTruth {
    ChunkTruth(yes: truth == true ? all : BitWords(), no: truth == false ? all : BitWords())
  }

  /// Kleene's conjunction; rows that one part rules out are not asked of the next, and what asks other rows comes last.
  private func conjunction(_ parts: [Filter], _ rows: BitWords) throws -> ChunkTruth {
    var result = constant(true)
    var rows = rows
    let cheap = parts.filter { !$0.asksRelations }
    var rest = (cheap.count == parts.count ? parts : cheap + parts.filter(\.asksRelations))[...]
    while let part = rest.first, !rows.isEmpty {
      let truth: ChunkTruth
      if let range = CodedRange(rest, of: view) {
        truth = decide(range)
        rest = rest.dropFirst(range.parts)
      } else {
        truth = try self.truth(part, rows)
        rest = rest.dropFirst()
      }
      result.yes = result.yes.intersection(truth.yes)
      result.no = result.no.union(truth.no.intersection(rows))
      rows = rows.subtracting(truth.no)
    }
    return result
  }

  /// Comparisons of one coded column with numbers that follow one another in a conjunction, as from and until: decided by one look at each row.
  private struct CodedRange {
    let column: ColumnChunk
    /// The least number that meets all of them.
    private(set) var least = Int64.min
    /// The greatest one; nothing does where it is below the least.
    private(set) var most = Int64.max
    /// How many comparisons there are.
    let parts: Int

    /// Nil if a conjunction does not begin with at least two.
    init?(_ parts: ArraySlice<Filter>, of view: ChunkView) {
      var count = 0
      var compared: ColumnRef?
      for part in parts {
        guard case .compare(.column(let column), let comparison, .literal(.integer(let number))) = part,
          column.source == 0, column == compared ?? column,
          let interval = comparison.interval(number)
        else { break }
        compared = column
        (least, most) = (max(least, interval.least), min(most, interval.most))
        count += 1
      }
      guard count > 1, let compared else { return nil }
      column = view.column(compared, BitWords())
      guard column.kind == .integer, column.isCoded else { return nil }
      self.parts = count
    }
  }

  private func compare(
    _ left: Operand, _ comparison: Comparison, _ right: Operand, _ rows: BitWords
  ) throws -> ChunkTruth {
    switch (try ChunkOperand(left, view, rows), try ChunkOperand(right, view, rows)) {
    case (.constant(let left), .constant(let right)):
      return constant(ScalarOrder.compare(left, right).map(comparison.holds))
    case (.column(let column), .constant(let scalar)): return compare(column, comparison, scalar)
    case (.constant(let scalar), .column(let column)): return compare(column, comparison.mirrored, scalar)
    case (.column(let left), .column(let right)):
      if left.kind == .integer, right.kind == .integer {
        let words = (left.words, right.words)
        return decide(left.nulls.union(right.nulls)) { row in
          let (one, other) = (words.0[row], words.1[row])
          return comparison.holds(one == other ? 0 : one < other ? -1 : 1)
        }
      }
      var result = ChunkTruth(yes: BitWords(), no: BitWords())
      rows.forEach { row in
        guard let order = ScalarOrder.compare(left[row], right[row]) else { return }
        if comparison.holds(order) { result.yes[row] = true } else { result.no[row] = true }
      }
      return result
    }
  }

  private func compare(_ column: ColumnChunk, _ comparison: Comparison, _ scalar: Scalar) -> ChunkTruth {
    switch (column.kind, scalar) {
    case (_, .null): return constant(nil)
    case (.integer, .integer(let value)):
      switch comparison {
      case .equal: return matchNumbers(column) { $0 == value }
      case .notEqual: return matchNumbers(column) { $0 != value }
      case .less: return matchNumbers(column) { $0 < value }
      case .lessOrEqual: return matchNumbers(column) { $0 <= value }
      case .greater: return matchNumbers(column) { $0 > value }
      case .greaterOrEqual: return matchNumbers(column) { $0 >= value }
      }
    case (.text, .text(let text)):
      return matchTexts(column) { comparison.holds(ScalarOrder.compare($0, text)) }
    default:
      return decide(column.nulls) { row in
        ScalarOrder.compare(column[row], scalar).map(comparison.holds) ?? false
      }
    }
  }

  private func isIn(_ operand: Operand, _ list: [Scalar], _ rows: BitWords) throws -> ChunkTruth {
    switch try ChunkOperand(operand, view, rows) {
    case .constant(let scalar):
      return constant(scalar.isNull ? nil : list.contains { ScalarOrder.compare(scalar, $0) == 0 })
    case .column(let column):
      if column.kind == .text {
        let texts = Set(list.compactMap(\.textValue).map { Array($0.utf8) })
        return matchTexts(column) { texts.contains(Array($0.utf8)) }
      }
      if column.kind == .integer, list.allSatisfy({ $0.integerValue != nil }) {
        if list.count < 8 {
          let values = list.compactMap(\.integerValue)
          return matchNumbers(column) { values.contains($0) }
        }
        var values = CodeTable()
        for value in list.compactMap(\.integerValue) { _ = values.code(for: value) { 0 } }
        return matchNumbers(column) { values[$0] != nil }
      }
      return decide(column.nulls) { row in list.contains { ScalarOrder.compare(column[row], $0) == 0 } }
    }
  }

  private func matchTexts(_ operand: Operand, _ rows: BitWords, _ matches: (String) -> Bool) throws -> ChunkTruth {
    switch try ChunkOperand(operand, view, rows) {
    case .constant(let scalar): return constant(scalar.textValue.map(matches))
    case .column(let column): return matchTexts(column, matches)
    }
  }

  /// Asks once for each text that occurs.
  private func matchTexts(_ column: ColumnChunk, _ matches: (String) -> Bool) -> ChunkTruth {
    decide(column, ContiguousArray(column.texts.map(matches)))
  }

  /// Asks once for each number that occurs, if the chunk knows which do.
  @inline(__always)
  private func matchNumbers(_ column: ColumnChunk, _ matches: (Int64) -> Bool) -> ChunkTruth {
    if column.isCoded { return decide(column, ContiguousArray(column.values.map(matches))) }
    return column.words.withUnsafeBufferPointer { words in decide(column.nulls) { matches(words[$0]) } }
  }

  /// Decides coded rows by what is so of each code.
  private func decide(_ column: ColumnChunk, _ table: ContiguousArray<Bool>) -> ChunkTruth {
    let told = table.dropFirst()
    if told.allSatisfy({ $0 }) { return ChunkTruth(yes: all.subtracting(column.nulls), no: BitWords()) }
    if !told.contains(true) { return ChunkTruth(yes: BitWords(), no: all.subtracting(column.nulls)) }
    return column.codes.withUnsafeBufferPointer { codes in
      table.withUnsafeBufferPointer { table in decide(column.nulls) { table[Int(codes[$0])] } }
    }
  }

  /// Decides coded rows by the numbers that they stand for.
  private func decide(_ range: CodedRange) -> ChunkTruth {
    if range.least > range.most { return ChunkTruth(yes: BitWords(), no: all.subtracting(range.column.nulls)) }
    // One comparison instead of two: what is below the least comes out above all that are not.
    let least = range.least
    let span = UInt64(bitPattern: range.most &- least)
    return range.column.values.withUnsafeBufferPointer { values in
      range.column.codes.withUnsafeBufferPointer { codes in
        decide(range.column.nulls) { UInt64(bitPattern: values[Int(codes[$0])] &- least) <= span }
      }
    }
  }

  /// Decides every row that is not null.
  @inline(__always)
  private func decide(_ nulls: BitWords, _ holds: (Int) -> Bool) -> ChunkTruth {
    let count = view.count
    var yes = ContiguousArray<UInt64>()
    var no = ContiguousArray<UInt64>()
    yes.reserveCapacity(count / 64 + 1)
    no.reserveCapacity(count / 64 + 1)
    var row = 0
    while row < count {
      let end = min(row &+ 64, count)
      let known = ~nulls.word(row &>> 6) & (UInt64.max &>> UInt64(64 &- (end &- row)))
      var held: UInt64 = 0
      var bit: UInt64 = 0
      while row < end {
        held |= (holds(row) ? 1 : 0) &<< bit
        bit &+= 1
        row &+= 1
      }
      yes.append(held & known)
      no.append(~held & known)
    }
    return ChunkTruth(yes: BitWords(words: yes), no: BitWords(words: no))
  }
}

extension Comparison {
  /// The whole numbers that compare so with a number, both ends inclusive, none if the least is above the most; nil if
  /// they are no interval.
  fileprivate func interval(_ number: Int64) -> (least: Int64, most: Int64)? {
    switch self {
    case .equal: (number, number)
    case .notEqual: nil
    case .less: number == .min ? (0, -1) : (.min, number - 1)
    case .lessOrEqual: (.min, number)
    case .greater: number == .max ? (0, -1) : (number + 1, .max)
    case .greaterOrEqual: (number, .max)
    }
  }
}
