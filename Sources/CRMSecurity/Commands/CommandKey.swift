import CRMModel
import CRMStorage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One performance of a command with a key: finds what the first one returned, or keeps what this one does.
struct CommandKey<C: Command>: Sendable {
  /// The longest key, in bytes. Enough for a UUID behind a name; as much as HTTP services take.
  static var longest: Int { 255 }
  /// The longest result, in bytes of JSON.
  static var longestOutput: Int { 1 << 20 }

  private let key: String
  private let principal: String
  private let input: CommandInput

  /// - Throws: ``ErrorCode/badKey``, ``ErrorCode/badCommandValue``.
  init(_ key: String, _ principal: String, _ command: C) throws(StoreError) {
    guard !key.isEmpty, key.utf8.count <= Self.longest, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw StoreError(
        .invalid, .badKey, "a key is 1 to \(Self.longest) visible ASCII characters, without blanks")
    }
    self.key = key
    self.principal = principal
    input = CommandInput(canonicalJSON: try Self.json(command, "input"))
  }

  /// What the first performance returned; nil if there was none.
  func output(in ledger: inout CommandLedger) throws(StoreError) -> C.Output? {
    guard let known = try ledger.result(of: key, for: principal) else { return nil }
    guard known.command == C.name else {
      throw StoreError(
        .conflict, .keyReused, "the key was used for command \(known.command); every command takes a key of its own")
    }
    guard known.input == input else {
      throw StoreError(
        .conflict, .keyReused,
        "the key was used for command \(C.name) with another input; another input takes another key")
    }
    do {
      return try JSONDecoder().decode(C.Output.self, from: Data(known.output.utf8))
    } catch {
      throw StoreError(
        .unsupported, .resultChanged,
        "command \(C.name) was performed with this key and is not performed again, but what it returned then is not what it returns now",
        underlying: String(describing: error))
    }
  }

  /// Keeps what the command returned.
  func remember(_ output: C.Output, in ledger: CommandLedger, at now: Instant) throws(StoreError) {
    let bytes = try Self.json(output, "result")
    guard bytes.count <= Self.longestOutput else {
      throw StoreError(
        .invalid, .badCommandValue,
        "the result of command \(C.name) takes more than \(Self.longestOutput >> 20) MiB, too much to be kept for its key"
      )
    }
    try ledger.remember(
      CommandResult(
        principal: principal, key: key, command: C.name, input: input, at: now,
        output: String(decoding: bytes, as: UTF8.self)))
  }

  /// Equal values give equal bytes.
  private static func json(_ value: some Encodable, _ what: String) throws(StoreError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(value)
    } catch {
      throw StoreError(
        .invalid, .badCommandValue, "the \(what) of command \(C.name) cannot be written as JSON",
        underlying: String(describing: error))
    }
  }
}
