internal import CRMModel
internal import CRMStorage

extension OracleScope {
  /// What an operand comes to on this row.
  func value(of operand: Operand) throws -> Scalar {
    switch operand {
    case .column(let column):
      return value(column)
    case .folded(let column):
      return value(column).textValue.map { .text(TextKey.folded($0)) } ?? .null
    case .literal(let scalar):
      return scalar
    case .difference(let first, let second):
      guard let first = value(first).integerValue, let second = value(second).integerValue else { return .null }
      let (result, overflows) = first.subtractingReportingOverflow(second)
      return overflows && !faults.contains(.differencesWrap) ? .null : .integer(result)
    case .distance(let latitude, let longitude, let point):
      guard let latitude = value(latitude).realValue, let longitude = value(longitude).realValue else { return .null }
      guard let place = try? GeoPoint(latitude: latitude, longitude: longitude) else { return .null }
      return .real(place.distance(to: point))
    case .count(let scan):
      return .integer(Int64(try children(scan).count))
    }
  }
}
