import CRMModel
import CRMStorage
import GRDBSQLite

/// Binds the rows of a batch, one after the other, to the same statement.
///
/// Cells are bound by type, without a value of a common type in between. A row's texts are copied to one buffer that is used again
/// for the next row, and SQLite reads them there: no copy is allocated for each.
struct RowBinder: ~Copyable {
  private struct Column<Value> {
    let parameter: Int32
    let values: [Value]
    let present: [Bool]?
  }

  private let statement: OpaquePointer
  private var integers: [Column<Int64>] = []
  private var reals: [Column<Double>] = []
  private var texts: [Column<String?>] = []
  private var buffer: UnsafeMutablePointer<CChar>
  private var capacity = 4096

  /// Prepares to bind columns to the parameters of a statement.
  ///
  /// - Parameter columns: The cells, and the index of the parameter of each.
  init(_ statement: PreparedStatement, _ columns: [(parameter: Int32, vector: ColumnVector)]) {
    self.statement = statement.handle
    buffer = .allocate(capacity: capacity)
    for (parameter, vector) in columns {
      switch vector {
      case .integers(let values, let present):
        integers.append(Column(parameter: parameter, values: values, present: present))
      case .reals(let values, let present):
        reals.append(Column(parameter: parameter, values: values, present: present))
      case .texts(let values): texts.append(Column(parameter: parameter, values: values, present: nil))
      }
    }
  }

  deinit {
    // The statement must not read the buffer later.
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    buffer.deallocate()
  }

  /// Binds a row's cells. The caller made sure that each column has this row.
  mutating func bind(row: Int) throws {
    for index in integers.indices {
      if integers[index].present?[row] == false {
        try check(sqlite3_bind_null(statement, integers[index].parameter))
      } else {
        try check(sqlite3_bind_int64(statement, integers[index].parameter, integers[index].values[row]))
      }
    }
    for index in reals.indices {
      if reals[index].present?[row] == false {
        try check(sqlite3_bind_null(statement, reals[index].parameter))
      } else {
        try check(sqlite3_bind_double(statement, reals[index].parameter, reals[index].values[row]))
      }
    }
    if !texts.isEmpty { try bindTexts(row) }
  }

  private mutating func bindTexts(_ row: Int) throws {
    var needed = 0
    for index in texts.indices { needed += texts[index].values[row]?.utf8.count ?? 0 }
    if needed > capacity { grow(to: needed) }
    var start = buffer
    for index in texts.indices {
      guard var text = texts[index].values[row] else {
        try check(sqlite3_bind_null(statement, texts[index].parameter))
        continue
      }
      let count = text.utf8.count
      text.withUTF8 { bytes in
        if let source = bytes.baseAddress {
          UnsafeMutableRawPointer(start).copyMemory(from: source, byteCount: count)
        }
      }
      // No destructor: the buffer outlives the step.
      let code = sqlite3_bind_text64(
        statement, texts[index].parameter, start, UInt64(count), nil, UInt8(SQLITE_UTF8))
      try check(code)
      start += count
    }
  }

  private mutating func grow(to needed: Int) {
    buffer.deallocate()
    capacity = max(needed, capacity * 2)
    buffer = .allocate(capacity: capacity)
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw SQLiteFailure(sqlite3_db_handle(statement)) }
  }
}
