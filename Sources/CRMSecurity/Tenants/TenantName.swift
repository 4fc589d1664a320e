public import CRMModel

/// The name of a tenant in a form that is safe as a part of a path: `acme`, `acme-2`.
///
///     .sqlite("stores/\(try TenantName(text)).crm")
///
/// It has 1 to 63 of the characters `a` to `z`, `0` to `9`, `-` and `_`, and begins with a letter or digit. So no text
/// from outside leads out of a folder, and two names are never one file, also where the file system does not tell capitals
/// from small letters. Whether there is such a tenant is for the host to know.
public struct TenantName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name as text.
  public let description: String

  /// Checks a name.
  ///
  /// - Throws: `bad_name`.
  public init(_ text: String) throws(ValueError) {
    guard (1...63).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed), let first = text.utf8.first,
      first != UInt8(ascii: "-"), first != UInt8(ascii: "_")
    else {
      throw ValueError(
        .badName, "a tenant's name has 1 to 63 of a-z, 0-9, - and _, and begins with a letter or digit", input: text)
    }
    description = text
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// By bytes.
  public static func < (left: TenantName, right: TenantName) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}
