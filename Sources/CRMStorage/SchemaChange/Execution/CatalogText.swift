package import CRMModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The catalog as it is kept beside the rows.
package enum CatalogText {
  /// The name under which an engine keeps it.
  package static let key = "catalog"

  /// The catalog as JSON; equal catalogs give equal text.
  package static func text(of catalog: Catalog) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(catalog), as: UTF8.self)
  }

  /// The catalog that a text holds.
  ///
  /// - Throws: ``StoreError`` with code `damaged`.
  package static func catalog(_ text: String) throws(StoreError) -> Catalog {
    do {
      return try JSONDecoder().decode(Catalog.self, from: Data(text.utf8))
    } catch {
      throw StoreError(.damaged, .damaged, "the stored schema cannot be read", underlying: String(reflecting: error))
    }
  }

  /// The catalog that a store holds; nil for a new store.
  ///
  /// - Throws: ``StoreError`` with code `damaged`, or what the engine throws.
  package static func stored(in reader: any EngineReader) throws -> Catalog? {
    try reader.metadata(key).map { text throws(StoreError) in try catalog(text) }
  }
}
