import CRMModel

/// One step of a plan: what is changed, on whose behalf, and what that may lose.
public struct SchemaStep: Hashable, Sendable, CustomStringConvertible {
  /// What is changed.
  public let edit: SchemaEdit
  /// On whose behalf.
  public let author: SchemaAuthor
  /// What it may lose, or why it cannot be done.
  public package(set) var verdict: SchemaVerdict

  package init(_ edit: SchemaEdit, by author: SchemaAuthor, verdict: SchemaVerdict) {
    self.edit = edit
    self.author = author
    self.verdict = verdict
  }

  /// One line: verdict, change and reason; holds no customer data.
  public var description: String {
    switch verdict {
    case .safe: "safe: \(edit)"
    case .lossy(let what): "lossy: \(edit) (\(what))"
    case .refused: "refused: \(edit) (\(verdict.reason ?? ""))"
    }
  }

  mutating func refuse(_ violation: Violation) {
    guard case .refused(let violations) = verdict else {
      verdict = .refused([violation])
      return
    }
    if !violations.contains(violation) { verdict = .refused(violations + [violation]) }
  }
}
