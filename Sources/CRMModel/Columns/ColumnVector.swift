/// The values of one physical column for a batch of rows.
public enum ColumnVector: Hashable, Sendable {
  /// Whole numbers. `present[i]` is false where the value is null; nil means none is. The number under a null is 0.
  case integers([Int64], present: [Bool]?)
  /// Floating point numbers, all finite. `present` as for integers.
  case reals([Double], present: [Bool]?)
  /// Text in normal form C, nil for null.
  case texts([String?])

  /// An empty column of a kind.
  public init(_ kind: ColumnKind) {
    switch kind {
    case .integer: self = .integers([], present: nil)
    case .real: self = .reals([], present: nil)
    case .text: self = .texts([])
    }
  }

  /// A column of `count` nulls.
  public init(nulls count: Int, kind: ColumnKind) {
    if count == 1 {
      switch kind {
      case .integer: self = Self.nullInteger
      case .real: self = Self.nullReal
      case .text: self = Self.nullText
      }
      return
    }
    switch kind {
    case .integer: self = .integers(Array(repeating: 0, count: count), present: Array(repeating: false, count: count))
    case .real: self = .reals(Array(repeating: 0, count: count), present: Array(repeating: false, count: count))
    case .text: self = .texts(Array(repeating: nil, count: count))
    }
  }

  /// A column of whole numbers, nil as null.
  package init(_ cells: [Int64?]) {
    self = .integers(cells.map { $0 ?? 0 }, present: cells.contains(nil) ? cells.map { $0 != nil } : nil)
  }

  // In a single row nulls are common and all alike: one of each kind is shared.
  private static let nullInteger = ColumnVector.integers([0], present: [false])
  private static let nullReal = ColumnVector.reals([0], present: [false])
  private static let nullText = ColumnVector.texts([nil])

  /// What the column stores.
  public var kind: ColumnKind {
    switch self {
    case .integers: .integer
    case .reals: .real
    case .texts: .text
    }
  }

  /// How many rows there are.
  public var count: Int {
    switch self {
    case .integers(let values, _): values.count
    case .reals(let values, _): values.count
    case .texts(let values): values.count
    }
  }

  /// One cell; null if `row` is out of range.
  public subscript(row: Int) -> Scalar {
    guard row >= 0, row < count else { return .null }
    switch self {
    case .integers(let values, let present): return present?[row] == false ? .null : .integer(values[row])
    case .reals(let values, let present): return present?[row] == false ? .null : .real(values[row])
    case .texts(let values): return values[row].map(Scalar.text) ?? .null
    }
  }

  /// Adds a cell at the end; a scalar of another kind is added as null.
  public mutating func append(_ scalar: Scalar) {
    switch self {
    case .integers(var values, var present):
      self = .texts([])
      let value = scalar.integerValue
      ColumnVector.append(value ?? 0, isPresent: value != nil, to: &values, &present)
      self = .integers(values, present: present)
    case .reals(var values, var present):
      self = .texts([])
      let value = scalar.realValue
      ColumnVector.append(value ?? 0, isPresent: value != nil, to: &values, &present)
      self = .reals(values, present: present)
    case .texts(var values):
      self = .texts([])
      values.append(scalar.textValue)
      self = .texts(values)
    }
  }

  /// Adds a whole number at the end, nil as null; to a column of another kind a null is added.
  package mutating func append(_ number: Int64?) {
    guard case .integers(var values, var present) = self else { return append(Scalar.null) }
    self = .texts([])
    ColumnVector.append(number ?? 0, isPresent: number != nil, to: &values, &present)
    self = .integers(values, present: present)
  }

  private static func append<V>(_ value: V, isPresent: Bool, to values: inout [V], _ present: inout [Bool]?) {
    if !isPresent, present == nil { present = Array(repeating: true, count: values.count) }
    values.append(value)
    present?.append(isPresent)
  }

  /// The rows at some positions, in that order; positions out of range are left out.
  public func picking(_ rows: [Int]) -> ColumnVector {
    let count = count
    let rows = rows.allSatisfy { $0 >= 0 && $0 < count } ? rows : rows.filter { $0 >= 0 && $0 < count }
    switch self {
    case .integers(let values, let present):
      return .integers(rows.map { values[$0] }, present: present.map { present in rows.map { present[$0] } })
    case .reals(let values, let present):
      return .reals(rows.map { values[$0] }, present: present.map { present in rows.map { present[$0] } })
    case .texts(let values): return .texts(rows.map { values[$0] })
    }
  }

  /// Adds another column's rows at the end; a column of another kind is added as nulls.
  public mutating func append(contentsOf other: ColumnVector) {
    let other = other.kind == kind ? other : ColumnVector(nulls: other.count, kind: kind)
    switch (self, other) {
    case (.integers(var values, var present), .integers(let more, let morePresent)):
      self = .texts([])
      ColumnVector.append(more, morePresent, to: &values, &present)
      self = .integers(values, present: present)
    case (.reals(var values, var present), .reals(let more, let morePresent)):
      self = .texts([])
      ColumnVector.append(more, morePresent, to: &values, &present)
      self = .reals(values, present: present)
    case (.texts(var values), .texts(let more)):
      self = .texts([])
      values += more
      self = .texts(values)
    default: break
    }
  }

  private static func append<V>(_ more: [V], _ morePresent: [Bool]?, to values: inout [V], _ present: inout [Bool]?) {
    if present == nil, morePresent != nil { present = Array(repeating: true, count: values.count) }
    if present != nil { present? += morePresent ?? Array(repeating: true, count: more.count) }
    values += more
  }

  /// Whether a cell is null, as one out of range is; quicker than asking the cell itself.
  public func isNull(at row: Int) -> Bool {
    guard row >= 0, row < count else { return true }
    switch self {
    case .integers(_, let present), .reals(_, let present): return present?[row] == false
    case .texts(let values): return values[row] == nil
    }
  }

  /// Whether any cell is null.
  public var hasNulls: Bool {
    switch self {
    case .integers(_, let present), .reals(_, let present): present?.contains(false) ?? false
    case .texts(let values): values.contains { $0 == nil }
    }
  }

  /// The cells of a column of whole numbers, nil for null; nothing but nulls for another kind.
  package var integerCells: [Int64?] {
    guard case .integers(let values, let present) = self else { return Array(repeating: nil, count: count) }
    guard let present else { return values }
    return values.indices.map { present[$0] ? values[$0] : nil }
  }
}
