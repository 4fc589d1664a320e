internal import CRM

/// Why a command ended without success, in one line.
struct ToolFailure: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// A library's error, with every violation if there are a few, and the code once.
  init(_ error: any CRMError) {
    let violations = (error as? StoreError)?.violations ?? []
    let shown = violations.prefix(6).map(\.description).joined(separator: "; ")
    let more = violations.count > 6 ? " (and \(violations.count - 6) more)" : ""
    var text = shown.isEmpty ? error.description : shown + more
    // What comes from below is wrapped together with its code.
    let code = "\(error.code): "
    while text.hasPrefix(code + code) { text = String(text.dropFirst(code.count)) }
    message = text
  }

  /// Runs `body`, and puts what it is about before whatever goes wrong in it.
  static func naming<T>(_ subject: String, _ body: () throws -> T) throws -> T {
    do { return try body() } catch { throw about(subject, error) }
  }

  /// An error with what it is about before it; one of an unknown kind stays as it is.
  static func about(_ subject: String, _ error: any Error) -> any Error {
    switch error {
    case let failure as ToolFailure: ToolFailure("\(subject): \(failure.message)")
    case let error as any CRMError: ToolFailure("\(subject): \(ToolFailure(error).message)")
    default: error
    }
  }
}
