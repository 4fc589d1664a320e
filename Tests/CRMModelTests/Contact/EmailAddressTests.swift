import CRMModel
import CRMTestStores
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct `An email address` {
  /// dominicsayers/isemail 3.05, BSD licence.
  @Test(.enabled(if: SharedData.has("email/tests.xml"), "the isemail test set is not here"))
  func `is accepted as the categories of isemail say`() throws {
    let cases = try EmailCases.read()
    #expect(cases.count == 164)
    let accepted: Set = ["ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321"]
    var counts: [String: Int] = [:]
    for example in cases {
      counts[example.category, default: 0] += 1
      let isAccepted = (try? EmailAddress(example.address)) != nil
      #expect(isAccepted == accepted.contains(example.category), "\(example.id) \(example.address.debugDescription)")
    }
    print(counts.sorted { $0.key < $1.key })
    #expect(counts.count == 7)
  }

  @Test func `keeps the case typed and has a key without it`() throws {
    let address = try EmailAddress("Ana.Lopez@Example.COM")
    #expect(address.description == "Ana.Lopez@Example.COM")
    #expect(address.local == "Ana.Lopez" && address.domain == "Example.COM")
    #expect(address.normalized == "ana.lopez@example.com")
    #expect(address != (try EmailAddress("ana.lopez@example.com")))
  }

  @Test(arguments: [
    ("\"a@b\"@example.com", "\"a@b\"", "example.com"), ("a@[IPv6:2001:db8::1]", "a", "[IPv6:2001:db8::1]"),
    ("用户@例子.公司", "用户", "例子.公司"), ("jose\u{301}@mu\u{308}ller.de", "josé", "müller.de"),
    ("a@[ipv6:::1]", "a", "[ipv6:::1]"),
  ])
  func `is taken apart at the right sign`(text: String, local: String, domain: String) throws {
    let address = try EmailAddress(text)
    #expect(Array(address.local.utf8) == Array(local.utf8) && Array(address.domain.utf8) == Array(domain.utf8))
  }

  @Test(arguments: [
    "a@b@example.com", "a b@example.com", "a@exa mple.com", "a\u{202E}b@example.com", "a@exa\u{202E}mple.com",
    "a@example\u{3002}com",
    "a\u{A0}b@example.com", "a@ex_ample.com", "a@\u{301}example.com", "a@[IPv6:1::2::3]", "a@[1.2.3]", "a@[]", "a@[",
    "a@]", "\"", "\"\\",
    "<a@example.com>", "a@example.com\r\nBcc: b@example.com", "mailto:a@example.com,b@example.com", "a@💩.com",
    "a@[tag:x]",
  ])
  func `is refused`(text: String) {
    #expect { try EmailAddress(text) } throws: { ($0 as? ValueError)?.code == .emailAddressInvalid }
  }

  @Test(arguments: [(63, true), (64, true), (65, false)])
  func `has at most 64 bytes before the sign`(count: Int, fits: Bool) {
    #expect(((try? EmailAddress(String(repeating: "a", count: count) + "@example.com")) != nil) == fits)
  }

  @Test(arguments: [(253, true), (254, true), (255, false)])
  func `has at most 254 bytes`(count: Int, fits: Bool) {
    // 61 + 1 + 63 + 1 + 63 + 1 + 63 = 253, one more in the local part each.
    let labels = ["b", "c", "d"].map { String(repeating: $0, count: 63) }
    let local = String(repeating: "a", count: count - 192)
    #expect(((try? EmailAddress(local + "@" + labels.joined(separator: "."))) != nil) == fits)
  }

  @Test func `of hostile length is refused at once`() {
    #expect(throws: ValueError.self) { try EmailAddress("a@" + String(repeating: "b\u{301}", count: 1_000_000)) }
  }
}

/// The cases of the isemail test set, with its stand-ins for control characters put back.
final class EmailCases: NSObject, XMLParserDelegate {
  struct Example {
    var id = ""
    var address = ""
    var category = ""
  }

  private var examples: [Example] = []
  private var text = ""

  static func read() throws -> [Example] {
    let reader = EmailCases()
    let parser = XMLParser(data: Data(try SharedData.bytes("email/tests.xml")))
    parser.delegate = reader
    guard parser.parse() else { throw CocoaError(.fileReadCorruptFile) }
    return reader.examples
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    text = ""
    if name == "test" { examples.append(Example(id: attributes["id"] ?? "")) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard let last = examples.indices.last else { return }
    if name == "category" { examples[last].category = text }
    if name == "address" { examples[last].address = Self.withControls(text) }
  }

  private static func withControls(_ text: String) -> String {
    var restored = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isStandIn = (0x2400..<0x2420).contains(scalar.value)
      restored.append(isStandIn ? Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value)) : scalar)
    }
    return String(restored)
  }
}
