extension JSONValue {
  /// The JSON text.
  ///
  /// - Parameter isPretty: Whether every value gets a line of its own, indented by two spaces a level; else there is no
  ///   blank.
  public func text(isPretty: Bool = false) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, isPretty: isPretty)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds the JSON text as UTF-8 at the end of `bytes`, without a line feed after it.
  ///
  /// Keys keep their order; only `"`, `\` and control characters are escaped.
  ///
  /// - Complexity: O(*n*), without recursion, so any value can be written.
  public func write(to bytes: inout [UInt8], isPretty: Bool = false) {
    var writer = JSONWriter(isPretty: isPretty)
    swap(&writer.bytes, &bytes)
    writer.write(self)
    swap(&writer.bytes, &bytes)
  }
}

/// Writes JSON with a stack of its own.
struct JSONWriter {
  private enum Open {
    case array([JSONValue], next: Int)
    case object([JSONObject.Member], next: Int)
  }

  var bytes: [UInt8] = []
  private let isPretty: Bool
  private var stack: [Open] = []

  init(isPretty: Bool) { self.isPretty = isPretty }

  mutating func write(_ value: JSONValue) {
    begin(value)
    while let top = stack.popLast() {
      switch top {
      case .array(let values, let next) where next < values.count:
        separate(isFirst: next == 0, level: stack.count + 1)
        stack.append(.array(values, next: next + 1))
        begin(values[next])
      case .object(let members, let next) where next < members.count:
        separate(isFirst: next == 0, level: stack.count + 1)
        stack.append(.object(members, next: next + 1))
        append(members[next].key)
        bytes.append(UInt8(ascii: ":"))
        if isPretty { bytes.append(UInt8(ascii: " ")) }
        begin(members[next].value)
      case .array: close("]")
      case .object: close("}")
      }
    }
  }

  /// Writes a plain value or an empty one whole, and opens any other.
  private mutating func begin(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let text): append(text)
    case .array(let values):
      if values.isEmpty { return bytes.append(contentsOf: "[]".utf8) }
      bytes.append(UInt8(ascii: "["))
      stack.append(.array(values, next: 0))
    case .object(let object):
      if object.isEmpty { return bytes.append(contentsOf: "{}".utf8) }
      bytes.append(UInt8(ascii: "{"))
      stack.append(.object(object.members, next: 0))
    }
  }

  private mutating func separate(isFirst: Bool, level: Int) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    breakLine(level)
  }

  private mutating func close(_ mark: Unicode.Scalar) {
    breakLine(stack.count)
    bytes.append(UInt8(truncatingIfNeeded: mark.value))
  }

  private mutating func breakLine(_ level: Int) {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20: escape(byte)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ control: UInt8) {
    switch control {
    case 0x08: bytes.append(contentsOf: "\\b".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0C: bytes.append(contentsOf: "\\f".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    default:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(control < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
      bytes.append(contentsOf: String(control & 0xF, radix: 16).utf8)
    }
  }
}
