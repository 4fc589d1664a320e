public import CRMModel
import CRMStorage

extension Workspace {
  /// Looks through the whole store for what must not be: broken references, owners who are no users, records that are their own
  /// ancestors, values that fit no type, missing required values, stale search keys, a damaged change log, and whatever the engine
  /// finds wrong with itself.
  ///
  /// - Returns: Everything that is wrong; empty if nothing is. No customer data is quoted.
  /// - Complexity: O(*n*) in the number of records; it reads all of them.
  @concurrent public func check() async throws(StoreError) -> [Violation] {
    do {
      let found = try await read { reader in try reader.check() }
      return found + (try await engineProblems()).map { Violation("engine", $0) }
    } catch {
      throw StoreError(wrapping: error)
    }
  }
}
