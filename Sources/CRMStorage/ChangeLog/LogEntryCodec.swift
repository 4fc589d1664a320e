import CRMModel

/// One step of a commit as it is kept: by table and column numbers, cells as they were, column by column.
struct LoggedStep: Hashable {
  var operation: RecordChange.Operation
  var table: TableID
  var ids: [Int64]
  var columns: [Int32]
  var vectors: [ColumnVector]
}

/// How a commit's entry in the change log lies in bytes.
///
/// Version 1: a version byte; actor and cause as texts; the count of steps; for each step the operation, the table, the ids as differences,
/// the columns and their cells one column after the other. Whole numbers are compact (1...10 bytes), so an insert costs
/// 1 to 3 bytes a record. Decision record 0006 says why.
enum LogEntryCodec {
  static let version: UInt8 = 1

  static func encode(actor: String, cause: String, _ steps: [LoggedStep]) -> [UInt8] {
    var bytes: [UInt8] = [version]
    ByteCoding.append(actor, to: &bytes)
    ByteCoding.append(cause, to: &bytes)
    ByteCoding.appendCompact(Int64(steps.count), to: &bytes)
    for step in steps {
      bytes.append(step.operation.rawValue)
      ByteCoding.appendCompact(Int64(step.table), to: &bytes)
      ByteCoding.appendCompact(Int64(step.ids.count), to: &bytes)
      var previous: Int64 = 0
      for id in step.ids {
        ByteCoding.appendCompact(id &- previous, to: &bytes)
        previous = id
      }
      ByteCoding.appendCompact(Int64(step.columns.count), to: &bytes)
      for (column, vector) in zip(step.columns, step.vectors) {
        ByteCoding.appendCompact(Int64(column), to: &bytes)
        for row in 0..<step.ids.count { ByteCoding.append(vector[row], to: &bytes) }
      }
    }
    return bytes
  }

  /// Reads an entry; nil if it is damaged or of another version.
  static func decode(_ bytes: [UInt8]) -> (actor: String, cause: String, steps: [LoggedStep])? {
    var reader = ByteReader(bytes[...])
    guard reader.byte() == version, let actor = reader.text(), let cause = reader.text(),
      let count = reader.compactInteger(), count >= 0, count <= bytes.count
    else { return nil }
    var steps: [LoggedStep] = []
    for _ in 0..<count {
      guard let step = step(&reader, limit: bytes.count) else { return nil }
      steps.append(step)
    }
    return reader.isAtEnd ? (actor, cause, steps) : nil
  }

  private static func step(_ reader: inout ByteReader, limit: Int) -> LoggedStep? {
    guard let code = reader.byte(), let operation = RecordChange.Operation(rawValue: code),
      let table = reader.compactInteger().flatMap({ Int32(exactly: $0) }), let rows = reader.compactInteger(),
      rows >= 0, rows <= limit
    else { return nil }
    var step = LoggedStep(operation: operation, table: table, ids: [], columns: [], vectors: [])
    var previous: Int64 = 0
    for _ in 0..<rows {
      guard let difference = reader.compactInteger() else { return nil }
      previous = previous &+ difference
      step.ids.append(previous)
    }
    guard let columns = reader.compactInteger(), columns >= 0, columns <= limit else { return nil }
    for _ in 0..<columns {
      guard let column = reader.compactInteger().flatMap({ Int32(exactly: $0) }),
        let vector = vector(&reader, rows: Int(rows))
      else { return nil }
      step.columns.append(column)
      step.vectors.append(vector)
    }
    return step
  }

  private static func vector(_ reader: inout ByteReader, rows: Int) -> ColumnVector? {
    var cells: [Scalar] = []
    for _ in 0..<rows {
      guard let cell = reader.scalar() else { return nil }
      cells.append(cell)
    }
    let kind: ColumnKind =
      switch cells.first(where: { !$0.isNull }) {
      case .real: .real
      case .text: .text
      default: .integer
      }
    var vector = ColumnVector(kind)
    for cell in cells { vector.append(cell) }
    return vector
  }
}
