package import CRMModel

extension BoundGroups {
  /// The columns that the engine's groups make: kept to the `having`, sorted and cut to the limit where the query says so, else in any order.
  ///
  /// - Throws: ``ErrorCode/amountOutOfRange`` if a measure other than a sum leaves the range of its type, or one that is sorted or kept by.
  package func columns(_ batch: GroupBatch) throws(StoreError) -> ResultColumns {
    let isNatural = having == nil && order.isEmpty && limit == nil
    var chosen: [Int]?
    var columns: [ResultColumns.Column] = []
    do throws(ValueError) {
      if !isNatural { chosen = try places(in: batch) }
      for term in terms { columns.append(try column(term, batch, chosen)) }
    } catch {
      throw StoreError(error, entity: entity)
    }
    return ResultColumns(count: chosen?.count ?? batch.count, names: names, columns: columns)
  }

  private func column(
    _ term: GroupOutput, _ batch: GroupBatch, _ chosen: [Int]?
  ) throws(ValueError) -> ResultColumns.Column {
    func picked<Value>(_ values: [Value]) -> [Value] { chosen.map { $0.map { values[$0] } } ?? values }
    if let (key, values) = term.keyValues(batch) { return .coded(values: values, codes: picked(key.codes)) }
    switch term.source {
    case .count(let place):
      guard case .counts(let counts) = batch.measures[place] else { break }
      return .counts(picked(counts))
    case .sum(let place):
      guard case .sums(let sums, let counts) = batch.measures[place] else { break }
      return .sums(picked(sums), counts: picked(counts), of: term.type)
    case .keys, .bucket, .shown, .average, .extremum: break
    }
    return .values(try term.values(batch, at: chosen ?? Array(batch.indices)))
  }
}
