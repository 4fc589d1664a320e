package import CRMModel

/// What a store remembers of a command that was performed with a key.
package struct CommandResult: Hashable, Sendable {
  /// The row; 0 for one that is not kept yet.
  var id: Int64 = 0
  /// Whose key it is, as the principal calls itself.
  package let principal: String
  /// The key.
  package let key: String
  /// The command's name.
  package let command: CommandName
  /// Identifies the input.
  package let input: CommandInput
  /// When it was performed, by the workspace's clock.
  package let at: Instant
  /// What it returned, as JSON.
  package let output: String

  package init(
    principal: String, key: String, command: CommandName, input: CommandInput, at: Instant, output: String
  ) {
    self.principal = principal
    self.key = key
    self.command = command
    self.input = input
    self.at = at
    self.output = output
  }
}

/// Tells two inputs of a command apart without keeping them: a fingerprint of their canonical JSON, and its length.
package struct CommandInput: Hashable, Sendable {
  let fingerprint: Int64
  let length: Int64

  /// Identifies an input by its canonical JSON.
  package init(canonicalJSON bytes: some Collection<UInt8>) {
    fingerprint = Int64(bitPattern: Fingerprint.hash(bytes))
    length = Int64(clamping: bytes.count)
  }

  init(fingerprint: Int64, length: Int64) {
    self.fingerprint = fingerprint
    self.length = length
  }
}
