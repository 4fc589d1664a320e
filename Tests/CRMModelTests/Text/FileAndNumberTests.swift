import CRMModel
import Testing

@Suite struct `A link to a file` {
  /// SHA-256 of "abc", FIPS 180-4 example.
  private static let digest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  private func link(
    digest: String = Self.digest, name: String = "a.pdf", type: String = "application/pdf", size: Int64 = 3
  ) throws -> FileLink {
    try FileLink(digest: digest, name: name, mediaType: type, size: size)
  }

  @Test func `keeps what it was given, in lower case where case means nothing`() throws {
    let upper = "sha256:" + Self.digest.dropFirst(7).uppercased()
    let made = try link(digest: upper, name: "Angebot Mu\u{308}ller.pdf", type: "Application/PDF", size: .max)
    #expect(made.digest == Self.digest && made.mediaType == "application/pdf" && made.size == .max)
    #expect(made.name.utf8.count == "Angebot Müller.pdf".utf8.count)
  }

  @Test(arguments: [
    "", "sha256:", String(digest.dropLast()), digest + "0", "SHA256:" + digest.dropFirst(7),
    "sha256:" + String(repeating: "g", count: 64),
  ])
  func `refuses another digest`(digest: String) {
    #expect { try link(digest: digest) } throws: { ($0 as? ValueError)?.code == .fileDigestInvalid }
  }

  @Test(arguments: ["", ".", "..", "a/b", "a\\b", "C:x", "a\nb", "a\u{7F}", "\u{202E}", "\u{2066}.\u{2069}."])
  func `refuses a name that is not one path component`(name: String) {
    #expect { try link(name: name) } throws: { ($0 as? ValueError)?.code == .fileNameInvalid }
  }

  @Test func `removes direction controls from its name`() throws {
    #expect(try link(name: "invoice\u{202E}fdp.exe").name == "invoicefdp.exe")
  }

  @Test(arguments: [(254, true), (255, true), (256, false)])
  func `bounds its name`(count: Int, fits: Bool) {
    #expect(((try? link(name: String(repeating: "n", count: count))) != nil) == fits)
  }

  @Test(arguments: [
    "pdf", "a/b/c", "/b", "a/", "text/plain; charset=utf-8", "a b/c", ".a/b", "ä/b",
    "a/" + String(repeating: "x", count: 128),
  ])
  func `refuses another media type`(type: String) {
    #expect { try link(type: type) } throws: { ($0 as? ValueError)?.code == .mediaTypeInvalid }
  }

  @Test(arguments: [
    "image/svg+xml", "application/vnd.oasis.opendocument.text", "a/" + String(repeating: "x", count: 127),
  ])
  func `takes registered media types`(type: String) throws {
    #expect(try link(type: type).mediaType == type)
  }

  @Test func `has no negative size`() throws {
    #expect(try link(size: 0).size == 0)
    #expect { try link(size: -1) } throws: { ($0 as? ValueError)?.code == .fileSizeOutOfRange }
  }
}

@Suite struct `An automatic number` {
  @Test(
    arguments: [
      ("INV-{yyyy}-", 5, 42, 2026, 3, "INV-2026-00042"), ("{yy}{mm}/", 1, 7, 2026, 3, "2603/7"),
      ("", 12, 1, 1, 12, "000000000001"),
      ("Q", 3, 12345, 2026, 1, "Q12345"), ("é{mm}", 1, Int64.max, 9_999, 12, "é129223372036854775807"),
      ("{yyyy}", 1, 1, 7, 1, "00071"),
      ("{yy}-", 1, 1, 2000, 1, "00-1"),
    ] as [(String, Int, Int64, Int, Int, String)])
  func `is prefix and padded counter`(
    prefix: String, padding: Int, counter: Int64, year: Int, month: Int, expected: String
  ) throws {
    let format = try AutoNumberFormat(prefix: prefix, padding: padding)
    #expect(try format.text(for: counter, on: (year, month)) == expected)
  }

  @Test(arguments: ["{", "}", "{YYYY}", "{dd}", "{yyyy", "a}b", "{{mm}}", "a\nb"])
  func `refuses unknown placeholders`(prefix: String) {
    #expect { try AutoNumberFormat(prefix: prefix, padding: 4) } throws: {
      ($0 as? ValueError)?.code == .autoNumberPrefixInvalid
    }
  }

  @Test(arguments: [(0, false), (1, true), (12, true), (13, false), (-1, false)])
  func `bounds its padding`(padding: Int, fits: Bool) {
    #expect(((try? AutoNumberFormat(prefix: "", padding: padding)) != nil) == fits)
  }

  @Test(arguments: [("", false), ("{mm}", false), ("{yy}", true), ("{yyyy}", true)])
  func `names the year when it starts again each year`(prefix: String, isAllowed: Bool) {
    #expect(((try? AutoNumberFormat(prefix: prefix, padding: 4, yearlyReset: true)) != nil) == isAllowed)
  }

  @Test(
    arguments: [
      (0, 2026, 1), (-1, 2026, 1), (Int64.min, 2026, 1), (1, 0, 1), (1, 10_000, 1), (1, 2026, 0), (1, 2026, 13),
    ] as [(Int64, Int, Int)])
  func `refuses counters and dates out of range`(counter: Int64, year: Int, month: Int) throws {
    let format = try AutoNumberFormat(prefix: "{yyyy}", padding: 4)
    #expect(throws: ValueError.self) { try format.text(for: counter, on: (year, month)) }
  }

  @Test func `counts by year only when it starts again`() throws {
    #expect(try AutoNumberFormat(prefix: "{yy}", padding: 4, yearlyReset: true).counterKey(year: 2026) == 2026)
    #expect(try AutoNumberFormat(prefix: "{yy}", padding: 4).counterKey(year: 2026) == 0)
  }

  @Test func `bounds its prefix`() {
    #expect((try? AutoNumberFormat(prefix: String(repeating: "x", count: 80), padding: 1)) != nil)
    #expect((try? AutoNumberFormat(prefix: String(repeating: "x", count: 81), padding: 1)) == nil)
  }
}
