package import CRMModel

/// What a store remembers of the seed records of one module: which record each became, and what it was given.
package struct SeedLedger: Hashable, Sendable {
  /// One seed.
  struct Entry: Hashable, Codable {
    /// The number of the entity.
    var entity: Int32
    /// The record.
    var id: Int64
    /// What the module gave each field last, as a fingerprint, by the number of the field.
    var given: [String: UInt64]
  }

  var entries: [SeedName: Entry] = [:]

  /// The name under which it is kept beside the rows.
  static func key(_ module: ModuleName) -> String { "seeds.\(module)" }

  /// Reads what a store remembers; nothing for a module that has no seeds there.
  package init(_ module: ModuleName, in reader: any EngineReader) throws {
    guard let text = try reader.metadata(SeedLedger.key(module)) else { return }
    do {
      entries = try JSONTreeDecoder.decode([SeedName: Entry].self, from: JSONValue(parsing: text, limits: .unlimited))
    } catch {
      throw StoreError(
        .damaged, .damaged, "what the store remembers of the records of module \(module) cannot be read",
        underlying: String(describing: error))
    }
  }

  /// Keeps it.
  func store(_ module: ModuleName, _ writer: any EngineWriter) throws {
    let text: String
    do { text = try JSONTreeEncoder.encode(entries).text() } catch {
      throw StoreError(.internal, .unexpected, "seeds cannot be noted", underlying: String(describing: error))
    }
    try writer.setMetadata(SeedLedger.key(module), text)
  }

  /// The record of a seed, whether it is still there or not; nil for a seed that never was.
  package func id(of seed: SeedName, in layout: StoreLayout) -> AnyRecordID? {
    guard let entry = entries[seed], let entity = layout.entity(table: entry.entity) else { return nil }
    return AnyRecordID(entity: entity.schema.name, rawValue: entry.id)
  }
}

extension RecordReader {
  /// The record that a seed became, whether it is still there or not; nil for a seed that never was.
  package func id(of seed: SeedName) throws(StoreError) -> AnyRecordID? {
    guard let module = seed.qualifier else { return nil }
    do {
      return try SeedLedger(ModuleName(module), in: reader).id(of: seed, in: layout)
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
