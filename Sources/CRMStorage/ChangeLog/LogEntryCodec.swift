import CRMModel

/// One step of a commit as it is kept: by table and column numbers, cells as they were, column by column.
struct LoggedStep: Hashable {
  var operation: RecordChange.Operation
  var table: TableID
  var ids: [Int64]
  var columns: [Int32]
  var vectors: [ColumnVector]
  /// The rows as the step left them, for a change set; not kept.
  var after: RowBatch?
  /// The records that whoever writes may not see; not kept.
  var hidden: Set<Int64> = []
}

/// What one commit's entry in the change log says.
struct LogEntry {
  /// Who did it.
  var actor: String
  /// Why.
  var cause: String
  /// The generation of the schema that the commit led to; nil if it left the schema alone.
  var generation: Int64?
  /// What was done to records, in this order.
  var steps: [LoggedStep]
}

/// How a commit's entry in the change log lies in bytes.
///
/// Version 1: a version byte; actor and cause as texts; the count of steps; for each step the operation, the table, the ids as differences,
/// the columns and their cells one column after the other. A change of the schema is a step before all others: operation 6, table 0, the new
/// generation as its only id, no columns. Whole numbers are compact (1...10 bytes), so an insert costs 1 to 3 bytes a record. Decision record
/// 0006 says why.
enum LogEntryCodec {
  static let version: UInt8 = 1
  /// The operation of the step that tells of a change of the schema.
  private static let schemaOperation: UInt8 = 6

  static func encode(_ entry: LogEntry) -> [UInt8] {
    var bytes: [UInt8] = [version]
    ByteCoding.append(entry.actor, to: &bytes)
    ByteCoding.append(entry.cause, to: &bytes)
    ByteCoding.appendCompact(Int64(entry.steps.count) + (entry.generation == nil ? 0 : 1), to: &bytes)
    if let generation = entry.generation { append(schemaOperation, 0, [generation], columns: 0, to: &bytes) }
    for step in entry.steps {
      append(step.operation.rawValue, step.table, step.ids, columns: step.columns.count, to: &bytes)
      for (column, vector) in zip(step.columns, step.vectors) {
        ByteCoding.appendCompact(Int64(column), to: &bytes)
        for row in 0..<step.ids.count { ByteCoding.append(vector[row], to: &bytes) }
      }
    }
    return bytes
  }

  private static func append(
    _ operation: UInt8, _ table: TableID, _ ids: [Int64], columns: Int, to bytes: inout [UInt8]
  ) {
    bytes.append(operation)
    ByteCoding.appendCompact(Int64(table), to: &bytes)
    ByteCoding.appendCompact(Int64(ids.count), to: &bytes)
    var previous: Int64 = 0
    for id in ids {
      ByteCoding.appendCompact(id &- previous, to: &bytes)
      previous = id
    }
    ByteCoding.appendCompact(Int64(columns), to: &bytes)
  }

  /// Reads an entry; nil if it is damaged or of another version.
  static func decode(_ bytes: [UInt8]) -> LogEntry? {
    var reader = ByteReader(bytes[...])
    guard reader.byte() == version, let actor = reader.text(), let cause = reader.text(),
      let count = reader.compactInteger(), count >= 0, count <= bytes.count
    else { return nil }
    var entry = LogEntry(actor: actor, cause: cause, generation: nil, steps: [])
    for position in 0..<count {
      guard let code = reader.byte() else { return nil }
      if code == schemaOperation, position == 0 {
        guard let generation = generation(&reader) else { return nil }
        entry.generation = generation
      } else {
        guard let operation = RecordChange.Operation(rawValue: code),
          let step = step(operation, &reader, limit: bytes.count)
        else { return nil }
        entry.steps.append(step)
      }
    }
    return reader.isAtEnd ? entry : nil
  }

  private static func generation(_ reader: inout ByteReader) -> Int64? {
    guard reader.compactInteger() == 0, reader.compactInteger() == 1, let generation = reader.compactInteger(),
      reader.compactInteger() == 0
    else { return nil }
    return generation
  }

  private static func step(
    _ operation: RecordChange.Operation, _ reader: inout ByteReader, limit: Int
  ) -> LoggedStep? {
    guard let table = reader.compactInteger().flatMap({ Int32(exactly: $0) }), let rows = reader.compactInteger(),
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
