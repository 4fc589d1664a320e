import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// A store to plant damage in, and what a check of it must find.
struct CheckBench {
  let workspace: Workspace
  let session: Session
  let tap: EngineTap
  let account: Account.ID
  let contact: Contact.ID
  let deleted: Contact.ID

  func entity(_ name: EntityName) throws -> EntitySchema {
    try #require(session.schema[name])
  }

  /// The number of a column of a field; the first one has the field's own.
  func column(_ entity: EntityName, _ field: FieldName, offset: Int32 = 0) throws -> Int32 {
    try #require(try self.entity(entity).fields.first { $0.name == field }).number + offset
  }

  /// Writes a cell past the record engine.
  func set(
    _ entity: EntityName, _ field: FieldName, offset: Int32 = 0, _ cell: ColumnVector, of id: Int64
  ) async throws {
    let table = try self.entity(entity).number
    let column = try self.column(entity, field, offset: offset)
    try await tap.write { try $0.update(RowBatch(ids: [id], columns: [column], vectors: [cell]), in: table) }
  }

  /// What a check finds; customers' data must not be in it.
  func found() async throws -> [Violation] {
    let found = try await session.check()
    #expect(found.allSatisfy { !$0.description.contains("secret") && !$0.message.contains("secret") })
    return found
  }

  /// Expects one problem and no other.
  func expect(
    _ code: ErrorCode, _ entity: EntityName?, _ field: FieldName?, _ record: AnyRecordID?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let found = try await found()
    #expect(found.map(\.code) == [code], sourceLocation: sourceLocation)
    #expect(found.map(\.entity) == [entity], sourceLocation: sourceLocation)
    #expect(found.map(\.field) == [field], sourceLocation: sourceLocation)
    #expect(found.map(\.record) == [record], sourceLocation: sourceLocation)
  }
}
