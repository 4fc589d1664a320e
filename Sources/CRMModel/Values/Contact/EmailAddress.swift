/// An email address that a mail server delivers to: the `Mailbox` of RFC 5321 section 4.1.2, without comments or
/// blanks.
///
/// Accepted are dotted atoms and quoted strings before the `@` (`"Ana López"@example.com` too), and after it a domain
/// name of one or more labels, numeric ones included, or an address literal (`[192.0.2.1]`, `[IPv6:2001:db8::1]`).
/// UTF-8 is accepted on both sides (RFC 6531), internationalized domains as they are typed; it is kept in NFC. Refused
/// are comments, folding and other blanks, forms that only the obsolete grammar of RFC 5322 allows, control characters
/// even when quoted, and general address literals. Measured by the categories of the `isemail` test set: `VALID`,
/// `DNSWARN` (the network is not asked) and `RFC5321` are accepted; `CFWS`, `DEPREC`, `RFC5322` and `ERR` are refused.
///
/// Two addresses are equal if they are typed alike; compare ``normalized`` to find the same mailbox.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address as typed, in NFC.
  public let description: String
  /// What stands before the `@`, with its quotes; 1...64 bytes of UTF-8.
  public let local: String
  /// The domain or the address literal with its brackets.
  public let domain: String

  /// Makes an address.
  ///
  /// - Parameter text: The address alone, at most 254 bytes of UTF-8 (RFC 3696, erratum 1690); blanks around it are
  ///   refused.
  /// - Throws: ``ValueError`` with code `email_address_invalid`, or what ``TextKey/normalized(_:)`` throws.
  /// - Complexity: O(*n*).
  public init(_ text: String) throws(ValueError) {
    guard text.utf8.count <= 1_016 else { throw Self.invalid("at most 254 bytes") }
    let address = try TextKey.normalized(text)
    guard address.utf8.count <= 254 else { throw Self.invalid("at most 254 bytes") }
    let scalars = address.unicodeScalars
    let end = scalars.first == "\"" ? Self.endOfQuotedString(scalars) : scalars.firstIndex(of: "@")
    guard let end, end < scalars.endIndex, scalars[end] == "@" else {
      throw Self.invalid("a local part and a domain with '@' between them", input: text)
    }
    let local = scalars[..<end]
    let domain = Substring(scalars[scalars.index(after: end)...])
    guard local.first == "\"" || Self.isDotString(local), (1...64).contains(Substring(local).utf8.count) else {
      throw Self.invalid("a local part of 1 to 64 bytes without blanks, controls and lone dots", input: text)
    }
    guard InternetHost.isDomain(domain) || Self.isAddressLiteral(domain) else {
      throw Self.invalid("a domain name or an address literal after '@'", input: text)
    }
    description = address
    self.local = String(local)
    self.domain = String(domain)
  }

  /// The key under which spellings of one mailbox meet: ``TextKey/folded(_:)`` of the whole address.
  ///
  /// RFC 5321 lets a server tell `Ana` from `ana`; hardly one does, and people do not.
  public var normalized: String { TextKey.folded(description) }

  private static func invalid(_ hint: String, input: String? = nil) -> ValueError {
    ValueError(.emailAddressInvalid, hint, input: input)
  }

  private static func isDotString(_ local: Substring.UnicodeScalarView) -> Bool {
    local.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy(isAtomText)
    }
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~": true
    default: isUnicodeText(scalar)
    }
  }

  /// The non-ASCII of RFC 6531, less what cannot be seen.
  private static func isUnicodeText(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x80 else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: return false
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return false
    default: return true
    }
  }

  /// Where a quoted string that starts the address ends, if it is one: quoted pairs are printable ASCII.
  private static func endOfQuotedString(_ scalars: String.UnicodeScalarView) -> String.UnicodeScalarView.Index? {
    var index = scalars.index(after: scalars.startIndex)
    while index < scalars.endIndex {
      var scalar = scalars[index]
      let isPair = scalar == "\\"
      if isPair {
        index = scalars.index(after: index)
        guard index < scalars.endIndex else { return nil }
        scalar = scalars[index]
      }
      index = scalars.index(after: index)
      if scalar == "\"" && !isPair { return index }
      guard (" "..."~").contains(scalar) || (!isPair && isUnicodeText(scalar)) else { return nil }
    }
    return nil
  }

  private static func isAddressLiteral(_ domain: Substring) -> Bool {
    guard domain.first == "[", domain.last == "]", domain.utf8.count >= 2 else { return false }
    let literal = domain.dropFirst().dropLast()
    if literal.prefix(5).lowercased() == "ipv6:" { return InternetHost.isIPv6(literal.dropFirst(5), leastElided: 2) }
    return InternetHost.isIPv4(literal)
  }
}
