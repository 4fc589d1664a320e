internal import CRM

/// Why a command ended without success, in one line.
struct ToolFailure: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// A library's error, with every violation if there are a few.
  init(_ error: StoreError) {
    let shown = error.violations.prefix(6).map(\.description).joined(separator: "; ")
    let more = error.violations.count > 6 ? " (and \(error.violations.count - 6) more)" : ""
    message = shown.isEmpty ? error.description : shown + more
  }
}
