import CRMModel

/// SQL made of words of ours and of numbers, and the values it is run with.
///
/// Nothing else can be added: no text from outside ever reaches SQL. Values and limits are bound.
struct SQLText {
  /// A value to be bound.
  enum Binding {
    case scalar(Scalar)
    case object(FunctionArgument)
  }

  private var bytes: [UInt8] = []
  /// The values, in the order of their question marks.
  private(set) var bindings: [Binding] = []

  init() { bytes.reserveCapacity(256) }

  init(_ words: StaticString) { add(words) }

  /// The SQL.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func add(_ words: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
  }

  mutating func add(_ other: SQLText) {
    bytes += other.bytes
    bindings += other.bindings
  }

  mutating func add(_ number: some BinaryInteger) {
    // Numbers of columns and aliases, of which a statement has dozens.
    guard let small = UInt16(exactly: number), small < 10_000 else {
      return bytes.append(contentsOf: String(number).utf8)
    }
    var divisor: UInt16 = small < 10 ? 1 : small < 100 ? 10 : small < 1_000 ? 100 : 1_000
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: small / divisor % 10))
      divisor /= 10
    }
  }

  /// The name of a table's physical table.
  mutating func addTable(_ number: Int32) {
    add("r")
    add(number)
  }

  /// The name of a column of a physical table; column 0 is the row key.
  mutating func addColumn(_ number: Int32) {
    if number == 0 { return add("id") }
    add("c")
    add(number)
  }

  /// The name of an index.
  mutating func addIndex(_ number: Int32) {
    add("i")
    add(number)
  }

  /// A constant for places where SQLite takes no bound values: digits only, text as the hexadecimal digits of its bytes.
  mutating func addConstant(_ value: Scalar) {
    switch value {
    case .null: add("NULL")
    case .integer(.min): add("(-9223372036854775807 - 1)")
    case .integer(let value): add(value)
    case .real(let value):
      add("crm_real(")
      addConstant(.integer(Int64(bitPattern: value.bitPattern)))
      add(")")
    case .text(let value):
      add("CAST(x'")
      for byte in value.utf8 {
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      }
      add("' AS TEXT)")
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// A question mark for a value.
  mutating func bind(_ value: Scalar) {
    add("?")
    bindings.append(.scalar(value))
  }

  /// A question mark for an object.
  mutating func bind(_ object: FunctionArgument) {
    add("?")
    bindings.append(.object(object))
  }
}
