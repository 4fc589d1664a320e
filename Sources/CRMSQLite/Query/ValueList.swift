import CRMModel

/// How the values of a list are handed to SQLite: a few one by one, many in one bound JSON text.
enum ValueList {
  /// A part of a list.
  enum Piece {
    /// One question mark a value.
    case few([Scalar])
    /// The values as JSON.
    case many(String)
    /// Reals as JSON: whole numbers with the same bits.
    case manyReals(String)
  }

  /// How many values are bound one by one: few enough that the same statement serves again.
  static let fewest = 8
  /// About how many bytes a JSON text may have; what is longer becomes several.
  private static let longest = 4 << 20

  /// The parts of a list; none if it is empty.
  static func pieces(of values: [Scalar]) -> [Piece] {
    if values.isEmpty { return [] }
    if values.count <= fewest { return [.few(values)] }
    var integers = JSONList()
    var reals = JSONList()
    var texts = JSONList()
    var rest: [Scalar] = []
    for value in values {
      switch value {
      case .integer(let value): integers.append(value)
      case .real(let value): reals.append(Int64(bitPattern: value.bitPattern))
      // SQLite's JSON ends a text at U+0000.
      case .text(let value) where value.utf8.contains(0): rest.append(.text(value))
      case .text(let value): texts.append(value)
      case .null: rest.append(.null)
      }
    }
    return integers.finished().map(Piece.many) + texts.finished().map(Piece.many)
      + reals.finished().map(Piece.manyReals) + (rest.isEmpty ? [] : [.few(rest)])
  }

  /// JSON arrays under construction, a new one whenever one is long enough.
  private struct JSONList {
    private var done: [String] = []
    private var bytes: [UInt8] = []

    mutating func append(_ value: Int64) {
      separate()
      bytes.append(contentsOf: String(value).utf8)
    }

    mutating func append(_ value: String) {
      separate()
      bytes.append(UInt8(ascii: "\""))
      for byte in value.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case 0..<0x20:
          bytes.append(contentsOf: "\\u00".utf8)
          bytes.append(contentsOf: [UInt8(ascii: "0") + (byte >> 4), hexadecimal(byte & 15)])
        default: bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }

    private func hexadecimal(_ digit: UInt8) -> UInt8 {
      digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    private mutating func separate() {
      if bytes.count >= ValueList.longest { close() }
      bytes.append(UInt8(ascii: bytes.isEmpty ? "[" : ","))
    }

    private mutating func close() {
      bytes.append(UInt8(ascii: "]"))
      done.append(String(decoding: bytes, as: UTF8.self))
      bytes.removeAll(keepingCapacity: true)
    }

    func finished() -> [String] {
      var list = self
      if !list.bytes.isEmpty { list.close() }
      return list.done
    }
  }
}
