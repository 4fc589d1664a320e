/// Everything a write depends on beside its input: who, why, when, and where ids come from.
package struct WriteContext: Sendable {
  /// Who writes, as the principal calls itself.
  package var actor: String
  /// Why: the name of a command or import; empty for a plain write.
  package var cause: String
  /// The language of messages, as a BCP 47 tag.
  package var language: String
  /// The moment, zone and calendar; one for the whole transaction.
  package var binding: BindingContext
  /// Where ids come from.
  package var ids: any IDSource
  /// What whoever writes may see and do.
  package var access: any RecordAccess
  /// Whether what records become is noted as well, for a change set.
  package var notesChanges = false

  package init(
    actor: String, cause: String, language: String = "en", binding: BindingContext, ids: any IDSource,
    access: any RecordAccess
  ) {
    self.actor = actor
    self.cause = cause
    self.language = language
    self.binding = binding
    self.ids = ids
    self.access = access
  }
}
