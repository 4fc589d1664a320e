import CRMModel
import Testing

@Suite struct `A web address` {
  @Test(arguments: [
    ("www.acme.com", "https://www.acme.com"), ("acme.com", "https://acme.com"),
    ("HTTP://WWW.Acme.COM/Path?Q=A#F", "http://www.acme.com/Path?Q=A#F"),
    ("acme.com:8080/x", "https://acme.com:8080/x"), ("https://acme.com:443/", "https://acme.com/"),
    ("http://acme.com:80", "http://acme.com"),
    ("http://acme.com:", "http://acme.com"), ("http://localhost:3000", "http://localhost:3000"),
    ("//cdn.acme.com/a", "https://cdn.acme.com/a"),
    ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/"), ("http://192.0.2.1/a", "http://192.0.2.1/a"),
    ("Müller.de/über", "https://müller.de/über"),
    ("  acme.com\n", "https://acme.com"), ("acme.com?a=b:c", "https://acme.com?a=b:c"),
    ("acme.com/a:b@c", "https://acme.com/a:b@c"),
    ("https://acme.com:65535", "https://acme.com:65535"),
  ])
  func `has a normal form`(text: String, normal: String) throws {
    let address = try WebAddress(text)
    #expect(address.description == normal)
    #expect(try WebAddress(normal) == address)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JavaScript://acme.com/%0aalert(1)", "mailto:a@acme.com", "ftp://acme.com",
    "data:text/html,x", "file:///etc/passwd", "tel:123", "vbscript:x", "localhost:80", "://acme.com",
  ])
  func `refuses other schemes`(text: String) {
    #expect { try WebAddress(text) } throws: { ($0 as? ValueError)?.code == .webAddressSchemeRefused }
  }

  @Test(arguments: [
    "", " ", "acme", "http://", "https:///path", "http:acme.com", "a b.com", "acme.com/a b", "acme.com/\u{202E}x",
    "acme.com/\u{1}", "java\nscript:alert(1)",
    "https://user:secret@acme.com", "https://acme.com@evil.com", "https://acme.com\\@evil.com", "https://-acme.com",
    "https://a..b", "https://acme.com:0",
    "https://acme.com:65536", "https://acme.com:8a", "https://[::1", "https://::1", "https://256.1.1.1",
    "https://1.2.3", "acme.com/<script>", "https://[]", "/path", "?q", "#f",
  ])
  func `refuses what names no host or hides it`(text: String) {
    #expect { try WebAddress(text) } throws: { ($0 as? ValueError)?.code == .webAddressInvalid }
  }

  @Test(arguments: [(2_047, true), (2_048, true), (2_049, false)])
  func `is bounded`(count: Int, fits: Bool) {
    let text = "https://acme.com/"
    #expect(((try? WebAddress(text + String(repeating: "x", count: count - text.utf8.count))) != nil) == fits)
  }
}
