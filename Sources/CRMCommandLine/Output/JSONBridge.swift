internal import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Goes between the library's JSON and what is `Codable`.
enum JSONBridge {
  static func value(_ value: some Encodable) throws -> JSONValue {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try JSONValue(parsing: Array(try encoder.encode(value)))
  }

  static func decode<T: Decodable>(_ type: T.Type, _ value: JSONValue, at place: String) throws -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(value.text().utf8))
    } catch let error as DecodingError {
      throw ToolFailure("\(place): \(reason(error))")
    } catch let error as any CRMError {
      throw ToolFailure("\(place): \(error.description)")
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "no `\(key.stringValue)`"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    @unknown default: "not what is expected"
    }
  }
}
