extension ErrorCode {
  /// Text is not an email address that a mail server delivers to.
  public static let emailAddressInvalid = ErrorCode("email_address_invalid")
  /// Text is not a phone number.
  public static let phoneNumberInvalid = ErrorCode("phone_number_invalid")
  /// A country calling code is not one to three digits.
  public static let callingCodeInvalid = ErrorCode("calling_code_invalid")
  /// Text is not an address of the web.
  public static let webAddressInvalid = ErrorCode("web_address_invalid")
  /// A web address has a scheme other than `http` and `https`.
  public static let webAddressSchemeRefused = ErrorCode("web_address_scheme_refused")
  /// A latitude or longitude is not finite or beyond its range.
  public static let coordinateOutOfRange = ErrorCode("coordinate_out_of_range")
}
