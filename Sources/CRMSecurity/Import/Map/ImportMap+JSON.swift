public import CRMModel

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ImportMap {
  /// Reads a map from the bytes of a JSON file.
  ///
  /// - Throws: ``StoreError`` with the code of a ``JSONError`` for bytes that are no JSON, or `bad_import_map` with the
  ///   place in the file.
  public init(jsonBytes bytes: [UInt8]) throws(StoreError) {
    do throws(JSONError) {
      _ = try JSONValue(parsing: bytes)
    } catch {
      throw StoreError(.invalid, error.code, "the map is no JSON: \(error.description)")
    }
    do {
      self = try JSONDecoder().decode(ImportMap.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw StoreError(.invalid, .badImportMap, "the map: \(error.placeAndReason)")
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}

extension DecodingError {
  /// Where in a document, and what is wrong there.
  fileprivate var placeAndReason: String {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "\(DecodingError.place(context.codingPath)): \(context.debugDescription)"
    case .keyNotFound(let key, let context): "\(DecodingError.place(context.codingPath)): no key `\(key.stringValue)`"
    @unknown default: "not what is expected"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    var text = ""
    for key in path {
      if let index = key.intValue { text += "[\(index)]" } else { text += (text.isEmpty ? "" : ".") + key.stringValue }
    }
    return text.isEmpty ? "top level" : text
  }
}
