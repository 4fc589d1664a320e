/// A currency or fund code of ISO 4217's list one.
///
/// Four bytes without a reference, because amounts are decoded by the million. There is no currency outside the list,
/// so a currency that exists is known; the list is ``all``. Ordered by code, so that groups by currency have one order.
public struct Currency: Hashable, Sendable, BitwiseCopyable {
  /// The packed code in the upper 24 bits, the minor units in the lower 8: the currency's decimals are needed for every
  /// amount that is read or written, and are at hand without the table.
  private let bits: UInt32

  /// Finds a currency by its code.
  ///
  /// - Parameter code: Three upper case ASCII letters, such as `EUR`.
  /// - Throws: ``ValueError`` with code `unknown_currency`.
  /// - Complexity: O(1).
  public init(_ code: String) throws(ValueError) {
    guard let packed = Currency.pack(code.utf8), let currency = Currency(packedCode: packed) else {
      throw ValueError(.unknownCurrency, "a current code of ISO 4217 in three upper case letters", input: code)
    }
    self = currency
  }

  /// Every currency of the list, in the order of the codes.
  ///
  /// - Complexity: O(*n*).
  public static var all: [Currency] { CurrencyTable.iso4217.rows.map(\.currency) }

  /// The three upper case letters, such as `EUR`.
  public var code: String {
    let packed = packedCode
    let letters = [packed / 676, packed / 26 % 26, packed % 26]
    return String(decoding: letters.map { UInt8(truncatingIfNeeded: $0) &+ UInt8(ascii: "A") }, as: UTF8.self)
  }

  /// How many decimals an amount has: 0, 2, 3 or 4.
  ///
  /// Where the list says that minor units do not apply (precious metals, units of account, testing: `XAU`, `XDR`,
  /// `XXX`), it is 0: amounts are whole units.
  public var minorUnits: Int { Int(bits & 0xFF) }

  /// The number that the standard writes in three digits: 978 for `EUR`, 8 for `ALL`.
  public var numericCode: Int { CurrencyTable.iso4217.row(packedCode: packedCode)?.numericCode ?? 0 }

  /// The list's English name, such as `Euro`.
  public var name: String { CurrencyTable.iso4217.row(packedCode: packedCode)?.name ?? code }
}

extension Currency {
  /// One more than the greatest packed code: 26 x 26 x 26.
  static let packedCodeLimit: UInt16 = 17_576

  /// The code as a number below 17,576, letters in base 26: what an engine keeps in a column.
  package var packedCode: UInt16 { UInt16(truncatingIfNeeded: bits >> 8) }

  /// Finds a currency by its packed code, or returns nil if the list does not have it.
  ///
  /// - Complexity: O(1).
  package init?(packedCode: UInt16) {
    guard let row = CurrencyTable.iso4217.row(packedCode: packedCode) else { return nil }
    self = row.currency
  }

  /// Takes a packed code of the list and the minor units that the list gives it.
  init(packedCode: UInt16, minorUnits: UInt8) { bits = UInt32(packedCode) << 8 | UInt32(minorUnits) }

  /// Packs exactly three upper case ASCII letters.
  static func pack(_ letters: some Sequence<UInt8>) -> UInt16? {
    var packed: UInt16 = 0
    var count = 0
    for letter in letters {
      guard count < 3, letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z") else { return nil }
      packed = packed * 26 + UInt16(letter - UInt8(ascii: "A"))
      count += 1
    }
    return count == 3 ? packed : nil
  }

  /// Ten to the power of ``minorUnits``: 1, 100, 1,000 or 10,000.
  var minorUnitsPerMajor: Int64 {
    switch minorUnits {
    case 0: 1
    case 2: 100
    case 3: 1_000
    default: 10_000
    }
  }
}

extension Currency: Comparable, CustomStringConvertible {
  /// Orders by code.
  public static func < (left: Currency, right: Currency) -> Bool { left.bits < right.bits }

  /// The code.
  public var description: String { code }
}

extension Currency: Codable {
  /// Reads a code from a JSON string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let code = try container.decode(String.self)
    do {
      try self.init(code)
    } catch {
      throw DecodingError.corrupted(by: error, at: container.codingPath)
    }
  }

  /// Writes the code as a JSON string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}
