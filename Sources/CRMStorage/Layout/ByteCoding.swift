import CRMModel

/// How numbers, texts and cells become bytes, in cursors and in the change log: little-endian, lengths before texts.
enum ByteCoding {
  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A whole number in 1...10 bytes, small ones of either sign in few (zigzag, seven bits a byte).
  static func appendCompact(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { buffer in
      appendCompact(Int64(buffer.count), to: &bytes)
      bytes.append(contentsOf: buffer)
    }
  }

  static func append(_ scalar: Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case .null: bytes.append(0)
    case .integer(let value):
      bytes.append(1)
      appendCompact(value, to: &bytes)
    case .real(let value):
      bytes.append(2)
      append(Int64(bitPattern: value.bitPattern), to: &bytes)
    case .text(let value):
      bytes.append(3)
      append(value, to: &bytes)
    }
  }
}

/// Reads what ``ByteCoding`` wrote; nil for bytes that are damaged or cut off.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position >= bytes.endIndex }

  mutating func byte() -> UInt8? {
    guard position < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func integer() -> Int64? {
    guard bytes.endIndex - position >= 8 else { return nil }
    var value: UInt64 = 0
    for offset in 0..<8 { value |= UInt64(bytes[position + offset]) << UInt64(offset * 8) }
    position += 8
    return Int64(bitPattern: value)
  }

  mutating func compactInteger() -> Int64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let next = byte() else { return nil }
      if shift == 63, next > 1 { return nil }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
    }
    return nil
  }

  mutating func text() -> String? {
    guard let length = compactInteger(), length >= 0, length <= Int64(bytes.endIndex - position) else { return nil }
    let end = position + Int(length)
    defer { position = end }
    return String(validating: bytes[position..<end], as: UTF8.self)
  }

  mutating func scalar() -> Scalar? {
    switch byte() {
    case 0: return .null
    case 1: return compactInteger().map(Scalar.integer)
    case 2:
      guard let bits = integer() else { return nil }
      let value = Double(bitPattern: UInt64(bitPattern: bits))
      return value.isFinite ? .real(value) : nil
    case 3: return text().map(Scalar.text)
    default: return nil
    }
  }
}
