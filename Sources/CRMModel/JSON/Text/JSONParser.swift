extension JSONValue {
  /// Reads JSON, strictly by RFC 8259: one value, no comments, no trailing commas, no key twice.
  ///
  /// A byte order mark in front is skipped. Keys are the same if they are canonically equivalent, as Swift compares
  /// text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - limits: How much is accepted.
  /// - Throws: ``JSONError`` with code `json_syntax`, `too_deep`, `duplicate_key`, `too_large` or `invalid_utf8`.
  /// - Complexity: O(*n*), with a bounded stack.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(.tooLarge, at: 0, of: bytes, expected: "at most \(limits.bytes) bytes")
    }
    if let offset = JSONParser.invalidUTF8(in: bytes) {
      throw JSONError(.invalidUTF8, at: offset, of: bytes, expected: "valid UTF-8")
    }
    var parser = JSONParser(bytes, limits)
    self = try parser.wholeValue()
  }

  /// Reads JSON from text, as ``init(parsing:limits:)`` does.
  public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}

// Foundation's reader passes numbers through a Double, keeps the last of two equal keys and goes 512 levels deep
// without saying where; amounts must stay exact and refusals must name a place, so this one is our own.
struct JSONParser {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var index = 0
  private var valueCount = 0

  /// - Parameter bytes: Valid UTF-8.
  init(_ bytes: [UInt8], _ limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  static func invalidUTF8(in bytes: [UInt8]) -> Int? {
    var validator = UTF8Validator()
    return bytes.withUnsafeBufferPointer { validator.check($0) } ?? validator.unfinishedAt
  }

  mutating func wholeValue() throws(JSONError) -> JSONValue {
    let result = try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw error("the end") }
    return result
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipBlanks()
    valueCount += 1
    guard valueCount <= limits.values else { throw error(.tooLarge, "at most \(limits.values) values") }
    switch next {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    try open(depth)
    var members: [JSONObject.Member] = []
    var keys: Set<String> = []
    if take("}") { return JSONObject() }
    repeat {
      skipBlanks()
      let place = index
      guard next == UInt8(ascii: "\"") else { throw error("a key in quotation marks") }
      let key = try string()
      guard isNew(key, among: members, &keys) else { throw error(.duplicateKey, "every key once", at: place) }
      guard take(":") else { throw error("a colon") }
      members.append(JSONObject.Member(key, try value(depth: depth)))
    } while take(",")
    guard take("}") else { throw error("a comma or a closing brace") }
    return JSONObject(distinct: members)
  }

  /// Small objects are searched, greater ones get a set, so that neither costs more than it must.
  private func isNew(_ key: String, among members: [JSONObject.Member], _ keys: inout Set<String>) -> Bool {
    guard members.count >= 8 else { return !members.contains { $0.key == key } }
    if keys.isEmpty { keys = Set(members.map(\.key)) }
    return keys.insert(key).inserted
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    try open(depth)
    var values: [JSONValue] = []
    if take("]") { return values }
    repeat { values.append(try value(depth: depth)) } while take(",")
    guard take("]") else { throw error("a comma or a closing bracket") }
    return values
  }

  private mutating func open(_ depth: Int) throws(JSONError) {
    guard depth <= limits.depth else { throw error(.tooDeep, "at most \(limits.depth) levels of nesting") }
    index += 1
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[index..<end].elementsEqual(word.description.utf8) else { throw error("a value") }
    index = end
    return value
  }

  private mutating func number() throws(JSONError) -> JSONNumber {
    guard let end = JSONNumber.end(in: bytes, from: index) else { throw error("a value") }
    let text = String(decoding: bytes[index..<end], as: UTF8.self)
    index = end
    return JSONNumber(checked: text)
  }
}

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    index += 1
    let start = index
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        index += 1
        return text
      case UInt8(ascii: "\\"):
        return try escapedString(Array(bytes[start..<index]))
      case 0..<0x20:
        throw error("an escape instead of a control character")
      default:
        index += 1
      }
    }
    throw error("a closing quotation mark")
  }

  private mutating func escapedString(_ begun: [UInt8]) throws(JSONError) -> String {
    var text = begun
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try escape(into: &text)
      case 0..<0x20:
        throw error("an escape instead of a control character")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw error("a closing quotation mark")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    let place = index
    index += 1
    guard let byte = next else { throw error("a closing quotation mark") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape(at: place)
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw error(.jsonSyntax, "an escape of JSON", at: place)
    }
  }

  private mutating func unicodeEscape(at place: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let isHigh = first < 0xDC00
    guard isHigh, next == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
      throw error(.jsonSyntax, "both halves of a surrogate pair", at: place)
    }
    index += 2
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + second - 0xDC00)
    else { throw error(.jsonSyntax, "both halves of a surrogate pair", at: place) }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      switch next {
      case let byte? where byte &- UInt8(ascii: "0") < 10: value = value << 4 | UInt32(byte &- UInt8(ascii: "0"))
      case let byte? where (byte | 0x20) &- UInt8(ascii: "a") < 6:
        value = value << 4 | UInt32((byte | 0x20) &- UInt8(ascii: "a") &+ 10)
      default: throw error("four hexadecimal digits")
      }
      index += 1
    }
    return value
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { index += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard let next, UInt32(next) == mark.value else { return false }
    index += 1
    return true
  }

  private func error(_ expected: String) -> JSONError { error(.jsonSyntax, expected) }

  private func error(_ code: ErrorCode, _ expected: String, at place: Int? = nil) -> JSONError {
    JSONError(code, at: place ?? index, of: bytes, expected: expected)
  }
}
