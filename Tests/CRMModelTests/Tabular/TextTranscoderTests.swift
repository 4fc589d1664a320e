import CRMModel
import Testing

@Suite struct `A transcoder` {
  static func decode(_ bytes: [UInt8], _ encoding: TextEncoding, by size: Int = .max) throws -> String {
    var transcoder = TextTranscoder(from: encoding)
    var output: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      try transcoder.push(Array(rest.prefix(size)), into: &output)
      rest = rest.dropFirst(size)
    }
    try transcoder.finish(into: &output)
    return try #require(String(validating: output, as: UTF8.self))
  }

  static func utf16(_ text: String, _ encoding: TextEncoding, mark: Bool = false) -> [UInt8] {
    var units = Array(text.utf16)
    if mark { units.insert(0xFEFF, at: 0) }
    return units.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return encoding == .utf16BE ? pair : pair.reversed()
    }
  }

  /// Python 3: bytes(range(256)).decode("cp1252", errors="replace")[128:160]
  static let upper = "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ"

  @Test(arguments: UInt8.min...UInt8.max)
  func `knows every byte of Windows-1252 and refuses the five without meaning`(_ byte: UInt8) throws {
    if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) {
      let error = #expect(throws: TextEncodingError.self) { try Self.decode([0x61, byte], .windows1252) }
      #expect(error?.byteOffset == 1)
    } else {
      let expected =
        (0x80...0x9F).contains(byte)
        ? Array(Self.upper.unicodeScalars)[Int(byte) - 0x80] : Unicode.Scalar(byte)
      #expect(try Self.decode([byte], .windows1252) == String(Character(expected)))
    }
  }

  @Test(arguments: [TextEncoding.utf16LE, .utf16BE], [1, 2, 3, 5, 7, 1_000])
  func `joins UTF-16 cut inside units and surrogate pairs`(_ encoding: TextEncoding, _ size: Int) throws {
    let text = "a;é;€;😎;\u{10FFFF};\u{FFFD}\r\n語"
    #expect(try Self.decode(Self.utf16(text, encoding), encoding, by: size) == text)
    #expect(try Self.decode(Self.utf16(text, encoding, mark: true), encoding, by: size) == text)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 1_000])
  func `joins UTF-8 cut inside characters`(_ size: Int) throws {
    let text = "a;é;€;😎;\u{FEFE}\u{10FFFF}\n"
    #expect(try Self.decode(Array(text.utf8), .utf8, by: size) == text)
    #expect(try Self.decode([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8, by: size) == text)
    #expect(try Self.decode(Array("\u{FEFE}".utf8), .utf8, by: size) == "\u{FEFE}")
  }

  /// Unicode 15, table 3-7 and its examples of ill-formed sequences.
  @Test(
    arguments: [
      [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0x80], [0xFE], [0xFF], [0xE2, 0x82, 0x41], [0xC3, 0xC3],
    ] as [[UInt8]], [1, 2, 1_000])
  func `refuses bytes that are not UTF-8 with their place and keeps what came before`(
    _ bad: [UInt8], _ size: Int
  ) throws {
    var transcoder = TextTranscoder(from: .utf8)
    var output: [UInt8] = []
    let bytes = [0xEF, 0xBB, 0xBF] + Array("plain ASCII é".utf8) + bad + [0x61]
    let error = #expect(throws: TextEncodingError.self) {
      for start in stride(from: 0, to: bytes.count, by: size) {
        try transcoder.push(Array(bytes[start..<min(bytes.count, start + size)]), into: &output)
      }
    }
    #expect(error?.byteOffset == 17)
    #expect(error?.code == .textInvalidBytes)
    #expect(output == Array("plain ASCII é".utf8))
    #expect(throws: try #require(error)) { try transcoder.push([0x61], into: &output) }
  }

  @Test(
    arguments: [
      ([0x61, 0x00, 0x00, 0xD8, 0x61, 0x00], 2), ([0x61, 0x00, 0x00, 0xDC], 2), ([0x00, 0xD8, 0x00, 0xD8], 0),
    ] as [([UInt8], Int)])
  func `refuses a surrogate alone`(_ bytes: [UInt8], _ offset: Int) {
    let error = #expect(throws: TextEncodingError.self) { try Self.decode(bytes, .utf16LE) }
    #expect(error?.byteOffset == offset)
  }

  @Test(
    arguments: [
      (TextEncoding.utf8, [0x61, 0xE2, 0x82], 1), (.utf8, [0xEF, 0xBB], 0), (.utf16LE, [0x61, 0x00, 0x62], 2),
      (.utf16LE, [0x61, 0x00, 0x3D, 0xD8], 2), (.utf16LE, [0x3D, 0xD8, 0x0E], 0),
      (.utf8, [0xEF, 0xBB, 0xBF, 0x61, 0xC3], 4),
    ] as [(TextEncoding, [UInt8], Int)])
  func `refuses text that ends inside a character`(_ encoding: TextEncoding, _ bytes: [UInt8], _ offset: Int) {
    let error = #expect(throws: TextEncodingError.self) { try Self.decode(bytes, encoding) }
    #expect(error?.code == .textCutOff)
    #expect(error?.byteOffset == offset)
  }
}

@Suite struct `Telling an encoding` {
  @Test(
    arguments: [
      ([0xEF, 0xBB, 0xBF, 0x61], TextEncoding.utf8, 3, true), ([0xFF, 0xFE, 0x61, 0x00], .utf16LE, 2, true),
      ([0xFE, 0xFF, 0x00, 0x61], .utf16BE, 2, true), (Array("a;b\n".utf8), .utf8, 0, false),
      (Array("é;b\n".utf8), .utf8, 0, true), ([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72], .windows1252, 0, false),
      ([0x61, 0xE2, 0x82], .utf8, 0, true), ([], .utf8, 0, false),
      (Array("a,b\n1,x\0y, and more text\n".utf8), .utf8, 0, false),
      (TextTranscoderCases.le("a;b\n1;2\n"), .utf16LE, 0, false),
      (TextTranscoderCases.be("a;b\n1;2\n"), .utf16BE, 0, false),
      (TextTranscoderCases.le("имя;город\nИван;Москва\n"), .utf16LE, 0, false),
      (TextTranscoderCases.be("会社名;都市\n東京電力;東京都\n"), .utf16BE, 0, false),
    ] as [([UInt8], TextEncoding, Int, Bool)])
  func `goes by mark then NUL pattern then validity`(
    _ sample: [UInt8], _ encoding: TextEncoding, _ mark: Int, _ isCertain: Bool
  ) {
    let detection = TextEncodingDetector.detect(sample)
    #expect(detection.encoding == encoding)
    #expect(detection.byteOrderMarkLength == mark)
    #expect(detection.isCertain == isCertain)
    #expect(!detection.evidence.isEmpty)
  }
}

enum TextTranscoderCases {
  static func le(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
  static func be(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
}
