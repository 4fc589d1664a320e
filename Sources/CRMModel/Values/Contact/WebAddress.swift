/// The address of a page or site on the web: `http` or `https`, a host, and what follows it.
///
///     try WebAddress("WWW.Acme.com/Über").description      // "https://www.acme.com/Über"
///
/// Names and passwords (`user@host`) are refused, because they hide the host from people and do not belong into
/// records.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String
  /// A domain name, IPv4 address or IPv6 address in brackets, in lower case.
  public let host: String
  /// The port, unless it is the scheme's own.
  public let port: Int?
  /// Path, query and fragment as typed, in NFC; empty or starting with `/`, `?` or `#`.
  public let path: String

  /// Makes an address.
  ///
  /// - Parameter text: At most 2,048 bytes of UTF-8 without blanks, control characters, direction controls,
  ///   backticks and any of `"<>\^{|}`; blanks at the ends are ignored. `https://` is put in front of an address
  ///   without a scheme, whose host must then hold a dot.
  /// - Throws: ``ValueError`` with code `web_address_scheme_refused` (`javascript:`, `mailto:`) or
  ///   `web_address_invalid`, or what ``TextKey/normalized(_:within:)`` throws.
  /// - Complexity: O(*n*).
  public init(_ text: String) throws(ValueError) {
    let typed = try TextKey.normalized(text, within: TextLimits(scalars: 2_048, bytes: 2_048)).unicodeScalars
    let scalars = Self.trimmed(typed[...])
    guard scalars.allSatisfy(Self.isAllowed) else {
      throw Self.invalid("an address without blanks and control characters")
    }
    let (scheme, rest) = try Self.splitScheme(scalars)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    let (host, portText) = try Self.splitPort(Substring(rest[..<end]))
    guard InternetHost.isDomain(host[...]) || Self.isIPv6Literal(host) else {
      throw Self.invalid("a host after the scheme")
    }
    guard scheme != nil || host.utf8.contains(UInt8(ascii: ".")) else {
      throw Self.invalid("a host with a dot where no scheme is given")
    }
    // A host whose last label is a number is an IPv4 address to every browser, or nothing.
    let isNumeric = host.split(separator: ".").last?.utf8.allSatisfy { (0x30...0x39).contains($0) } ?? false
    guard !isNumeric || InternetHost.isIPv4(host[...]) else { throw Self.invalid("a domain name or an IPv4 address") }
    self.scheme = scheme ?? "https"
    self.host = try TextKey.normalized(host.lowercased())
    let defaultPort = self.scheme == "http" ? 80 : 443
    port = try Self.port(portText).flatMap { $0 == defaultPort ? nil : $0 }
    path = String(rest[end...])
  }

  /// The address in normal form: scheme and host in lower case, the scheme's own port left out (RFC 3986 section 6.2).
  public var description: String {
    scheme + "://" + host + (port.map { ":\($0)" } ?? "") + path
  }

  private typealias Scalars = Substring.UnicodeScalarView

  private static func invalid(_ hint: String) -> ValueError { ValueError(.webAddressInvalid, hint) }

  private static func trimmed(_ scalars: Scalars) -> Scalars {
    var rest = scalars
    while rest.first?.properties.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.properties.isWhitespace == true { rest = rest.dropLast() }
    return rest
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "<", ">", "\\", "^", "`", "{", "|", "}": return false
    default: break
    }
    if scalar.properties.isWhitespace || TextKey.isBidirectionalControl(scalar) { return false }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned: return false
    default: return true
    }
  }

  /// The scheme in lower case, if one is given, and what stands behind `//`.
  private static func splitScheme(_ scalars: Scalars) throws(ValueError) -> (String?, Scalars) {
    if scalars.starts(with: "//".unicodeScalars) { return (nil, scalars.dropFirst(2)) }
    guard let colon = scalars.firstIndex(where: { ":/?#".unicodeScalars.contains($0) }), scalars[colon] == ":" else {
      return (nil, scalars)
    }
    let name = scalars[..<colon]
    let rest = scalars[scalars.index(after: colon)...]
    if name.first == "[" { return (nil, scalars) }
    // "acme.com:8080/x" is a host and a port; no scheme of ours has a dot.
    let port = rest.prefix { !"/?#".unicodeScalars.contains($0) }
    if name.contains(".") && !port.isEmpty && port.allSatisfy({ ("0"..."9").contains($0) }) { return (nil, scalars) }
    let scheme = Substring(name).lowercased()
    guard scheme == "http" || scheme == "https" else {
      throw ValueError(.webAddressSchemeRefused, "http or https")
    }
    guard rest.starts(with: "//".unicodeScalars) else { throw invalid("'//' after the scheme") }
    return (scheme, rest.dropFirst(2))
  }

  private static func splitPort(_ authority: Substring) throws(ValueError) -> (String, Substring?) {
    if authority.contains("@") { throw invalid("a host without a user name") }
    let searched = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority
    guard let colon = searched.firstIndex(of: ":") else { return (String(authority), nil) }
    return (String(authority[..<colon]), authority[authority.index(after: colon)...])
  }

  private static func port(_ text: Substring?) throws(ValueError) -> Int? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text), (1...65_535).contains(port) else {
      throw invalid("a port of 1 to 65535")
    }
    return port
  }

  private static func isIPv6Literal(_ host: String) -> Bool {
    guard host.first == "[", host.last == "]", host.utf8.count > 2 else { return false }
    return InternetHost.isIPv6(host.dropFirst().dropLast(), leastElided: 1)
  }
}
