import CRMModel
import CRMSales
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting

/// A store with the sales module, and short ways to import into it and to look at it.
struct ImportBench: Sendable {
  let session: Session

  static func run(
    on kind: StoreKind = .memory, _ configure: (inout WorkspaceOptions) -> Void = { _ in },
    _ body: (ImportBench) async throws -> Void
  ) async throws {
    try await kind.withWorkspace(modules: [.sales], configure) { workspace in
      try await body(ImportBench(session: try await workspace.session(as: .owner)))
    }
  }

  @discardableResult
  func take(
    _ text: String, _ map: ImportMap, _ configure: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    try await take(Array(text.utf8), map, configure)
  }

  @discardableResult
  func take(
    _ bytes: [UInt8], _ map: ImportMap, _ configure: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions()
    configure(&options)
    return try await session.importCSV(.bytes(bytes), map: map, options: options)
  }

  func rows(_ query: String) async throws -> [[FieldValue]] { try await session.table(try Query(text: query)).rows }

  func count(_ entity: EntityName) async throws -> Int { try await session.count(Query(entity)) }
}

extension ImportMap {
  /// A map of one target.
  static func of(_ entity: EntityName, upsert: FieldName? = nil, _ fields: [ImportRule] = []) -> ImportMap {
    ImportMap(targets: [ImportTarget(entity, upsert: upsert, fields: fields)])
  }
}

extension ImportReport {
  /// Line, field and code of everything that was refused.
  var complaints: [String] {
    rejected.flatMap { row in row.reasons.map { "\(row.line) \($0.field ?? "-") \($0.code)" } }
  }
}
