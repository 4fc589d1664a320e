import CRMTestStores

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The examples of moneyphp/money's own tests (MIT), as JSON.
enum MoneyPHP {
  /// A value in an example: PHP's tests mix numbers, texts and lists.
  enum Value: Decodable {
    case integer(Int)
    case string(String)
    case list([Value])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Int.self) {
        self = .integer(value)
      } else if let value = try? container.decode(String.self) {
        self = .string(value)
      } else if let value = try? container.decode([Value].self) {
        self = .list(value)
      } else {
        self = .other
      }
    }

    var number: Int? { if case .integer(let value) = self { value } else { nil } }

    /// A text, or a whole number as text.
    var text: String? {
      switch self {
      case .integer(let value): String(value)
      case .string(let value): value
      default: nil
      }
    }

    /// A list of whole numbers only.
    var numbers: [Int]? {
      guard case .list(let values) = self else { return nil }
      let numbers = values.compactMap(\.number)
      return numbers.count == values.count ? numbers : nil
    }
  }

  private struct Examples: Decodable {
    let byName: [String: [[Value]]]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      var byName: [String: [[Value]]] = [:]
      for key in container.allKeys { byName[key.stringValue] = try? container.decode([[Value]].self, forKey: key) }
      self.byName = byName
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct File: Decodable {
    let byTest: [String: Examples]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      var byTest: [String: Examples] = [:]
      for key in container.allKeys { byTest[key.stringValue] = try? container.decode(Examples.self, forKey: key) }
      self.byTest = byTest
    }
  }

  /// The examples of one data provider; none if the file lacks them.
  static func examples(_ test: String, _ provider: String) throws -> [[Value]] {
    let data = Data(try SharedData.text("money/moneyphp_cases.json").utf8)
    return try JSONDecoder().decode(File.self, from: data).byTest[test]?.byName[provider] ?? []
  }
}
