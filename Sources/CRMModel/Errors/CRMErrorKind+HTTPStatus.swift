extension CRMErrorKind {
  /// The HTTP status that an error of this kind is answered with, unless its code says otherwise (``CRMError/httpStatus``).
  ///
  /// `499` for a cancelled call is nobody's standard but what servers write into their logs for it: the client has gone, so
  /// the answer is not sent.
  public var httpStatus: Int {
    switch self {
    case .invalid: 422
    case .notFound: 404
    case .forbidden: 403
    case .conflict, .exists: 409
    case .busy, .closed: 503
    case .unsupported: 501
    case .cancelled: 499
    case .damaged, .internal: 500
    }
  }
}

extension CRMError {
  /// The HTTP status that the error is answered with: its kind's, except for a few codes.
  ///
  /// - Texts that cannot be read (`json_syntax`, `invalid_utf8`, `syntax_error`, `bad_literal`, `unterminated_text`,
  ///   `bad_cursor`): 400.
  /// - What is too large (`too_large`): 413.
  /// - Changes that were forgotten (`changes_expired`): 410.
  /// - A transaction used after its end (`transaction_ended`), which is a fault of the program: 500.
  /// - A full disk (`disk_full`): 507.
  ///
  /// A stale revision is 409; answer 412 where the revision came by `If-Match`.
  public var httpStatus: Int { HTTPStatuses.byCode[code] ?? kind.httpStatus }
}

/// Codes whose status is not their kind's.
enum HTTPStatuses {
  static let byCode: [ErrorCode: Int] = [
    .jsonSyntax: 400, "invalid_utf8": 400, .syntaxError: 400, "bad_literal": 400, "unterminated_text": 400,
    .badCursor: 400, .tooLarge: 413, .changesExpired: 410, .transactionEnded: 500, .diskFull: 507,
  ]

  /// The words that RFC 9110 and its like have for a status; nil for one that this library does not answer with.
  static func title(_ status: Int) -> String? {
    switch status {
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 409: "Conflict"
    case 410: "Gone"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 422: "Unprocessable Content"
    case 499: "Client Closed Request"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 507: "Insufficient Storage"
    default: nil
    }
  }
}
