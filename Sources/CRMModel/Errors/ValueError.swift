/// Why a value could not be made, read or computed.
///
/// A throw leaves its inputs as they were. `description` names the code and a hint that holds no data;
/// `debugDescription` may quote the offending text.
public struct ValueError: CRMError, Hashable {
  /// Exactly what happened.
  public let code: ErrorCode
  /// What was expected, in words that hold no customer data.
  public let hint: String
  /// The offending input, shortened; may hold customer data.
  public let input: String?

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: Exactly what happened.
  ///   - hint: What was expected, in words that hold no customer data.
  ///   - input: The offending input; kept to its first 80 Unicode scalars.
  public init(_ code: ErrorCode, _ hint: String, input: String? = nil) {
    self.code = code
    self.hint = hint
    // By scalars: one character may hold a million combining marks.
    self.input = input.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(80))) }
  }

  /// Always ``CRMErrorKind/invalid``: a value is wrong wherever it is sent.
  public var kind: CRMErrorKind { .invalid }

  /// Code and hint, safe to log.
  public var description: String { "\(code): \(hint)" }

  /// Code, hint and the offending input.
  public var debugDescription: String { input.map { "\(description) (input: \($0.debugDescription))" } ?? description }
}
