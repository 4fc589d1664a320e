/// The grammar of host names and address literals that email and web addresses share.
enum InternetHost {
  /// Whether the text is a domain name: labels of 1...63 bytes of UTF-8 joined by dots, 253 bytes in all.
  ///
  /// Labels are letters, digits and hyphens with no hyphen at an end (RFC 5321 section 4.1.2), or the Unicode letters,
  /// marks and digits of an internationalized name as typed (U-labels, RFC 5890), with no mark in front. Whether such a
  /// name is registered is not asked.
  static func isDomain(_ text: Substring) -> Bool {
    guard text.utf8.count <= 253 else { return false }
    let labels = text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      guard let first = label.first, let last = label.last, Substring(label).utf8.count <= 63 else { return false }
      return first != "-" && last != "-" && !isCombining(first) && label.allSatisfy(isLabelScalar)
    }
  }

  private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  private static func isLabelScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-": return true
    case "\0"..."\u{7F}": return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return false
    }
  }

  /// Whether the text is an IPv4 address: four decimal numbers of one to three digits, 0...255.
  static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil
      }
  }

  /// Whether the text is an IPv6 address, which may end in an IPv4 one.
  ///
  /// - Parameter leastElided: The fewest groups `::` may stand for: 2 in mail (RFC 5321 section 4.1.3), 1 in the web.
  static func isIPv6(_ text: Substring, leastElided: Int) -> Bool {
    let bytes = Array(text.utf8)
    let colon = UInt8(ascii: ":")
    let elision = zip(bytes, bytes.dropFirst()).enumerated().first { $1.0 == colon && $1.1 == colon }
    guard let elision else { return groupCount(bytes[...]) == 8 }
    let head = bytes.prefix(elision.offset)
    let tail = bytes.dropFirst(elision.offset + 2)
    guard let before = groupCount(head, endsAddress: false), let after = groupCount(tail) else { return false }
    return before + after + leastElided <= 8
  }

  private static func groupCount(_ bytes: ArraySlice<UInt8>, endsAddress: Bool = true) -> Int? {
    if bytes.isEmpty { return 0 }
    let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var count = 0
    for (position, group) in groups.enumerated() {
      if (1...4).contains(group.count) && group.allSatisfy(isHexadecimal) {
        count += 1
      } else if endsAddress && position == groups.count - 1 && isIPv4(Substring(decoding: group, as: UTF8.self)) {
        count += 2
      } else {
        return nil
      }
    }
    return count
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
