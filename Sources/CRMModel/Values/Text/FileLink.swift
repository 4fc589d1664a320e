/// A reference to a file that lies beside the records, named by its content.
public struct FileLink: Hashable, Sendable {
  /// The content: `sha256:` and 64 hexadecimal digits in lower case.
  public let digest: String
  /// The name shown to people and offered for saving: one path component of 1...255 bytes of UTF-8.
  public let name: String
  /// What the content is: type and subtype in lower case, such as `application/pdf`, without parameters.
  public let mediaType: String
  /// The length of the content in bytes, 0 or more.
  public let size: Int64

  /// Makes a link.
  ///
  /// - Parameters:
  ///   - digest: `sha256:` and 64 hexadecimal digits, in either case.
  ///   - name: A name without `/`, `\`, `:` and control characters, not `.` or `..`. Direction controls are removed,
  ///     because they make one kind of file look like another.
  ///   - mediaType: Type and subtype by RFC 6838 section 4.2: each 1...127 characters.
  ///   - size: The length in bytes.
  /// - Throws: ``ValueError`` with code `file_digest_invalid`, `file_name_invalid`, `media_type_invalid` or
  ///   `file_size_out_of_range`, or what ``TextKey/normalized(_:)`` throws for the name.
  public init(digest: String, name: String, mediaType: String, size: Int64) throws(ValueError) {
    self.digest = try Self.checkedDigest(digest)
    self.name = try Self.checkedName(name)
    self.mediaType = try Self.checkedMediaType(mediaType)
    guard size >= 0 else { throw ValueError(.fileSizeOutOfRange, "0 bytes or more") }
    self.size = size
  }

  private static func checkedDigest(_ text: String) throws(ValueError) -> String {
    let digits = text.utf8.dropFirst(7)
    guard text.utf8.count == 71, text.utf8.starts(with: "sha256:".utf8), digits.allSatisfy(isHexadecimal) else {
      throw ValueError(.fileDigestInvalid, "'sha256:' and 64 hexadecimal digits")
    }
    return text.lowercased()
  }

  private static func checkedName(_ text: String) throws(ValueError) -> String {
    let plain = try TextKey.normalized(text, within: TextLimits(scalars: 255, bytes: 1_020))
    var kept = String.UnicodeScalarView()
    for scalar in plain.unicodeScalars where !TextKey.isBidirectionalControl(scalar) { kept.append(scalar) }
    let name = try TextKey.normalized(String(kept))
    guard (1...255).contains(name.utf8.count), name != ".", name != "..", kept.allSatisfy(isAllowedInName) else {
      let hint = "1 to 255 bytes without '/', '\\', ':' and control characters, not '.' or '..'"
      throw ValueError(.fileNameInvalid, hint, input: name)
    }
    return name
  }

  private static func isAllowedInName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    default: scalar != "/" && scalar != "\\" && scalar != ":"
    }
  }

  private static func checkedMediaType(_ text: String) throws(ValueError) -> String {
    let bytes = text.utf8
    let parts = bytes.split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
    let isValid =
      parts.count == 2
      && parts.allSatisfy { part in
        part.count <= 127 && (part.first.map(isAlphanumeric) ?? false) && part.allSatisfy(isRestrictedNameByte)
      }
    guard isValid else { throw ValueError(.mediaTypeInvalid, "type and subtype, such as 'application/pdf'") }
    return text.lowercased()
  }

  private static func isRestrictedNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$&-^_.+".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    case UInt8(ascii: "A")...UInt8(ascii: "F"): true
    default: false
    }
  }
}
