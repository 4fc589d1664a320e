/// Checks UTF-8 byte by byte across pieces: no overlong form, no surrogate, nothing above U+10FFFF (Unicode 15,
/// table 3-7).
struct UTF8Validator: Sendable {
  private var missing = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF
  private var sequenceStart = 0

  /// Bytes checked so far.
  private(set) var offset = 0

  /// Checks the next bytes; returns where in the whole text the first invalid sequence begins, nil if there is none.
  mutating func check(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let base = offset
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index < bytes.count {
      if missing == 0 {
        while bytes.count - index >= 8,
          raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          index += 8
        }
        if index == bytes.count { break }
      }
      let byte = bytes[index]
      if missing == 0 {
        if byte < 0x80 {
          index += 1
          continue
        }
        sequenceStart = base + index
        guard begin(byte) else { return sequenceStart }
      } else {
        guard byte >= low, byte <= high else { return sequenceStart }
        missing -= 1
        low = 0x80
        high = 0xBF
      }
      index += 1
    }
    offset = base + index
    return nil
  }

  /// Where the character begins that the text ends in the middle of; nil if it ends with a whole one.
  var unfinishedAt: Int? { missing > 0 ? sequenceStart : nil }

  private mutating func begin(_ byte: UInt8) -> Bool {
    low = 0x80
    high = 0xBF
    switch byte {
    case 0xC2...0xDF: missing = 1
    case 0xE0...0xEF:
      missing = 2
      if byte == 0xE0 { low = 0xA0 }
      if byte == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      missing = 3
      if byte == 0xF0 { low = 0x90 }
      if byte == 0xF4 { high = 0x8F }
    default: return false
    }
    return true
  }

  /// The first invalid sequence in a sample; one cut at the end counts as valid.
  static func firstInvalid(in bytes: [UInt8]) -> Int? {
    var validator = UTF8Validator()
    return bytes.withUnsafeBufferPointer { validator.check($0) }
  }
}
