import CRMModel
import GRDBSQLite

/// Gathers one result column cell by cell, in arrays of its own type.
struct ColumnBuilder {
  let kind: ColumnKind
  private let column: Int32
  private var integers: [Int64] = []
  private var reals: [Double] = []
  private var texts: [String?] = []
  private var present: [Bool]?

  /// A builder for a column of a statement's result.
  init(_ kind: ColumnKind, column: Int32) {
    self.kind = kind
    self.column = column
  }

  /// Makes room for a batch of about `capacity` rows.
  mutating func reserve(_ capacity: Int) {
    switch kind {
    case .integer: integers.reserveCapacity(capacity)
    case .real: reals.reserveCapacity(capacity)
    case .text: texts.reserveCapacity(capacity)
    }
  }

  /// Adds the cell of the statement's current row.
  @inline(__always)
  mutating func append(from statement: OpaquePointer) {
    switch kind {
    case .integer:
      let value = sqlite3_column_int64(statement, column)
      // Null reads as 0, so only a 0 has to be looked at twice.
      let isNull = value == 0 && sqlite3_column_type(statement, column) == SQLITE_NULL
      mark(isNull, after: integers.count)
      integers.append(value)
    case .real:
      let value = sqlite3_column_double(statement, column)
      let isNull = value == 0 && sqlite3_column_type(statement, column) == SQLITE_NULL
      mark(isNull, after: reals.count)
      reals.append(value)
    case .text:
      guard let start = sqlite3_column_text(statement, column) else { return texts.append(nil) }
      let count = Int(sqlite3_column_bytes(statement, column))
      texts.append(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    }
  }

  @inline(__always)
  private mutating func mark(_ isNull: Bool, after count: Int) {
    if present == nil {
      if !isNull { return }
      present = Array(repeating: true, count: count)
    }
    present?.append(!isNull)
  }

  /// The cells so far, which are forgotten here.
  mutating func take() -> ColumnVector {
    defer {
      integers = []
      reals = []
      texts = []
      present = nil
    }
    switch kind {
    case .integer: return .integers(integers, present: present)
    case .real: return .reals(reals, present: present)
    case .text: return .texts(texts)
    }
  }
}
