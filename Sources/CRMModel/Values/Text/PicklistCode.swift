/// A typed picklist: the type of the codes that one picklist field stores.
///
/// A structure with static members, so that a workspace may hold codes that the program does not know:
///
///     struct LessonStatus: PicklistCode {
///       let rawValue: String
///       init(rawValue: String) { self.rawValue = rawValue }
///       static let booked = LessonStatus(rawValue: "booked")
///       static let options: [PicklistOption] = ["booked", "held", "missed"]
///     }
///
/// A code is 1...80 Unicode scalars of printable text in NFC: no control, format or unassigned characters, no line breaks,
/// no `;` and `,`, no blank at either end. Codes are compared byte for byte. A type does not check its literals;
/// ``checked(_:)`` does, and so does everything that stores a code.
public protocol PicklistCode: RawRepresentable, FieldRepresentable, Codable where RawValue == String {
  /// The options a field of this type begins with, in their order; a customer may add more.
  static var options: [PicklistOption] { get }
  /// Makes a code from its stored text, whether it is known or not.
  init(rawValue: String)
}

extension PicklistCode {
  /// A code from text that comes from outside.
  ///
  /// - Throws: ``ValueError`` with code `picklist_code_invalid`, or what ``TextKey/normalized(_:)`` throws.
  public static func checked(_ text: String) throws(ValueError) -> Self {
    Self(rawValue: try PicklistOption.checkedCode(text))
  }
}
