/// Turns text in a known encoding into UTF-8, in pieces of any size.
///
/// A byte order mark at the start is dropped. Nothing is repaired: a lone surrogate, an overlong form or one of the
/// five bytes that Windows-1252 does not define (81, 8D, 8F, 90, 9D) is an error with its place.
///
///     var transcoder = TextTranscoder(from: .utf16LE)
///     var text: [UInt8] = []
///     try transcoder.push(chunk, into: &text)
///     try transcoder.finish(into: &text)
public struct TextTranscoder: Sendable {
  /// The encoding of the bytes that come in.
  public let encoding: TextEncoding

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private var failure: TextEncodingError?
  private var offset = 0
  private var started = false
  private var markBytes = 0
  private var validator = UTF8Validator()
  private var cut: [UInt8] = []
  private var half: UInt8?
  private var highSurrogate: UInt16?

  /// Makes a transcoder at the start of a text.
  public init(from encoding: TextEncoding) { self.encoding = encoding }

  /// Appends the next bytes to `output` as UTF-8, whole characters only; one cut at the end waits for the next call.
  ///
  /// - Throws: ``TextEncodingError`` with ``ErrorCode/textInvalidBytes``. Then `output` ends with what came before the
  ///   offending sequence, so its length tells the place to a reader of `output`; every later call throws the same.
  /// - Complexity: O(*n*) in the number of bytes.
  public mutating func push(_ bytes: [UInt8], into output: inout [UInt8]) throws(TextEncodingError) {
    try bytes.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(TextEncodingError) in
      try push(UnsafeRawBufferPointer(bytes), into: &output)
    }
  }

  /// Appends the next bytes to `output` as UTF-8, whole characters only; one cut at the end waits for the next call.
  ///
  /// - Throws: As ``push(_:into:)-([UInt8],_)``.
  /// - Complexity: O(*n*) in the number of bytes.
  public mutating func push(
    _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]
  ) throws(TextEncodingError) {
    if let failure { throw failure }
    let input = bytes.bindMemory(to: UInt8.self)
    do throws(TextEncodingError) {
      switch encoding {
      case .utf8: try pushUTF8(input, into: &output)
      case .utf16LE, .utf16BE: try pushUTF16(input, into: &output)
      case .windows1252: try pushWindows1252(input, into: &output)
      }
    } catch {
      failure = error
      throw error
    }
  }

  /// Ends the text.
  ///
  /// - Throws: ``TextEncodingError`` with ``ErrorCode/textCutOff`` if it ends in the middle of a character, or what an
  ///   earlier call threw.
  public mutating func finish(into output: inout [UInt8]) throws(TextEncodingError) {
    if let failure { throw failure }
    if encoding == .utf8, !started { try releaseMark(into: &output) }
    var cutAt = validator.unfinishedAt.map { offset + $0 }
    if highSurrogate != nil {
      cutAt = offset - (half == nil ? 2 : 3)
    } else if half != nil {
      cutAt = offset - 1
    }
    guard let cutAt else { return }
    let error = TextEncodingError(.textCutOff, encoding, byteOffset: cutAt)
    failure = error
    throw error
  }

  // MARK: UTF-8

  private mutating func pushUTF8(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(TextEncodingError) {
    var index = 0
    while !started, index < input.count {
      if input[index] == Self.mark[markBytes] {
        markBytes += 1
        index += 1
        if markBytes == 3 {
          started = true
          offset = 3
        }
      } else {
        try releaseMark(into: &output)
      }
    }
    try checkUTF8(UnsafeBufferPointer(rebasing: input[index...]), into: &output)
  }

  /// Gives back the bytes that began like a byte order mark and were none.
  private mutating func releaseMark(into output: inout [UInt8]) throws(TextEncodingError) {
    started = true
    let held = Array(Self.mark.prefix(markBytes))
    markBytes = 0
    try held.withUnsafeBufferPointer { (held: UnsafeBufferPointer<UInt8>) throws(TextEncodingError) in
      try checkUTF8(held, into: &output)
    }
  }

  private mutating func checkUTF8(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(TextEncodingError) {
    let base = validator.offset
    let invalidAt = validator.check(input)
    let wholeUpTo = invalidAt ?? validator.unfinishedAt ?? validator.offset
    if wholeUpTo >= base {
      output.append(contentsOf: cut)
      cut.removeAll(keepingCapacity: true)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: input[..<(wholeUpTo - base)]))
    }
    if let invalidAt {
      // The validator does not count a byte order mark that was dropped; `offset` is 3 then, else 0.
      throw TextEncodingError(.textInvalidBytes, encoding, byteOffset: offset + invalidAt)
    }
    cut.append(contentsOf: UnsafeBufferPointer(rebasing: input[max(0, wholeUpTo - base)...]))
  }

  // MARK: UTF-16

  private mutating func pushUTF16(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(TextEncodingError) {
    for byte in input {
      offset += 1
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      let (high, low) = encoding == .utf16BE ? (first, byte) : (byte, first)
      let unit = UInt16(high) << 8 | UInt16(low)
      if !started {
        started = true
        if unit == 0xFEFF { continue }
      }
      try append(unit, to: &output)
    }
  }

  private mutating func append(_ unit: UInt16, to output: inout [UInt8]) throws(TextEncodingError) {
    switch unit {
    case 0xDC00...0xDFFF:
      guard let high = highSurrogate else {
        throw TextEncodingError(.textInvalidBytes, encoding, byteOffset: offset - 2)
      }
      highSurrogate = nil
      append(scalar: 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &output)
    case _ where highSurrogate != nil:
      throw TextEncodingError(.textInvalidBytes, encoding, byteOffset: offset - 4)
    case 0xD800...0xDBFF:
      highSurrogate = unit
    default:
      append(scalar: UInt32(unit), to: &output)
    }
  }

  private func append(scalar: UInt32, to output: inout [UInt8]) {
    func part(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift & 0x3F)) }
    switch scalar {
    case ..<0x80:
      output.append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
      output.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      output.append(part(0))
    case ..<0x10000:
      output.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      output.append(part(6))
      output.append(part(0))
    default:
      output.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      output.append(part(12))
      output.append(part(6))
      output.append(part(0))
    }
  }

  // MARK: Windows-1252

  // 80 to 9F, from https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT; 0 is not defined.
  private static let upperControls: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  private mutating func pushWindows1252(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
  ) throws(TextEncodingError) {
    for byte in input {
      switch byte {
      case ..<0x80: output.append(byte)
      case 0x80...0x9F:
        let scalar = Self.upperControls[Int(byte) - 0x80]
        if scalar == 0 { throw TextEncodingError(.textInvalidBytes, encoding, byteOffset: offset) }
        append(scalar: UInt32(scalar), to: &output)
      default: append(scalar: UInt32(byte), to: &output)
      }
      offset += 1
    }
  }
}
