import CRMModel
import Foundation
import Testing

@Suite struct `What is Codable as a JSON value` {
  /// Something of each kind that `Codable` knows.
  struct Everything: Codable, Equatable {
    enum Shape: Codable, Equatable {
      case circle(radius: Double)
      case named(String, sides: Int)
      case none
    }

    var flag = true
    var text = "a/b \"ü\" \u{1}\u{1F600}"
    var real = 0.1
    var float: Float = 2.5
    var integers = [Int64.min, 0, Int64.max]
    var unsigned = [UInt64.max, 0]
    var small: [Int8] = [-128, 127]
    var bytes: [UInt8] = [0, 255]
    var words: [UInt16] = [65535]
    var wide: [UInt32] = [.max]
    var shorts: [Int16] = [.min]
    var middling: [Int32] = [.min]
    var absent: String?
    var present: String? = "x"
    var holes: [String?] = ["a", nil, "b"]
    var shapes: [Shape] = [.circle(radius: 1e300), .named("tri", sides: 3), .none]
    var table = ["b": [1, 2], "a": []]
    var byName: [FieldName: Int] = ["z": 1, "y": 2]
    var nested: [[String: Bool]] = [["x": false], [:]]
  }

  /// Writes through the containers that are asked for rarely.
  struct Roundabout: Codable, Equatable {
    enum Key: String, CodingKey { case outer, list, inner, whole }

    var numbers = [1, 2]
    var text = "t"

    init() {}

    init(from decoder: any Decoder) throws {
      let outer = try decoder.container(keyedBy: Key.self)
      let inner = try outer.nestedContainer(keyedBy: Key.self, forKey: .outer)
      text = try inner.decode(String.self, forKey: .inner)
      var list = try outer.nestedUnkeyedContainer(forKey: .list)
      numbers = []
      var first = try list.nestedUnkeyedContainer()
      while !first.isAtEnd { numbers.append(try first.decode(Int.self)) }
      let last = try list.nestedContainer(keyedBy: Key.self)
      guard list.isAtEnd, list.currentIndex == 2, try last.decodeNil(forKey: .inner) else {
        throw CocoaError(.coderInvalidValue)
      }
      guard try Bool(from: outer.superDecoder()), try Bool(from: outer.superDecoder(forKey: .whole)) else {
        throw CocoaError(.coderInvalidValue)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var outer = encoder.container(keyedBy: Key.self)
      try true.encode(to: outer.superEncoder())
      try true.encode(to: outer.superEncoder(forKey: .whole))
      var inner = outer.nestedContainer(keyedBy: Key.self, forKey: .outer)
      var list = outer.nestedUnkeyedContainer(forKey: .list)
      var first = list.nestedUnkeyedContainer()
      var last = list.nestedContainer(keyedBy: Key.self)
      try last.encodeNil(forKey: .inner)
      for number in numbers { try first.encode(number) }
      try inner.encode("replaced", forKey: .inner)
      try inner.encode(text, forKey: .inner)
    }
  }

  /// What Foundation's encoder makes of a value.
  private func foundation(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test func `is what Foundation makes of it, and reads back`() throws {
    for value in [Everything(), Everything(flag: false, text: "", present: nil, shapes: [], table: [:])] {
      let json = try JSONTreeEncoder.encode(value)
      let expected = try JSONValue(parsing: foundation(value))
      #expect(json.text().replacing("+", with: "") == expected.text().replacing("+", with: ""))
      #expect(try JSONTreeDecoder.decode(Everything.self, from: json) == value)
      #expect(try JSONTreeDecoder.decode(Everything.self, from: expected) == value)
    }
  }

  @Test func `may be written into containers that were asked for before`() throws {
    let json = try JSONTreeEncoder.encode(Roundabout())
    #expect(try json.text() == foundation(Roundabout()))
    #expect(try JSONTreeDecoder.decode(Roundabout.self, from: json) == Roundabout())
  }

  @Test func `may be a single value`() throws {
    #expect(try JSONTreeEncoder.encode("x").text() == #""x""#)
    #expect(try JSONTreeEncoder.encode(Int?.none).text() == "null")
    #expect(try JSONTreeDecoder.decode(Int?.self, from: .null) == nil)
    #expect(try JSONTreeDecoder.decode([Int].self, from: [1, 2]) == [1, 2])
  }

  @Test func `has no number that is not finite`() {
    #expect(throws: EncodingError.self) { try JSONTreeEncoder.encode(["x": Double.infinity]) }
  }

  struct Part: Decodable { let size: Int8 }

  @Test(arguments: [
    "{}", #"{"size":null}"#, #"{"size":"1"}"#, #"{"size":128}"#, #"{"size":1.5}"#, #"{"size":true}"#, "[]", "1", "null",
  ])
  func `is refused where its type does not fit, as Foundation refuses it`(_ text: String) throws {
    let json = try JSONValue(parsing: text)
    #expect(throws: DecodingError.self) { try JSONTreeDecoder.decode(Part.self, from: json) }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Part.self, from: Data(text.utf8)) }
  }

  @Test func `names the key that does not fit`() throws {
    struct Named: Decodable { let name: String }
    let error = #expect(throws: DecodingError.self) {
      try JSONTreeDecoder.decode(Named.self, from: ["name": 1])
    }
    guard case .typeMismatch(_, let context) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["name"])
  }

  @Test func `ends where the array does`() throws {
    struct Pair: Decodable {
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        _ = try (list.decode(Int.self), list.decode(Int.self))
      }
    }
    #expect(throws: DecodingError.self) { try JSONTreeDecoder.decode(Pair.self, from: [1]) }
  }
}
