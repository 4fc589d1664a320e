/// Bytes as URL-safe text: base64 of RFC 4648 section 5, without padding.
enum Base64URL {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4 / 3 + 3)
    var pending: UInt32 = 0
    var count = 0
    for byte in bytes {
      pending = (pending << 8) | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(digits[Int((pending >> UInt32(count)) & 63)])
      }
    }
    if count > 0 { text.append(digits[Int((pending << UInt32(6 - count)) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var pending: UInt32 = 0
    var count = 0
    for digit in text.utf8 {
      guard let value = value(of: digit) else { return nil }
      pending = (pending << 6) | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(count)))
      }
    }
    let rest = pending & ((1 << UInt32(count)) - 1)
    return count < 6 && rest == 0 ? bytes : nil
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
