/// The encodings a delimited text file may have.
///
/// Closed on purpose: these are what spreadsheets and business systems write, and each can be told from the others or
/// stated. Everything behind the ``TextTranscoder`` is UTF-8.
public enum TextEncoding: String, Hashable, Sendable, Codable, CaseIterable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// UTF-16, low byte first, with or without a byte order mark; what Excel calls "Unicode text".
  case utf16LE = "utf-16le"
  /// UTF-16, high byte first, with or without a byte order mark.
  case utf16BE = "utf-16be"
  /// Windows-1252, the Western European code page of Windows; text in ISO 8859-1 reads the same.
  case windows1252 = "windows-1252"
}

/// What a sample says about the encoding of a file.
public struct TextEncodingDetection: Hashable, Sendable {
  /// The encoding to read the file with.
  public let encoding: TextEncoding
  /// Length of the byte order mark in bytes; 0 without one.
  public let byteOrderMarkLength: Int
  /// Whether the sample leaves no other reading: a byte order mark, or characters beyond ASCII that are valid UTF-8.
  public let isCertain: Bool
  /// Why, in words for a person; holds no text of the file.
  public let evidence: String
}

/// Tells the encoding of a file from its beginning.
public enum TextEncodingDetector {
  /// Tells the encoding of a file from its first bytes; it always has an answer.
  ///
  /// In this order: a byte order mark; NUL bytes at odd (UTF-16LE) or even (UTF-16BE) places only; valid UTF-8; else
  /// Windows-1252. A character cut at the end of the sample does not count against an encoding.
  ///
  /// - Parameter sample: The first bytes of the file; 64 KB are plenty.
  /// - Complexity: O(*n*) in the length of the sample.
  public static func detect(_ sample: [UInt8]) -> TextEncodingDetection {
    if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return marked(.utf8, 3) }
    if sample.starts(with: [0xFF, 0xFE]) { return marked(.utf16LE, 2) }
    if sample.starts(with: [0xFE, 0xFF]) { return marked(.utf16BE, 2) }
    let utf8 = UTF8Validator.firstInvalid(in: sample)
    if let utf16 = byNuls(sample, isUTF8: utf8 == nil) { return utf16 }
    if let utf8 {
      return TextEncodingDetection(
        encoding: .windows1252, byteOrderMarkLength: 0, isCertain: false,
        evidence: "no byte order mark, and not valid UTF-8 from byte \(utf8) on")
    }
    let beyondASCII = sample.count { $0 >= 0x80 && $0 & 0xC0 != 0x80 }
    let evidence =
      beyondASCII == 0
      ? "only ASCII in the first \(sample.count) bytes" : "\(beyondASCII) characters beyond ASCII, all valid UTF-8"
    return TextEncodingDetection(
      encoding: .utf8, byteOrderMarkLength: 0, isCertain: beyondASCII > 0, evidence: evidence)
  }

  private static func marked(_ encoding: TextEncoding, _ length: Int) -> TextEncodingDetection {
    TextEncodingDetection(
      encoding: encoding, byteOrderMarkLength: length, isCertain: true,
      evidence: "byte order mark of \(encoding.rawValue)")
  }

  /// Delimiters and line ends give UTF-16 its NUL bytes in any script. In bytes that are valid UTF-8 a few NULs may be
  /// damage instead, so there they must be a tenth of all code units.
  private static func byNuls(_ sample: [UInt8], isUTF8: Bool) -> TextEncodingDetection? {
    var even = 0
    var odd = 0
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index % 2 == 0 { even += 1 } else { odd += 1 }
    }
    let most = max(even, odd)
    let units = sample.count / 2
    guard most > 0, min(even, odd) * 20 <= most, most * (isUTF8 ? 10 : 200) >= units else { return nil }
    let place = odd > even ? "second" : "first"
    return TextEncodingDetection(
      encoding: odd > even ? .utf16LE : .utf16BE, byteOrderMarkLength: 0, isCertain: false,
      evidence: "no byte order mark; \(most) of \(units) code units have a zero \(place) byte")
  }
}
