internal import CRMModel

/// One row of a grouped query: the key of its group, then the further groups and the measures.
struct MetricRow {
  let key: FieldValue
  private let values: ArraySlice<FieldValue>

  init(_ values: [FieldValue], hasKey: Bool) {
    key = hasKey ? values.first ?? .null : .null
    self.values = hasKey ? values.dropFirst() : values[...]
  }

  /// The value at a place after the key; null if there is none.
  subscript(index: Int) -> FieldValue {
    let position = values.startIndex + index
    return values.indices.contains(position) ? values[position] : .null
  }

  func count(_ index: Int) -> Int { if case .integer(let count) = self[index] { Int(count) } else { 0 } }

  func isTrue(_ index: Int) -> Bool { self[index] == .boolean(true) }

  /// The amount at a place; nothing if there is none.
  func money(_ index: Int, _ currency: Currency) -> Money {
    if case .money(let amount) = self[index] { amount } else { .zero(currency) }
  }

  func instant(_ index: Int) -> Instant? { if case .instant(let moment) = self[index] { moment } else { nil } }

  func date(_ index: Int) -> CalendarDate? { if case .date(let date) = self[index] { date } else { nil } }
}

extension FieldValue {
  /// A group's key as people read it.
  var keyText: String { isNull ? "none" : plainText ?? "\(self)" }
}
