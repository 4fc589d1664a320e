public import CRMModel
import CRMStorage

extension Session {
  /// Writes a copy of the committed state to a new file, while others read and write.
  ///
  /// - Throws: `unsupported` for a store without files; `io_error` if the file is there already or cannot be written.
  @concurrent public func backup(to path: String) async throws(StoreError) {
    do {
      try gate.permit(.administer(.backUp))
      try await workspace.backUp(to: path)
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Looks through the whole store for what must not be: broken references, owners who are no users, records that are their own
  /// ancestors, values that fit no type, missing required values, stale search keys, a damaged change log, and whatever the engine
  /// finds wrong with itself.
  ///
  /// - Returns: Everything that is wrong; empty if nothing is. No customer data is quoted.
  /// - Complexity: O(*n*) in the number of records; it reads all of them.
  @concurrent public func check() async throws(StoreError) -> [Violation] {
    do {
      let found = try await workspace.read(gate) { reader in try reader.check() }
      return found + (try await workspace.engineProblems()).map { Violation("engine", $0) }
    } catch {
      throw StoreError(wrapping: error)
    }
  }

  /// Forgets the entries of the change log up to a number, inclusive. Who asks for them later is told ``ErrorCode/changesExpired``.
  @concurrent public func forgetChanges(through sequence: Int64) async throws(StoreError) {
    do {
      try gate.permit(.administer(.forgetChanges))
      try await workspace.forgetChanges(through: sequence)
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
